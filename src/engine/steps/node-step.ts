import type { NodeStep, StepError } from '../../modules/execution/index.ts';
import {
  mayBeRetried,
  type NodeResult,
  type NodeSpec,
  type NodeWork,
  RunFailed,
  RunParked,
  type StepPort,
} from '../workflow/ports.ts';
import { recordedNode } from '../workflow/recorded.ts';
import { backoffMs, pause, type Run } from './run.ts';

/** Longer waits than this are not spent in a worker. */
const longestPauseMs = 5_000;

/** What recording an activation needs. */
export interface NodeStepDeps {
  /** The effects of a run whose time is bounded. */
  portOf(run: Run): StepPort;
}

/** Has an activation worked on as a durable step: each attempt is recorded, and a recorded outcome is not worked on again. */
export async function nodeStep(run: Run, spec: NodeSpec, work: NodeWork, deps: NodeStepDeps): Promise<NodeResult> {
  const recorded = run.settled(spec.key);
  if (recorded) return recordedNode(recorded as NodeStep);
  if (run.execution.replayMode === 'RECORDED')
    throw new RunFailed('RECORDING_ENDED', `The recording has no activation ${spec.key}.`);
  let step = (run.step(spec.key) as NodeStep | undefined) ?? (await open(run, spec));
  for (;;) {
    step = await whenDue(run, spec, step);
    const { attempt } = step;
    try {
      const result = await bounded(run, spec, (within) => work(attempt, deps.portOf(within)));
      await succeed(run, spec, { step, result });
      return result;
    } catch (error) {
      // That the time of a node around this one is up is its failure, not this one's: nothing is tried again in it.
      if (!(error instanceof RunFailed) || run.signal.aborted) throw error;
      step = await fail(run, spec, { step, error });
    }
  }
}

/** Records that no way to a node is open any more. */
export async function skipStep(
  run: Run,
  spec: Pick<NodeSpec, 'key' | 'node' | 'title' | 'nodeKind' | 'stage' | 'round'>,
): Promise<void> {
  if (run.step(spec.key) || run.execution.replayMode === 'RECORDED') return;
  const opened = opening(run, { ...spec, received: [], retry: null }, 'SKIPPED');
  await run.store.openStep(run.fence, opened, [run.event('node.skipped', opened.id, factsOf(spec))]);
  run.written();
  run.remember(stepOf(run, opened));
}

function opening(
  run: Run,
  spec: Pick<NodeSpec, 'key' | 'node' | 'title' | 'nodeKind' | 'round' | 'received' | 'retry'>,
  phase: 'RUNNING' | 'SKIPPED',
) {
  const { key, node, title, nodeKind, round, received, retry } = spec;
  return {
    ...run.identify(key),
    ...{ key, node, kind: 'NODE' as const, name: title, phase, resourceId: null, sideEffect: null, decision: null },
    ...{ error: null, result: null, isError: false, recordedFrom: null },
    target: { maxAttempts: retry?.maxAttempts ?? 1, nextAttemptAt: null } as NodeStep['target'],
    arguments: { nodeKind, round, received },
  };
}

function stepOf(run: Run, opened: ReturnType<typeof opening>): NodeStep {
  const { id: executionId, organizationId } = run.execution;
  const { sideEffect: _sideEffect, ...rest } = opened;
  const now = run.clock.now();
  const times = { version: 1, latencyMs: null, createdAt: now, startedAt: now, finishedAt: null };
  return { ...rest, executionId, organizationId, idempotencyKey: `${executionId}:${opened.key}`, ...times };
}

async function open(run: Run, spec: NodeSpec): Promise<NodeStep> {
  const opened = opening(run, spec, 'RUNNING');
  await run.store.openStep(run.fence, opened, [started(run, spec, { id: opened.id, attempt: opened.attempt })]);
  run.written();
  const step = stepOf(run, opened);
  run.remember(step);
  return step;
}

/** Waits until the next attempt may be made, and records that it begins. */
async function whenDue(run: Run, spec: NodeSpec, step: NodeStep): Promise<NodeStep> {
  if (step.target.nextAttemptAt === null) return step;
  const at = new Date(step.target.nextAttemptAt);
  const leftMs = at.getTime() - run.clock.now().getTime();
  if (leftMs > longestPauseMs) throw new RunParked([], at);
  if (leftMs > 0) await pause(leftMs, run.signal);
  const begun: NodeStep = { ...step, target: { ...step.target, nextAttemptAt: null } };
  await run.store.noteNode(run.fence, { ...noteOf(begun), phase: 'RUNNING', target: begun.target, error: step.error }, [
    started(run, spec, step),
  ]);
  run.written();
  run.remember(begun);
  return begun;
}

async function succeed(run: Run, spec: NodeSpec, made: { step: NodeStep; result: NodeResult }): Promise<void> {
  const { step, result } = made;
  const latencyMs = sinceStart(run, step);
  const completed = { ...factsOf(spec), attempt: step.attempt, latencyMs, taken: result.taken };
  // What waits in it was not needed.
  const closes = step.key;
  await run.store.noteNode(run.fence, { ...noteOf(step), phase: 'SUCCEEDED', result, latencyMs, closes }, [
    run.event('node.completed', step.id, completed),
  ]);
  run.written();
  run.remember({ ...step, phase: 'SUCCEEDED', result, latencyMs, error: null, finishedAt: run.clock.now() });
}

/** Records a failed attempt. @returns the step as the next attempt finds it @throws RunFailed when it was the last */
async function fail(run: Run, spec: NodeSpec, made: { step: NodeStep; error: RunFailed }): Promise<NodeStep> {
  const { step, error } = made;
  const { code, message } = error;
  const waitMs = nextWaitMs(spec, step.attempt, error);
  const failure: StepError = { code, message };
  const next = waitMs === null ? null : new Date(run.clock.now().getTime() + waitMs).toISOString();
  const attempt = next === null ? step.attempt : step.attempt + 1;
  const target = { ...step.target, nextAttemptAt: next };
  const phase = next === null ? ('FAILED' as const) : ('RUNNING' as const);
  const after: NodeStep = { ...step, phase, attempt, target, error: failure };
  const latencyMs = next === null ? sinceStart(run, step) : null;
  const { key: closes } = step;
  await run.store.noteNode(run.fence, { ...noteOf(after), phase, target, error: failure, latencyMs, closes }, [
    run.event('node.failed', step.id, { ...factsOf(spec), attempt: step.attempt, ...failure, retryInMs: waitMs }),
  ]);
  run.written();
  run.remember(after);
  if (next === null) throw new RunFailed(code, message, error.stepId ?? step.id);
  return after;
}

/** How long to wait before the next attempt, in milliseconds; null when there is none. */
function nextWaitMs({ retry }: NodeSpec, attempt: number, error: RunFailed): number | null {
  if (!retry || attempt >= retry.maxAttempts || !mayBeRetried(error, retry.nonRetryable)) return null;
  return backoffMs(retry, attempt + 1, Math.random());
}

/** Does work that may not take longer than the node says. */
async function bounded<T>(run: Run, spec: NodeSpec, work: (within: Run) => Promise<T>): Promise<T> {
  const { timeoutMs, title } = spec;
  if (timeoutMs === null) return work(run);
  const clock = new AbortController();
  const late = new RunFailed('NODE_TIMED_OUT', `${title} took longer than ${timeoutMs} ms.`);
  const timer = setTimeout(() => clock.abort(late), Math.min(timeoutMs, 2 ** 31 - 1));
  try {
    return await work(run.within(clock.signal));
  } catch (error) {
    if (clock.signal.aborted && !run.signal.aborted && !(error instanceof RunParked)) throw late;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function noteOf({ id, attempt }: NodeStep) {
  return { stepId: id, attempt, target: null, result: null, error: null, latencyMs: null, closes: null };
}

function started(run: Run, spec: NodeSpec, { id, attempt }: { id: string; attempt: number }) {
  const received = spec.received.flatMap(({ from }) => (from === null ? [] : [from]));
  return run.event('node.started', id, { ...factsOf(spec), attempt, received });
}

function factsOf({ key, node, nodeKind, stage }: Pick<NodeSpec, 'key' | 'node' | 'nodeKind' | 'stage'>) {
  return { key, node, nodeKind, stage };
}

function sinceStart(run: Run, { startedAt, createdAt }: NodeStep): number {
  return Math.max(0, run.clock.now().getTime() - (startedAt ?? createdAt).getTime());
}
