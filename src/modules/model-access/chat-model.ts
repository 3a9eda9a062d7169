import { OrreryError } from '../../platform/errors.ts';
import { isReady, type Resource } from '../resource/index.ts';
import type { CatalogEndpoint } from './model-catalog.ts';
import { autoModel, endpointsNamed } from './model-name.ts';

const agentPrefix = 'agent:';
const mostModels = 1_000;

/** Something that a chat client can name as its model. */
export interface ChatModel {
  /** `<namespace>/<name>` of an endpoint, `agent:<namespace>/<name>` of an agent. */
  id: string;
  kind: 'ENDPOINT' | 'AGENT';
  /** The provider of an endpoint; `orrery` for an agent. */
  ownedBy: string;
  displayName: string;
  createdAt: Date;
  /** The ModelEndpoint or the Agent. */
  resourceId: string;
}

/** The agent that a caller's name for a model means, if it means one: `agent:<namespace>/<name>` or `agent:<name>`. */
export function agentNamed(model: string): { namespace: string; name: string } | undefined {
  if (!model.startsWith(agentPrefix)) return undefined;
  const [first = '', ...rest] = model.slice(agentPrefix.length).split('/');
  return rest.length === 0 ? { namespace: 'default', name: first } : { namespace: first, name: rest.join('/') };
}

/** An endpoint in the list of models; an endpoint that lacks something is left out. */
export function modelOfEndpoint({ id, resource }: CatalogEndpoint): ChatModel[] {
  return isReady(resource) ? [endpointModel({ id, resource })] : [];
}

/** An agent in the list of models; an agent that lacks something is left out. */
export function modelOfAgent(agent: Resource<'Agent'>): ChatModel[] {
  return isReady(agent) ? [agentModel(agent)] : [];
}

function endpointModel({ id, resource }: Pick<CatalogEndpoint, 'id' | 'resource'>): ChatModel {
  const { provider, model } = resource.spec;
  const { createdAt, id: resourceId } = resource;
  return { id, kind: 'ENDPOINT', ownedBy: provider, displayName: model, createdAt, resourceId };
}

function agentModel({ namespace, name, createdAt, id: resourceId }: Resource<'Agent'>): ChatModel {
  const id = `${agentPrefix}${namespace}/${name}`;
  return { id, kind: 'AGENT', ownedBy: 'orrery', displayName: name, createdAt, resourceId };
}

/** The model that `id` names, in any of the forms that a call takes. */
export function chatModelOf(
  known: { endpoints: readonly CatalogEndpoint[]; agents: readonly Resource<'Agent'>[] },
  id: string,
): ChatModel | undefined {
  const agent = agentNamed(id);
  if (agent) {
    const found = known.agents.find(({ namespace, name }) => namespace === agent.namespace && name === agent.name);
    return found && agentModel(found);
  }
  if (id === autoModel) return undefined;
  const [endpoint, another] = endpointsNamed(known.endpoints, id);
  return endpoint && !another ? endpointModel(endpoint) : undefined;
}

/** A page of models by id: the first ones after `after`, or the last ones before `before`. @throws OrreryError INPUT_INVALID */
export function pageOf(
  models: readonly ChatModel[],
  page: { first: number; after?: string; before?: string },
): { models: ChatModel[]; hasMore: boolean } {
  const { first, after, before } = page;
  if (!Number.isInteger(first) || first < 1 || first > mostModels) {
    throw new OrreryError('INPUT_INVALID', `A page holds 1 to ${mostModels} models, not ${first}.`);
  }
  if (after !== undefined && before !== undefined) {
    throw new OrreryError('INPUT_INVALID', 'Ask for the models after one or before one, not for both.');
  }
  const sorted = [...models].sort((a, b) => (a.id < b.id ? -1 : 1));
  const wanted = sorted.filter(
    ({ id }) => (after === undefined || id > after) && (before === undefined || id < before),
  );
  const shown = before === undefined ? wanted.slice(0, first) : wanted.slice(-first);
  return { models: shown, hasMore: wanted.length > shown.length };
}
