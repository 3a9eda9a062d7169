import {
  type Execution,
  type ExecutionStarter,
  type ExecutionStore,
  type Graph,
  type NewExecution,
  type NodeRetry,
  runNameOf,
} from '../modules/execution/index.ts';
import type { Actor } from '../modules/identity/index.ts';
import type { Resource, TaskSpec } from '../modules/resource/index.ts';
import type { Clock } from '../platform/clock.ts';
import { OrreryError } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { type CompiledSystem, compileSystem, type SystemCompilerDeps } from './system-compiler.ts';

/** What a task's run is made with. */
export interface TaskStarterDeps extends SystemCompilerDeps {
  store: ExecutionStore;
  starter: ExecutionStarter;
  clock: Clock;
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
    const { graph, mostSteps } = await this.#compile(actor, task);
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
      maxSteps: mostSteps,
      timeoutMs: null,
    };
    return starter.start(actor, fresh, {
      key: `task:${task.id}`,
      find: async (tx) => (await store.list(actor, { definitionId: task.id }, { first: 1 }, tx)).items[0],
    });
  }

  async #compile(actor: Actor, task: Resource<'Task'>): Promise<CompiledSystem> {
    const { spec, labels } = task;
    if (!spec.system) throw new OrreryError('INPUT_INVALID', `Task ${task.name} names no system.`);
    const compiled = await compileSystem(this.#deps, actor, {
      name: { namespace: spec.system.namespace ?? task.namespace, name: spec.system.name },
      labels,
      inbox: { task: `${task.namespace}/${task.name}`, input: spec.input },
      maxTurns: spec.maxTurns,
      retry: messageRetry(spec.messageRetry),
    });
    const { graph, mode } = compiled;
    return mode === 'messages' ? compiled : { ...compiled, graph: aroundWhole(graph, spec.retry) };
  }
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
