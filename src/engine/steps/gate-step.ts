import { type Approval, type ApprovalStore, insertApproval, reviewName } from '../../modules/approval/index.ts';
import type { GateStep } from '../../modules/execution/index.ts';
import { newId } from '../../platform/ids.ts';
import { type GateAnswer, type GateSpec, RunFailed } from '../workflow/ports.ts';
import { recordedGate } from '../workflow/recorded.ts';
import type { Run } from './run.ts';

/** What is known of a gate; undefined before it was asked. A decision that was made since is recorded with its step. */
export async function gateAnswer(run: Run, key: string, approvals: ApprovalStore): Promise<GateAnswer | undefined> {
  const step = run.step(key);
  if (step?.kind !== 'GATE') return undefined;
  if (step.result) return recordedGate(step);
  const approval = (await approvals.ofSteps(run.actor, [step.id])).at(-1);
  if (!approval) throw new Error(`The approval of the gate ${key} is gone.`);
  const { output, attempt } = shownAt(step);
  if (approval.phase === 'PENDING') return { kind: 'parked', approvalId: approval.id, output, attempt };
  return settle(run, step, approval);
}

/** Asks a person, as a durable step. */
export async function gateStep(run: Run, spec: GateSpec): Promise<GateAnswer> {
  if (run.execution.replayMode === 'RECORDED')
    throw new RunFailed('RECORDING_ENDED', `The recording has no gate ${spec.key}.`);
  const { id: executionId, organizationId } = run.execution;
  const { key, node, review, cycle, output, attempt } = spec;
  const opened = {
    ...run.identify(key),
    ...{ key, node, kind: 'GATE' as const, name: review.displayName ?? review.checkpointId, phase: 'WAITING' as const },
    ...{ resourceId: null, sideEffect: null, decision: null, error: null, result: null, isError: false },
    ...{ recordedFrom: null, target: {}, arguments: { checkpointId: review.checkpointId, cycle, output, attempt } },
  };
  const asked = askedApproval(run, spec, opened.id);
  const { name, risk, summary } = asked;
  const requested = run.event('approval.requested', asked.id, {
    ...{ name, category: 'REVIEW', labels: {}, stepId: opened.id, tool: null, risk, summary },
    expiresAt: asked.expiresAt.toISOString(),
  });
  await run.store.openStep(run.fence, opened, [requested], insertApproval(asked));
  run.written();
  const now = run.clock.now();
  const times = { version: 1, latencyMs: null, createdAt: now, startedAt: now, finishedAt: null };
  const { sideEffect: _sideEffect, target: _target, ...rest } = opened;
  run.remember({ ...rest, executionId, organizationId, idempotencyKey: `${executionId}:${key}`, ...times });
  return { kind: 'parked', approvalId: asked.id, output, attempt };
}

function shownAt({ arguments: { output, attempt } }: GateStep): { output: unknown; attempt: number } {
  return { output, attempt };
}

const decisions: Partial<Record<Approval['phase'], NonNullable<GateStep['result']>['decision']>> = {
  APPROVED: 'approved',
  OVERRIDDEN: 'approved',
  CHANGES_REQUESTED: 'changes_requested',
  EXPIRED: 'expired',
};

async function settle(run: Run, step: GateStep, approval: Approval): Promise<GateAnswer> {
  const { comment, decidedBy, onBehalfOf, name } = approval;
  const decision = decisions[approval.phase] ?? 'denied';
  const result = { decision, comment, decidedBy: onBehalfOf ?? decidedBy, approval: name };
  const nothing = { target: null, error: null, latencyMs: null, closes: null };
  const { id: stepId, attempt } = step;
  await run.store.noteNode(run.fence, { ...nothing, stepId, attempt, phase: 'SUCCEEDED', result }, []);
  run.written();
  const settled: GateStep = { ...step, phase: 'SUCCEEDED', result, finishedAt: run.clock.now() };
  run.remember(settled);
  return recordedGate(settled);
}

function askedApproval(run: Run, { review, reviewed, agent, cycle, output, key }: GateSpec, stepId: string) {
  const now = run.clock.now();
  const { id: executionId, organizationId, namespaceId, name } = run.execution;
  const { checkpointId, displayName, reason, ttlMs, allowRequestChanges, maxCycles, approvers = [] } = review;
  const nameOf = (round: number): string =>
    reviewName(executionId, { checkpoint: key.replace(/:\d+$/, ''), cycle: round });
  return {
    ...{ id: newId('approval', now), organizationId, namespaceId, executionId, stepId, name: nameOf(cycle) },
    ...{ category: 'REVIEW' as const, tool: null, arguments: {}, decision: null, risk: 'LOW' as const, agent, reason },
    summary: `${displayName ?? checkpointId}: an output of ${agent ?? name} waits to be looked at.`,
    approvers: [...approvers],
    onExpiry: 'DENIED' as const,
    requestedAt: now,
    expiresAt: new Date(now.getTime() + ttlMs),
    cycle,
    maxCycles,
    review: {
      ...{
        checkpoint: checkpointId,
        reviewed,
        output,
        format: typeof output === 'string' ? ('TEXT' as const) : ('JSON' as const),
      },
      ...{ allowsChanges: allowRequestChanges, supersedes: cycle > 1 ? nameOf(cycle - 1) : null, resumeContext: null },
    },
  };
}
