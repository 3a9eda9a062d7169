import type { StepError, ToolStep } from '../../modules/execution/index.ts';
import { type AskedCall, storedDecision } from '../../modules/governance/index.ts';
import type { PolicyDecision } from '../../modules/policy/index.ts';
import type { ToolCallSpec } from '../workflow/ports.ts';
import type { BoundTool } from './bindings.ts';
import type { Run } from './run.ts';

/** What is known about a call before it is made. */
export interface AskedTool {
  spec: ToolCallSpec;
  tool: BoundTool;
  /** The call as policies were asked about it, and what they said. */
  call: AskedCall;
  decision: PolicyDecision;
}

export type ToolOpening = ReturnType<typeof openingOf>;

/** The step of a call that is about to begin, with its identity and attempt. */
export function openingOf(
  run: Run,
  asked: { spec: ToolCallSpec; tool: BoundTool | undefined; decision: PolicyDecision | undefined },
) {
  const { spec, tool, decision } = asked;
  return {
    ...run.identify(spec.key),
    key: spec.key,
    node: spec.node,
    kind: 'TOOL' as const,
    name: spec.call.name,
    resourceId: tool?.resourceId ?? null,
    target: { type: tool?.type ?? null, mcpServer: tool?.mcpServer ?? null },
    arguments: spec.call.arguments,
    sideEffect: tool?.sideEffect ?? 'READ_ONLY',
    decision: decision ? storedDecision(decision) : null,
    error: null as StepError | null,
    result: null as unknown,
    isError: false,
    recordedFrom: null as string | null,
  };
}

/** The step as the run remembers it. */
export function toolStepOf(run: Run, opened: ToolOpening, phase: ToolStep['phase']): ToolStep {
  const now = run.clock.now();
  const { target: _target, ...rest } = opened;
  const { id: executionId, organizationId } = run.execution;
  const times = { version: 1, latencyMs: null, createdAt: now, startedAt: now, finishedAt: null };
  return { ...rest, phase, executionId, organizationId, idempotencyKey: `${executionId}:${opened.key}`, ...times };
}

/** The event that an agent wants the call. */
export function requestedEvent(run: Run, opened: ToolOpening) {
  return run.event('toolCall.requested', opened.id, {
    key: opened.key,
    tool: opened.name,
    sideEffect: opened.sideEffect,
  });
}

/** The event of a decision that was not simply to allow. */
export function policyEvents(
  run: Run,
  { id: stepId, name: tool }: Pick<ToolOpening, 'id' | 'name'>,
  decision: PolicyDecision | undefined,
) {
  if (!decision || decision.policyId === null || decision.effect === 'ALLOW') return [];
  const { effect, policyId, policyName, policyVersion, rule, reason } = decision;
  return [
    run.event('policy.decided', stepId, { stepId, tool, effect, policyId, policyName, policyVersion, rule, reason }),
  ];
}
