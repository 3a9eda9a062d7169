import { OrreryError } from '../../platform/errors.ts';
import type { Actor } from '../identity/index.ts';
import { type Execution, isFinal, type PlannedExecution, type ReplayMode } from './execution.ts';
import type { NewExecution } from './execution-store.ts';
import type { Step } from './step.ts';

/** Where a new execution leaves another, and how it goes on. */
export interface Branch {
  /** The first step that is not shared; null shares them all. */
  step: Step | null;
  input: unknown;
  mode: ReplayMode | null;
  trigger: 'REPLAY' | 'FORK';
  dryRun: boolean;
}

/**
 * Asks policies whether a run may be replayed, or forked when there is no mode.
 * @throws OrreryError POLICY_DENIED
 */
export type BranchGate = (actor: Actor, source: PlannedExecution, mode: ReplayMode | null) => Promise<void>;

/** The new execution of a replay or a fork. */
export function branchOff(
  source: PlannedExecution,
  branch: Branch,
  by: { id: string; principalId: string },
): NewExecution {
  return {
    ...source,
    id: by.id,
    name: `${source.name.slice(0, 200)}-${branch.trigger.toLowerCase()}-${by.id.slice(-6)}`,
    input: branch.input,
    trigger: branch.trigger,
    startedBy: by.principalId,
    forkedFromId: source.id,
    forkedFromStep: branch.step?.id ?? null,
    replayMode: branch.mode,
    idempotencyKey: null,
    requestHash: null,
    repeatKey: null,
  };
}

/** @throws OrreryError EXECUTION_STATE_CONFLICT, INPUT_INVALID */
export function assertReplayable(source: Execution, options: { mode: ReplayMode; fromStepId: string | null }): void {
  if (!isFinal(source.phase)) {
    const message = `Execution ${source.name} is ${source.phase}; only a finished one can be replayed.`;
    throw new OrreryError('EXECUTION_STATE_CONFLICT', message, {
      fix: 'Wait until it ends, cancel it, or fork it from one of its steps.',
      facts: { executionId: source.id, phase: source.phase },
    });
  }
  if (options.mode !== 'RECORDED' && options.fromStepId === null) {
    throw new OrreryError('INPUT_INVALID', 'A live replay needs the step that it goes on from.');
  }
  if (options.mode === 'RECORDED' && options.fromStepId !== null) {
    throw new OrreryError('INPUT_INVALID', 'A recorded replay reuses every step; it has no step to go on from.');
  }
}
