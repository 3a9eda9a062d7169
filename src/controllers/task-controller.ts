import type { ApprovalService } from '../modules/approval/index.ts';
import type { EventService } from '../modules/event/index.ts';
import { type Execution, type ExecutionService, isFinal } from '../modules/execution/index.ts';
import type { Actor } from '../modules/identity/index.ts';
import { findingKey, isObject, type JsonObject, type Resource, type ResourcePhase } from '../modules/resource/index.ts';
import { isOrreryError, type OrreryError } from '../platform/errors.ts';
import type { Controller, Finding } from './controller.ts';
import { historyTypes, taskDetails, taskPhase } from './task-details.ts';

/** How the runs of tasks are started. The engine provides it. */
export interface TaskRuns {
  /** The run of a task; undefined before it was started. */
  runOf(actor: Actor, taskId: string): Promise<Execution | undefined>;
  /** Starts the run of a task, once. @throws OrreryError when it cannot be run */
  start(actor: Actor, task: Resource<'Task'>): Promise<Execution>;
}

export interface TaskControllerDeps {
  runs: TaskRuns;
  executions: ExecutionService;
  approvals: ApprovalService;
  events: EventService;
}

/** What makes a task fail that was never begun. Anything else is tried again. */
const unfit: readonly OrreryError['code'][] = ['RESOURCE_NOT_FOUND', 'INPUT_INVALID', 'POLICY_DENIED'];
const endedWords: readonly unknown[] = ['Succeeded', 'Failed', 'DeadLetter'] satisfies ResourcePhase[];
const historyLimit = 200;

/** Has tasks carried out: each gets one run, and tells how far that has come. */
export class TaskController implements Controller<'Task'> {
  readonly kind = 'Task';
  readonly #deps: TaskControllerDeps;

  constructor(deps: TaskControllerDeps) {
    this.#deps = deps;
  }

  async reconcile(actor: Actor, task: Resource<'Task'>): Promise<Finding> {
    if (task.spec.mode === 'template') return { phase: 'Pending', conditions: [] };
    const { runs, executions } = this.#deps;
    const run = await runs.runOf(actor, task.id);
    if (isEndedByReport(task)) {
      if (run && !isFinal(run.phase))
        await executions.cancel(actor, run.id, { reason: 'Its task was ended.', dryRun: false });
      return earlierFinding(task);
    }
    if (run) return this.#told(actor, task, run);
    if (hasFailedUnbegun(task)) return earlierFinding(task);
    try {
      return await this.#told(actor, task, await runs.start(actor, task));
    } catch (error) {
      if (!isOrreryError(error) || !unfit.includes(error.code)) throw error;
      const at = new Date().toISOString();
      const history = [{ timestamp: at, type: 'failed', message: error.message }];
      return { phase: 'Failed', lastError: error.message, conditions: [], details: { completedAt: at, history } };
    }
  }

  async #told(actor: Actor, task: Resource<'Task'>, run: Execution): Promise<Finding> {
    const { executions, approvals, events } = this.#deps;
    const [steps, asked, happened] = await Promise.all([
      executions.stepsOf(actor, [run.id]),
      approvals.ofExecutions(actor, [run.id]),
      events.ofExecution(actor, { executionId: run.id, types: historyTypes, last: historyLimit }),
    ]);
    const [execution] = await executions.findPlanned(actor, [run.id]);
    if (!execution) throw new Error(`The run ${run.id} of a task is gone.`);
    const phase = taskPhase(execution, asked);
    const lastError = execution.failure?.message ?? (isFinal(execution.phase) ? execution.reason : null);
    return {
      phase,
      ...(lastError !== null && phase !== 'Succeeded' && { lastError }),
      conditions: [],
      details: taskDetails(task, { execution, steps, approvals: asked, events: happened }),
    };
  }
}

/** Whether somebody reported that the task has ended: that is how clients of Orloj cancel one. */
function isEndedByReport(task: Resource<'Task'>): boolean {
  return Object.entries(task.statuses).some(
    ([key, status]) => key !== findingKey && endedWords.includes(status['phase']),
  );
}

/** Whether the task, as it is declared now, could not be begun when it was looked at before. */
function hasFailedUnbegun(task: Resource<'Task'>): boolean {
  const found = task.statuses[findingKey];
  return found?.['phase'] === 'Failed' && found['observedGeneration'] === task.generation;
}

function earlierFinding(task: Resource<'Task'>): Finding {
  const { phase, lastError, details }: JsonObject = task.statuses[findingKey] ?? {};
  return {
    conditions: [],
    ...(typeof phase === 'string' && { phase: phase as ResourcePhase }),
    ...(typeof lastError === 'string' && { lastError }),
    ...(isObject(details) && { details }),
  };
}
