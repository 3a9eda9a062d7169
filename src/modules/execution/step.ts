import type { PolicySource } from '../policy/index.ts';
import type { GraphNode } from './graph.ts';

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

/** What reached a node: who sent it is told by the step of the sender, whose output is what it says. */
export interface NodeMessage {
  /** Unique in the execution and the same on replay. */
  id: string;
  /** The node that sent it; null for the execution itself, which gives its input. */
  from: string | null;
  /** The key of the sender's step; null for the execution itself. */
  sentBy: string | null;
  to: string;
  /** `b001` for the first; each way of a fan-out has its own, as in `b001.002`. */
  branch: string;
  parentBranch: string | null;
  /** How many nodes the work came through before; 0 for a first message. */
  hop: number;
  type: 'start' | 'handoff' | 'delegation' | 'reply' | 'changes';
  /** The message that the sender had worked on. */
  parentId: string | null;
}

/** One activation of a node of a graph, from what reached it to what it gave. */
export interface NodeStep extends StepCommon {
  kind: 'NODE';
  arguments: {
    nodeKind: GraphNode['kind'];
    round: number;
    received: NodeMessage[];
  };
  /** What its attempts after the first wait for, and how many it may have. */
  target: { maxAttempts: number; nextAttemptAt: string | null };
  /** `taken` are the nodes that its output went on to. */
  result: { output: unknown; taken: string[] } | null;
}

/** A place where a person decides whether the work goes on. */
export interface GateStep extends StepCommon {
  kind: 'GATE';
  /** `attempt` is that of the node which gave the output. */
  arguments: { checkpointId: string; cycle: number; output: unknown; attempt: number };
  result: {
    decision: 'approved' | 'denied' | 'changes_requested' | 'expired';
    comment: string | null;
    decidedBy: string | null;
    /** The name of the approval. */
    approval: string;
  } | null;
}

export type Step = ModelStep | ToolStep | NodeStep | GateStep;

/** A step whose outcome is known: recovery and replay read it instead of calling again. */
export function isSettled(step: Pick<Step, 'phase'>): boolean {
  return step.phase === 'SUCCEEDED' || step.phase === 'FAILED' || step.phase === 'SKIPPED';
}
