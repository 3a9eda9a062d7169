import type { Actor } from '../modules/identity/index.ts';
import { modelsRequest } from '../modules/model/index.ts';
import { modelTarget } from '../modules/model-access/index.ts';
import type { Condition, Resource, ResourceService } from '../modules/resource/index.ts';
import { isOrreryError, type OrreryError } from '../platform/errors.ts';
import type { OutboundClient } from '../platform/http/index.ts';
import { type Controller, type Finding, fails, holds } from './controller.ts';
import { secretsCondition } from './secret-keys.ts';

const timeoutMs = 10_000;
const againMs = 5 * 60_000;
const againWhenFailingMs = 30_000;
const reachable = 'Reachable';
const authorized = 'Authorized';

/** Asks each model endpoint which models it has: whether it answers, and takes its key. */
export class ModelEndpointController implements Controller<'ModelEndpoint'> {
  readonly kind = 'ModelEndpoint';
  readonly #resources: ResourceService;
  readonly #outbound: OutboundClient;

  constructor(deps: { resources: ResourceService; outbound: OutboundClient }) {
    this.#resources = deps.resources;
    this.#outbound = deps.outbound;
  }

  async reconcile(actor: Actor, resource: Resource<'ModelEndpoint'>): Promise<Finding> {
    const { spec } = resource;
    const secrets = await secretsCondition(this.#resources, actor, { resource, refs: [spec.secret] });
    if (spec.provider === 'mock' || secrets.some(({ status }) => status === 'False')) return { conditions: secrets };
    const conditions = [...secrets, ...(await this.#ask(actor, resource))];
    const isFailing = conditions.some(({ status }) => status === 'False');
    return { conditions, againAfterMs: isFailing ? againWhenFailingMs : againMs, backOff: isFailing };
  }

  async #ask(actor: Actor, resource: Resource<'ModelEndpoint'>): Promise<Condition[]> {
    try {
      const target = modelTarget(resource, await this.#apiKey(actor, resource));
      const { allowPrivate } = target;
      const request = { ...modelsRequest(target), allowPrivate, timeoutMs, maxRedirects: 0 };
      const response = await this.#outbound.request(request);
      await response.discard();
      return judged(response.status);
    } catch (error) {
      if (isOrreryError(error)) return [failure(error)];
      throw error;
    }
  }

  async #apiKey(actor: Actor, { namespace, spec }: Resource<'ModelEndpoint'>): Promise<string | undefined> {
    const { secret } = spec;
    if (secret === undefined) return undefined;
    const { name, key = 'value' } = secret;
    return this.#resources.secretValue(actor, { namespace: secret.namespace ?? namespace, name, key });
  }
}

// An endpoint need not list its models: whatever it answers but a refusal or its own failure shows that it is there.
function judged(status: number): Condition[] {
  if (status >= 500) return [fails(reachable, 'ServerError', `The endpoint answered with the status ${status}.`)];
  const answers = holds(reachable, 'Answered', 'The endpoint answers.');
  if (status !== 401 && status !== 403)
    return [answers, holds(authorized, 'NotRefused', 'The endpoint did not refuse the credential.')];
  const message = `The endpoint refused the credential with the status ${status}.`;
  return [answers, fails(authorized, 'CredentialRefused', message)];
}

function failure(error: OrreryError): Condition {
  const words = error.fix === undefined ? error.message : `${error.message} ${error.fix}`;
  if (error.code === 'SECRET_UNRESOLVED') return fails(authorized, 'NoKey', words);
  if (error.code === 'OUTBOUND_REFUSED') return fails(reachable, 'AddressRefused', words);
  if (error.facts['timedOut'] === true)
    return fails(reachable, 'TimedOut', `The endpoint did not answer within ${timeoutMs / 1_000} seconds.`);
  return fails(reachable, error.code === 'INPUT_INVALID' ? 'NoAddress' : 'NoAnswer', words);
}
