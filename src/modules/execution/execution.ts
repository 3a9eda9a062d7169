import { OrreryError } from '../../platform/errors.ts';
import type { ResourceKind } from '../resource/index.ts';
import type { Graph } from './graph.ts';

export const executionPhases = [
  'PENDING',
  'QUEUED',
  'RUNNING',
  'WAITING',
  'PAUSED',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'TIMED_OUT',
  'DEAD_LETTERED',
] as const;
export type ExecutionPhase = (typeof executionPhases)[number];

const finalPhases: readonly ExecutionPhase[] = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT', 'DEAD_LETTERED'];

/** Why an execution did not succeed. */
export interface ExecutionFailure {
  code: string;
  message: string;
  /** The step at fault, when there is one. */
  stepId: string | null;
}

/** How much an input looked like an attempt to take the agent over. */
export interface Screening {
  /** From 0 to 1. */
  score: number;
  /** Whether the phrases that looked so were taken out. */
  reduced: boolean;
}

/** What a replay may do: reuse everything that was recorded, or go on live from a step. */
export type ReplayMode = 'RECORDED' | 'LIVE' | 'LIVE_WITH_SIDE_EFFECTS';

export const executionKinds = [
  'AGENT_RUN',
  'TOOL_RUN',
  'TASK_RUN',
  'WORKFLOW_RUN',
  'PIPELINE_RUN',
  'JOB',
  'BATCH_RUN',
] as const;
export type ExecutionKind = (typeof executionKinds)[number];

/** The resource that an execution is a run of, as it was called then; it outlives the resource. */
export interface Definition {
  kind: ResourceKind;
  id: string;
  name: string;
}

export interface Execution {
  id: string;
  organizationId: string;
  namespaceId: string;
  kind: ExecutionKind;
  name: string;
  phase: ExecutionPhase;
  reason: string | null;
  agentId: string | null;
  /** Of its approvals, in the order in which they were asked for; absent where the reader left them out. */
  approvalIds?: string[];
  /** Whether policies said anything of its tool calls; absent where the reader left it out. */
  hasDecisions?: boolean;
  /** The name that the agent had when this was started; it outlives the agent. */
  agentName: string | null;
  /** What it is a run of, where that is no agent and no tool. */
  definition: Definition | null;
  /** When it goes on by itself; null while it does not wait for a time. */
  wakeAt: Date | null;
  /** The worker that runs it, or ran it last. */
  workerId: string | null;
  input: unknown;
  output: unknown;
  failure: ExecutionFailure | null;
  labels: Record<string, string>;
  trigger: 'MANUAL' | 'SCHEDULE' | 'REPLAY' | 'FORK';
  startedBy: string;
  parentId: string | null;
  forkedFromId: string | null;
  forkedFromStep: string | null;
  replayMode: ReplayMode | null;
  idempotencyKey: string | null;
  requestHash: string | null;
  /** Equal for equal tool calls of one agent; null for what is no tool call. */
  repeatKey: string | null;
  /** What a run of an agent belongs to; null for anything else. */
  conversation: string | null;
  /** What was found in the input; null when it was not looked for. */
  screening: Screening | null;
  /** Counts the stretches of work between waits. */
  turn: number;
  fence: number;
  version: number;
  maxSteps: number;
  timeoutMs: number | null;
  deadlineAt: Date | null;
  inputTokens: number;
  outputTokens: number;
  modelCalls: number;
  toolCalls: number;
  /** Exact decimal. */
  cost: string;
  currency: string;
  /** What it keeps free of budgets while it is unfinished, in US dollars and tokens; null when nothing bounds it. */
  reserved?: { usd: string; tokens: number } | null;
  /** What it may cost in all, in US dollars; null for no bound. */
  costLimitUsd?: string | null;
  createdAt: Date;
  updatedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** An execution with what it does: read where a run is walked, and nowhere else, because it can be large. */
export interface PlannedExecution extends Execution {
  graph: Graph;
}

/** Whether nothing can happen to the execution any more. */
export function isFinal(phase: ExecutionPhase): boolean {
  return finalPhases.includes(phase);
}

/** What a person wants to do to a running execution, and from which phases it can be done. */
const openTo = {
  cancel: ['PENDING', 'QUEUED', 'RUNNING', 'WAITING', 'PAUSED'],
  pause: ['PENDING', 'QUEUED', 'RUNNING', 'WAITING'],
  resume: ['PAUSED', 'PENDING'],
} as const satisfies Record<string, readonly ExecutionPhase[]>;

/** @throws OrreryError EXECUTION_STATE_CONFLICT when `verb` makes no sense in the execution's phase */
export function assertOpenTo(verb: keyof typeof openTo, execution: Pick<Execution, 'id' | 'phase' | 'name'>): void {
  const phases: readonly ExecutionPhase[] = openTo[verb];
  if (phases.includes(execution.phase)) return;
  throw new OrreryError(
    'EXECUTION_STATE_CONFLICT',
    `Execution ${execution.name} is ${execution.phase} and cannot ${verb}.`,
    {
      fix: isFinal(execution.phase)
        ? 'A finished execution never moves again; replay or fork it instead.'
        : `It can ${verb} while it is ${phases.join(' or ')}.`,
      facts: { executionId: execution.id, phase: execution.phase },
    },
  );
}
