import type { PolicySource } from '../policy/index.ts';

export type StepPhase = 'PENDING' | 'RUNNING' | 'WAITING' | 'SUCCEEDED' | 'FAILED' | 'SKIPPED' | 'CANCELLED';

/** Why a step failed. */
export interface StepError {
  code: string;
  message: string;
}

/** The policy decision under which a step ran, as it is stored with the step. */
export interface StepDecision {
  effect: 'ALLOW' | 'DENY' | 'REQUIRE_APPROVAL' | 'MODIFY';
  /** What kind of thing decided; absent from older steps, null when nothing objected. */
  source?: PolicySource | null;
  policyId: string | null;
  policyName: string | null;
  policyVersion: string | null;
  rule: string | null;
  reason: string;
  fix: string | null;
}

interface StepCommon {
  id: string;
  executionId: string;
  organizationId: string;
  /** Place in the interpreted graph, for example `agent/tool:2.0`; unique within the execution and the same on replay. */
  key: string;
  ordinal: number;
  node: string;
  /** Tool or model name. */
  name: string;
  phase: StepPhase;
  attempt: number;
  /** The Tool or ModelEndpoint that was called. */
  resourceId: string | null;
  isError: boolean;
  error: StepError | null;
  decision: StepDecision | null;
  idempotencyKey: string;
  /** The step whose recorded result this one reuses. */
  recordedFrom: string | null;
  /** Grows with each change. */
  version: number;
  latencyMs: number | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** A tool call as a model asked for it. */
export interface RequestedCall {
  id: string;
  name: string;
  arguments: Record<string, unknown>;
}

/** What a model answered. */
export interface ReplyRecord {
  content: string;
  toolCalls: RequestedCall[];
  finishReason: string;
}

export interface ModelStep extends StepCommon {
  kind: 'MODEL';
  target: { provider: string; model: string; endpoint: string; candidates: RouteCandidate[] };
  result: ReplyRecord | null;
  inputTokens: number;
  outputTokens: number;
  usageSource: string | null;
  cost: string;
  currency: string;
  timeToFirstTokenMs: number | null;
}

/** One endpoint that a model call could have gone to, and why it did or did not. */
export interface RouteCandidate {
  endpoint: string;
  selected: boolean;
  reason: string;
}

export interface ToolStep extends StepCommon {
  kind: 'TOOL';
  arguments: Record<string, unknown>;
  result: unknown;
  sideEffect: string;
}

export type Step = ModelStep | ToolStep;

/** A step whose outcome is known: recovery and replay read it instead of calling again. */
export function isSettled(step: Pick<Step, 'phase'>): boolean {
  return step.phase === 'SUCCEEDED' || step.phase === 'FAILED' || step.phase === 'SKIPPED';
}
