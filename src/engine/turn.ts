import type { ApprovalStore } from '../modules/approval/index.ts';
import {
  type Dependents,
  type ExecutionPhase,
  type ExecutionStore,
  type Graph,
  type RunStore,
  TurnEnded,
} from '../modules/execution/index.ts';
import type { Judge } from '../modules/governance/index.ts';
import type { Actor } from '../modules/identity/index.ts';
import type { McpPool } from '../modules/mcp/index.ts';
import type { ModelDelta } from '../modules/model/index.ts';
import type { ResourceService } from '../modules/resource/index.ts';
import type { ToolGateway } from '../modules/tool/index.ts';
import type { Clock } from '../platform/clock.ts';
import { appendEvents } from '../platform/journal/index.ts';
import type { Logger } from '../platform/log.ts';
import { Bindings } from './steps/bindings.ts';
import { gateAnswer, gateStep } from './steps/gate-step.ts';
import type { CallRails } from './steps/metered-call.ts';
import { modelStep, type SpeakingStep } from './steps/model-step.ts';
import { nodeStep, skipStep } from './steps/node-step.ts';
import { type RetryRule, Run } from './steps/run.ts';
import { toolStep } from './steps/tool-step.ts';
import { interpret } from './workflow/interpreter.ts';
import { mayBeRetried, RunFailed, RunParked, type StepPort } from './workflow/ports.ts';

export interface TurnDeps {
  workerId: string;
  runs: RunStore;
  executions: ExecutionStore;
  approvals: ApprovalStore;
  dependents: Dependents;
  resources: ResourceService;
  judge: Judge;
  models: CallRails;
  tools: ToolGateway;
  mcp: McpPool;
  clock: Clock;
  log: Logger;
  modelRetry: RetryRule;
  systemActor: (organizationId: string) => Actor;
  announce: () => void;
  onDelta: (execution: { id: string; organizationId: string }, step: SpeakingStep, delta: ModelDelta) => void;
}

/** Why a run in this process is stopped from outside. */
export class Interrupted extends Error {
  override name = 'Interrupted';
  readonly because: 'changed' | 'shutdown' | 'deadline';
  constructor(because: Interrupted['because']) {
    super(`interrupted: ${because}`);
    this.because = because;
  }
}

export interface TurnId {
  executionId: string;
  turn: number;
  /** Whether an error that nobody planned ends the run; before that it is thrown, and the turn is tried again. */
  isLastTry: boolean;
}

/**
 * Runs one turn of an execution: from where its recorded steps end until it is finished, waits for a person, or is
 * stopped. Safe to repeat: who takes the turn anew shuts out whoever held it.
 */
export async function runTurn(deps: TurnDeps, id: TurnId, controller: AbortController): Promise<void> {
  const claimed = await deps.runs.claim(id.executionId, id.turn, deps.workerId);
  if (!claimed) return;
  deps.announce();
  const { execution, fence, steps } = claimed;
  const actor = deps.systemActor(execution.organizationId);
  const source =
    execution.replayMode === 'LIVE' && execution.forkedFromId
      ? await deps.executions.stepsOf(actor, [execution.forkedFromId])
      : [];
  const run = new Run({
    execution,
    fence,
    actor,
    store: deps.runs,
    clock: deps.clock,
    signal: controller.signal,
    steps,
    source,
    written: deps.announce,
  });
  const stopClock = startClock(execution.deadlineAt, deps.clock, controller);
  try {
    await untilItRests(deps, run);
  } catch (error) {
    await conclude(deps, run, { error, isLastTry: id.isLastTry });
  } finally {
    stopClock();
    deps.announce();
  }
}

function startClock(deadlineAt: Date | null, clock: Clock, controller: AbortController): () => void {
  if (!deadlineAt) return () => undefined;
  const leftMs = Math.max(0, deadlineAt.getTime() - clock.now().getTime());
  const timer = setTimeout(() => controller.abort(new Interrupted('deadline')), Math.min(leftMs, 2 ** 31 - 1));
  return () => clearTimeout(timer);
}

/** Interprets again when an approval was decided after the run had passed by it. */
async function untilItRests(deps: TurnDeps, run: Run): Promise<void> {
  for (;;) {
    const port = portOf(deps, run);
    try {
      const output = await interpret(run.execution.graph, run.execution.input, port);
      const finished = run.event('execution.finished', run.execution.id, { phase: 'SUCCEEDED', reason: null });
      return await deps.runs.succeed(run.fence, output, [finished]);
    } catch (error) {
      if (!(error instanceof RunParked)) throw error;
      if (await park(deps, run, error)) return;
    }
  }
}

function portOf(deps: TurnDeps, run: Run): StepPort {
  const bindings = new Bindings({ resources: deps.resources, mcp: deps.mcp, actor: run.actor });
  const onDelta = (step: SpeakingStep, delta: ModelDelta): void => deps.onDelta(run.execution, step, delta);
  const { judge } = deps;
  const model = { rails: deps.models, bindings, judge, retry: deps.modelRetry, onDelta };
  const tool = { gateway: deps.tools, bindings, judge, approvals: deps.approvals };
  const port = (within: Run): StepPort => ({
    model: (spec) => {
      within.signal.throwIfAborted();
      return modelStep(within, spec, model);
    },
    tool: (spec) => {
      within.signal.throwIfAborted();
      return toolStep(within, spec, tool);
    },
    node: (spec, work) => {
      within.signal.throwIfAborted();
      return nodeStep(within, spec, work, { portOf: port });
    },
    skip: (spec) => skipStep(within, spec),
    received: (key) => {
      const step = within.step(key);
      return step?.kind === 'NODE' ? step.arguments.received : undefined;
    },
    gate: (spec) => {
      within.signal.throwIfAborted();
      return gateStep(within, spec);
    },
    asked: (key) => gateAnswer(within, key, deps.approvals),
  });
  return port(run);
}

/** Leaves the run to wait for its approvals or for a time. @returns false when one of them was decided in the meantime */
async function park(deps: TurnDeps, run: Run, { approvalIds, wakeAt }: RunParked): Promise<boolean> {
  return deps.runs.transaction(async (tx) => {
    const locked = await deps.runs.lock(tx, run.fence);
    if ((await deps.approvals.decidedAmong(tx, approvalIds)).length > 0) return false;
    const reason = waitText(approvalIds, wakeAt);
    await deps.runs.leave(tx, locked, { phase: 'WAITING', reason, failure: null, wakeAt });
    const waiting = { reason, approvalIds, wakeAt: wakeAt?.toISOString() ?? null };
    await appendEvents(tx, [run.event('execution.waiting', locked.id, waiting)]);
    return true;
  });
}

function waitText(approvalIds: readonly string[], wakeAt: Date | null): string {
  if (approvalIds.length === 0 && wakeAt) return `Goes on at ${wakeAt.toISOString()}.`;
  return approvalIds.length === 1 ? 'Waits for an approval.' : `Waits for ${approvalIds.length} approvals.`;
}

/** What an error means for the run: nothing more to write, a new try by another worker, or its end. */
async function conclude(deps: TurnDeps, run: Run, ended: { error: unknown; isLastTry: boolean }): Promise<void> {
  const { error, isLastTry } = ended;
  if (error instanceof TurnEnded) return;
  const interrupted = run.signal.aborted && run.signal.reason instanceof Interrupted ? run.signal.reason : undefined;
  if (interrupted?.because === 'changed') return;
  if (interrupted?.because === 'shutdown') throw interrupted;
  if (!interrupted && !(error instanceof RunFailed) && !isLastTry) throw error;
  const end = interrupted ? timedOut(run) : failed(error, run.execution.graph);
  if (end.failure.code === 'INTERNAL')
    deps.log.error({ err: error, executionId: run.execution.id }, 'an execution failed for a reason we did not plan');
  await deps.runs
    .transaction(async (tx) => {
      const locked = await deps.runs.lock(tx, run.fence);
      const closed = await deps.executions.closeSteps(tx, locked, run.actor.principalId);
      const events = await deps.dependents.settle(tx, run.actor, locked);
      await deps.runs.leave(tx, locked, end);
      const finished = run.event('execution.finished', locked.id, { phase: end.phase, reason: end.reason });
      await appendEvents(tx, [...closed, ...events, finished]);
    })
    .catch((fault: unknown) => {
      if (!(fault instanceof TurnEnded)) throw fault;
    });
}

interface End {
  phase: ExecutionPhase;
  reason: string;
  failure: { code: string; message: string; stepId: string | null };
}

function timedOut(run: Run): End {
  const message = `The run did not finish within ${run.execution.timeoutMs} ms.`;
  return { phase: 'TIMED_OUT', reason: message, failure: { code: 'EXECUTION_TIMED_OUT', message, stepId: null } };
}

function failed(error: unknown, graph: Graph): End {
  const isPlanned = error instanceof RunFailed;
  const code = isPlanned ? error.code : 'INTERNAL';
  const message = isPlanned ? error.message : 'Something went wrong on our side.';
  return {
    phase: isPlanned ? failedPhase(error, graph) : 'FAILED',
    reason: message,
    failure: { code, message, stepId: isPlanned ? error.stepId : null },
  };
}

/** Whether a run that failed was given up: after as many attempts as it may have, or where its graph says so of any failure. */
function failedPhase(error: RunFailed, graph: Graph): 'FAILED' | 'DEAD_LETTERED' {
  if (error.code === 'APPROVAL_DENIED') return 'FAILED';
  const then = mayBeRetried(error) ? graph.onExhausted : graph.onFinalFailure;
  return then === 'dead_letter' ? 'DEAD_LETTERED' : 'FAILED';
}
