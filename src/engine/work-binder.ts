import type { AgentNode, ResourceName } from '../modules/execution/index.ts';
import type { Actor } from '../modules/identity/index.ts';
import type { Modality, ModelTier } from '../modules/model-access/index.ts';
import {
  type OperationModality,
  operationMeaning,
  placesOf,
  type Resource,
  type WorkflowSpec,
} from '../modules/resource/index.ts';
import { OrreryError } from '../platform/errors.ts';
import type { WorkflowCompilerDeps } from './compile-workflow.ts';
import type { Binding, BoundAgent, BoundWork, Work } from './workflow-graph.ts';

type Operation = NonNullable<Work['operation']>;
type Workflow = Resource<'Workflow'>;

const modalities: Record<OperationModality, Modality> = {
  text: 'TEXT',
  image: 'IMAGE',
  audio: 'AUDIO',
  video: 'VIDEO',
  embedding: 'EMBEDDING',
};

/** Finds what carries the work of a family of workflows out, each thing once, as it is when the run begins. */
export class WorkBinder {
  readonly #deps: WorkflowCompilerDeps;
  readonly #actor: Actor;
  readonly #labels: Record<string, string>;
  readonly #family: readonly Workflow[];
  readonly #agents = new Map<string, Promise<BoundAgent>>();
  readonly #bound = new Map<Work, BoundWork>();
  #mostSteps = 0;

  constructor(
    deps: WorkflowCompilerDeps,
    about: { actor: Actor; labels: Record<string, string>; family: readonly Workflow[] },
  ) {
    this.#deps = deps;
    this.#actor = about.actor;
    this.#labels = about.labels;
    this.#family = about.family;
  }

  /** Model calls that the agent may make that may make most. */
  get mostSteps(): number {
    return this.#mostSteps;
  }

  /**
   * @throws OrreryError RESOURCE_NOT_FOUND, INPUT_INVALID, POLICY_DENIED, MODEL_NOT_FOUND, MODEL_UNAVAILABLE,
   * MODEL_RATE_LIMITED
   */
  async bind(): Promise<Binding> {
    await Promise.all(
      this.#family.map(async (workflow) => {
        const { nodes } = workflow.spec;
        for (const work of Object.values(nodes).flatMap(worksOf)) {
          this.#bound.set(work, await this.#carrierOf(workflow, work));
        }
        for (const [name, { requires }] of Object.entries(nodes)) await this.#assertThere(workflow, name, requires);
      }),
    );
    return (work) => {
      const bound = this.#bound.get(work);
      if (bound) return bound;
      throw new Error('Work of a workflow was not bound.');
    };
  }

  async #carrierOf(workflow: Workflow, work: Work): Promise<BoundWork> {
    const { agent, model, tool, workflow: call, operation } = work;
    if (agent) return this.#agent(fullName(workflow, agent.ref));
    if (model) {
      const name = await this.#existing('ModelEndpoint', fullName(workflow, model.ref));
      return { kind: 'model', model: name, prompt: model.prompt, parameters: given(model.parameters) };
    }
    if (tool) {
      const name = await this.#existing('Tool', fullName(workflow, tool.ref));
      return { kind: 'tool', tool: name, arguments: tool.arguments ?? null };
    }
    if (call) return { kind: 'workflow', workflow: this.#relative(fullName(workflow, call.ref)) };
    if (operation) return this.#operation(workflow, operation);
    throw new Error('A node of a workflow does nothing.');
  }

  async #operation(workflow: Workflow, operation: Operation): Promise<BoundWork> {
    const meaning = operationMeaning(operation);
    if ('problem' in meaning) throw new OrreryError('INPUT_INVALID', `The operation ${meaning.problem}.`);
    if (meaning.kind === 'agent') return this.#agent(fullName(workflow, { name: meaning.name }));
    if (meaning.kind === 'tool') {
      const name = await this.#existing('Tool', fullName(workflow, { name: meaning.name }));
      return { kind: 'tool', tool: name, arguments: null };
    }
    const { config } = operation;
    const model = await this.#deps.chooseEndpoint(this.#actor, {
      modality: modalities[meaning.modality],
      model: textIn(config, 'model') ?? null,
      tier: tierIn(config),
    });
    return { kind: 'model', model, prompt: textIn(config, 'prompt') ?? '', parameters: parametersIn(config) };
  }

  async #agent(name: ResourceName): Promise<BoundWork> {
    const text = nameText(name);
    const known = this.#agents.get(text) ?? this.#compiledAgent(name);
    this.#agents.set(text, known);
    return { kind: 'agent', agent: await known };
  }

  async #compiledAgent(name: ResourceName): Promise<BoundAgent> {
    const { graph, maxSteps, timeoutMs } = await this.#deps.compileAgent(this.#actor, name, null, this.#labels);
    const node = Object.values(graph.nodes).find(({ kind }) => kind === 'agent');
    if (node?.kind !== 'agent') throw new Error(`The graph of ${name.name} has no agent.`);
    this.#mostSteps = Math.max(this.#mostSteps, maxSteps);
    return { node, timeoutMs };
  }

  async #existing(kind: 'ModelEndpoint' | 'Tool', name: ResourceName): Promise<ResourceName> {
    const found = await this.#deps.resources.named(this.#actor, kind, [name]);
    const places = placesOf(kind, name.namespace);
    if (found.some((resource) => resource.name === name.name && places.includes(resource.namespace))) return name;
    throw new OrreryError('RESOURCE_NOT_FOUND', `There is no ${kind} ${nameText(name)}.`);
  }

  #relative(name: ResourceName): Workflow {
    const found = this.#family.find((workflow) => nameText(workflow) === nameText(name));
    if (found) return found;
    throw new Error(`The workflow ${nameText(name)} was not looked up.`);
  }

  /** Looks for everything that a node requires, by finding what would carry it out. */
  async #assertThere(workflow: Workflow, node: string, requires: readonly string[]): Promise<void> {
    for (const name of requires) {
      const meaning = operationMeaning({ name, config: {} });
      if ('problem' in meaning)
        throw new OrreryError('INPUT_INVALID', `Node ${node} requires ${name}, which nothing here provides.`, {
          facts: { field: `nodes.${node}.requires` },
        });
      await this.#operation(workflow, { name, config: {} });
    }
  }
}

/** The full name of what a workflow names. */
export function fullName(workflow: Workflow, ref: { namespace?: string | undefined; name: string }): ResourceName {
  return { namespace: ref.namespace ?? workflow.namespace, name: ref.name };
}

/** `namespace/name`. */
export function nameText({ namespace, name }: ResourceName): string {
  return `${namespace}/${name}`;
}

/** The work of a node: its own, or that of its map or its loop. */
function worksOf(node: WorkflowSpec['nodes'][string]): Work[] {
  const { agent, model, tool, workflow, operation, map, loop } = node;
  if (agent || model || tool || workflow || operation) return [node];
  return [map, loop].flatMap((work) => (work ? [work] : []));
}

function given(parameters: { [name in keyof AgentNode['parameters']]?: number | undefined }): AgentNode['parameters'] {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}

function textIn(config: Operation['config'], field: string): string | undefined {
  const value = config[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function tierIn(config: Operation['config']): ModelTier | null {
  const word = textIn(config, 'tier')?.toUpperCase();
  return word === 'LOCAL' || word === 'BASIC' || word === 'PREMIUM' ? word : null;
}

function parametersIn(config: Operation['config']): AgentNode['parameters'] {
  const number = (...fields: string[]): number | undefined =>
    fields.map((field) => config[field]).find((value) => typeof value === 'number') as number | undefined;
  return given({
    temperature: number('temperature'),
    topP: number('topP', 'top_p'),
    maxOutputTokens: number('maxOutputTokens', 'max_tokens'),
  });
}
