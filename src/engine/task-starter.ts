import {
  type AgentNode,
  type Execution,
  type ExecutionStarter,
  type ExecutionStore,
  type Graph,
  type NewExecution,
  type NodeRetry,
  runNameOf,
} from '../modules/execution/index.ts';
import type { Judge } from '../modules/governance/index.ts';
import type { Actor } from '../modules/identity/index.ts';
import type { Resource, ResourceService, TaskSpec } from '../modules/resource/index.ts';
import type { Clock } from '../platform/clock.ts';
import { OrreryError } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { compileAgents } from './compile-agent.ts';
import { agentsOf, modeOf, type SystemMode, systemGraph } from './compile-system.ts';

/** What a task's run is made with. */
export interface TaskStarterDeps {
  resources: ResourceService;
  judge: Judge;
  store: ExecutionStore;
  starter: ExecutionStarter;
  clock: Clock;
  /** How systems work whose manifest leaves it open. */
  mode: SystemMode | 'auto';
}

type TaskRetry = TaskSpec['retry'];

/** Starts the runs of tasks: one for each task. */
export class TaskStarter {
  readonly #deps: TaskStarterDeps;

  constructor(deps: TaskStarterDeps) {
    this.#deps = deps;
  }

  /** The run of a task; undefined before it was started. */
  async runOf(actor: Actor, taskId: string): Promise<Execution | undefined> {
    const { items } = await this.#deps.store.list(actor, { definitionId: taskId }, { first: 1 });
    return items[0];
  }

  /**
   * Starts the run of a task, or gives the one that was started before.
   * @throws OrreryError RESOURCE_NOT_FOUND, INPUT_INVALID, POLICY_DENIED when it cannot be run
   */
  async start(actor: Actor, task: Resource<'Task'>): Promise<Execution> {
    const { store, starter, clock } = this.#deps;
    const graph = await this.#compile(actor, task);
    const id = newId('execution', clock.now());
    const fresh: NewExecution = {
      id,
      organizationId: actor.organizationId,
      namespaceId: task.namespaceId,
      kind: 'TASK_RUN',
      name: runNameOf(task.name, id),
      agentId: null,
      agentName: null,
      definition: { kind: 'Task', id: task.id, name: task.name },
      graph,
      input: task.spec.input,
      labels: task.labels,
      trigger: 'MANUAL',
      startedBy: actor.principalId,
      forkedFromId: null,
      forkedFromStep: null,
      replayMode: null,
      idempotencyKey: null,
      requestHash: null,
      repeatKey: null,
      conversation: null,
      screening: null,
      maxSteps: Math.max(0, ...agentNodes(graph).map(({ maxSteps }) => maxSteps)),
      timeoutMs: null,
    };
    return starter.start(actor, fresh, {
      key: `task:${task.id}`,
      find: async (tx) => (await store.list(actor, { definitionId: task.id }, { first: 1 }, tx)).items[0],
    });
  }

  async #compile(actor: Actor, task: Resource<'Task'>): Promise<Graph> {
    const { resources, judge, mode } = this.#deps;
    const { spec } = task;
    if (!spec.system) throw new OrreryError('INPUT_INVALID', `Task ${task.name} names no system.`);
    const name = { namespace: spec.system.namespace ?? task.namespace, name: spec.system.name };
    const [system] = await resources.named(actor, 'AgentSystem', [name]);
    if (!system) throw new OrreryError('RESOURCE_NOT_FOUND', `There is no AgentSystem ${name.namespace}/${name.name}.`);
    const named = agentsOf(system);
    if (named.size === 0) throw new OrreryError('INPUT_INVALID', `AgentSystem ${system.name} has no agents.`);
    const compiled = await compileAgents(actor, [...named.values()], { resources, judge, labels: task.labels });
    const agents = new Map(
      [...named.keys()].map((key, index) => {
        const { node, timeoutMs } = compiled[index] ?? missing(key);
        return [key, { node: asTaskAgent(node), timeoutMs }];
      }),
    );
    const chosen = mode === 'auto' ? modeOf(system.spec) : mode;
    const graph = systemGraph(system, agents, {
      inbox: { task: `${task.namespace}/${task.name}`, input: spec.input },
      mode: chosen,
      maxTurns: spec.maxTurns,
      retry: messageRetry(spec.messageRetry),
    });
    return chosen === 'messages' ? graph : aroundWhole(graph, spec.retry);
  }
}

function missing(name: string): never {
  throw new Error(`The agent ${name} was not compiled.`);
}

/** In a task a refused call ends the agent's work, and an agent that may take no further step gives what it said last. */
function asTaskAgent(node: AgentNode): AgentNode {
  return { ...node, onDenied: 'fail', onStepLimit: 'answer' };
}

/** One node around a graph, by which the whole is tried again. */
function aroundWhole(graph: Graph, { maxAttempts, backoffMs }: TaskRetry): Graph {
  const retry: NodeRetry = { maxAttempts, backoffMs, maxBackoffMs: dayMs, jitter: 'none', nonRetryable: [] };
  return {
    nodes: { task: { kind: 'subgraph', graph, retry } },
    edges: [],
    isRecorded: true,
    onExhausted: 'dead_letter',
  };
}

const dayMs = 86_400_000;

function messageRetry({
  maxAttempts,
  backoffMs,
  maxBackoffMs,
  jitter,
  nonRetryable,
}: TaskSpec['messageRetry']): NodeRetry {
  return { maxAttempts, backoffMs, maxBackoffMs, jitter, nonRetryable };
}

function agentNodes(graph: Graph): AgentNode[] {
  return Object.values(graph.nodes).flatMap((node) => {
    if (node.kind === 'agent') return [node];
    return node.kind === 'subgraph' ? agentNodes(node.graph) : [];
  });
}
