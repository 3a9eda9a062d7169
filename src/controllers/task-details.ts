import type { Approval } from '../modules/approval/index.ts';
import type { OrreryEvent } from '../modules/event/index.ts';
import {
  attemptsOf,
  type Execution,
  isFinal,
  messagesOfWork,
  type PlannedExecution,
  type Step,
  senderName,
  type TraceEvent,
  traceOf,
  type WorkMessage,
} from '../modules/execution/index.ts';
import type { JsonObject, Resource, ResourcePhase } from '../modules/resource/index.ts';
import { joinStates } from './task-joins.ts';
import { taskOutput } from './task-output.ts';

/** What a task's status is told from. */
export interface TaskFacts {
  execution: PlannedExecution;
  steps: readonly Step[];
  approvals: readonly Approval[];
  /** Of `historyTypes`, oldest first. */
  events: readonly OrreryEvent[];
}

/** The events that a task's history tells. */
export const historyTypes = [
  'execution.started',
  'execution.waiting',
  'execution.paused',
  'execution.finished',
] as const satisfies readonly OrreryEvent['type'][];

const maxMessages = 500;
const maxTrace = 500;
const receiptMs = 30 * 86_400_000;

const phases: Record<Execution['phase'], ResourcePhase> = {
  PENDING: 'Pending',
  QUEUED: 'Pending',
  RUNNING: 'Running',
  WAITING: 'Running',
  PAUSED: 'Suspended',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  CANCELLED: 'Failed',
  TIMED_OUT: 'Failed',
  DEAD_LETTERED: 'DeadLetter',
};

/** How far a task has come, by its run. */
export function taskPhase(execution: Execution, approvals: readonly Approval[]): ResourcePhase {
  const { phase, startedAt, wakeAt } = execution;
  if (phase === 'QUEUED' && startedAt !== null) return 'Running';
  if (phase !== 'WAITING') return phases[phase];
  if (pendingOf(approvals)) return 'WaitingApproval';
  return wakeAt === null ? 'Running' : 'Pending';
}

/** What a task's status tells besides its phase, as its shape has it. */
export function taskDetails(task: Resource<'Task'>, facts: TaskFacts): JsonObject {
  const { execution, steps, approvals } = facts;
  const work = { namespace: task.namespace, execution, steps };
  const taskId = `${task.namespace}/${task.name}`;
  const about = { taskId, system: task.spec.system?.name ?? '', worker: execution.workerId };
  const messages = messagesOfWork(work).slice(-maxMessages);
  const pending = pendingOf(approvals);
  return defined({
    startedAt: execution.startedAt,
    completedAt: execution.finishedAt,
    nextAttemptAt: execution.wakeAt,
    attempts: attemptsOf(work),
    claimedBy: isFinal(execution.phase) || execution.startedAt === null ? null : execution.workerId,
    output: execution.phase === 'SUCCEEDED' ? taskOutput(task, facts) : {},
    trace: traceOf(work)
      .slice(-maxTrace)
      .map((event) => shownTrace(event, taskId)),
    history: facts.events.flatMap((event) => historyOf(event, execution)),
    messages: messages.map((message) => shownMessage(message, about)),
    messageIdempotency: messages.flatMap((message) => receiptOf(message, about)),
    joinStates: joinStates(facts, 'handoff'),
    delegationStates: joinStates(facts, 'reply'),
    blockedOn: pending && {
      kind: pending.category === 'REVIEW' ? 'TaskApproval' : 'ToolApproval',
      name: pending.name,
      reason: pending.category === 'REVIEW' ? 'output_review' : (pending.reason ?? pending.summary),
    },
  });
}

function pendingOf(approvals: readonly Approval[]): Approval | undefined {
  return approvals.find(({ phase }) => phase === 'PENDING');
}

const messageTypes: Record<WorkMessage['type'], string> = {
  start: 'task_start',
  handoff: 'task_handoff',
  delegation: 'task_delegation',
  reply: 'task_reply',
  changes: 'review_request_changes',
};

const messageWords: Record<WorkMessage['phase'], string> = {
  QUEUED: 'Queued',
  RUNNING: 'Running',
  RETRY_PENDING: 'RetryPending',
  WAITING: 'WaitingApproval',
  SUCCEEDED: 'Succeeded',
  DEAD_LETTERED: 'DeadLetter',
};

interface AboutTask {
  taskId: string;
  system: string;
  worker: string | null;
}

function shownMessage(message: WorkMessage, about: AboutTask): JsonObject {
  return defined({
    timestamp: message.sentAt,
    messageId: message.address,
    idempotencyKey: message.address,
    taskId: about.taskId,
    attempt: message.taskAttempt,
    system: about.system,
    fromAgent: senderName(message.from),
    toAgent: message.to,
    branchId: message.branch,
    parentBranchId: message.parentBranch,
    type: messageTypes[message.type],
    content: contentText(message),
    traceId: message.trace,
    parentId: message.parentId,
    phase: messageWords[message.phase],
    attempts: message.attempts,
    maxAttempts: message.maxAttempts,
    lastError: message.lastError,
    worker: message.attempts > 0 ? about.worker : null,
    processedAt: message.processedAt,
    nextAttemptAt: message.nextAttemptAt,
    delegateOf: message.type === 'delegation' ? message.from : null,
  });
}

/** What a message says: the first says the topic of the task, others what their sender gave. */
export function contentText({ from, content }: Pick<WorkMessage, 'from' | 'content'>): string {
  if (from === null && typeof content === 'object' && content !== null && 'topic' in content)
    return String(content.topic);
  return typeof content === 'string' ? content : JSON.stringify(content ?? '');
}

function receiptOf(message: WorkMessage, about: AboutTask): JsonObject[] {
  const { phase, processedAt } = message;
  if (phase !== 'SUCCEEDED' || processedAt === null) return [];
  const key = message.address;
  const expiresAt = new Date(processedAt.getTime() + receiptMs);
  return [
    defined({ key, messageId: key, state: 'completed', updatedAt: processedAt, expiresAt, worker: about.worker }),
  ];
}

function shownTrace(event: TraceEvent, taskId: string): JsonObject {
  const { at, step, branch, tool, agent, inputTokens, outputTokens, ...rest } = event;
  const [namespace = ''] = taskId.split('/');
  const isMeasured = inputTokens !== null || outputTokens !== null;
  return defined({
    ...rest,
    timestamp: at,
    stepId: `a${padded(event.attempt, 3)}.s${padded(step, 4)}`,
    step,
    branchId: branch,
    agent,
    tool,
    toolRequestId: tool === null ? null : `${namespace}/${agent}/s${padded(step, 3)}/${tool}`,
    inputTokens,
    outputTokens,
    tokens: isMeasured ? (inputTokens ?? 0) + (outputTokens ?? 0) : null,
  });
}

const endings: Partial<Record<string, string>> = { SUCCEEDED: 'succeeded', DEAD_LETTERED: 'deadletter' };

function historyOf(event: OrreryEvent, execution: Execution): JsonObject[] {
  const timestamp = event.at.toISOString();
  if (event.type === 'execution.started') {
    const { turn, workerId } = event.payload;
    const claim = { timestamp, type: 'claim', worker: workerId, message: `Taken by ${workerId}.` };
    if (turn > 1) return [claim];
    return [claim, { timestamp, type: 'runtime_kickoff', worker: workerId, message: 'The work begins.' }];
  }
  const worker = execution.workerId ?? '';
  if (event.type === 'execution.waiting') {
    const { wakeAt, reason } = event.payload;
    return [{ timestamp, type: wakeAt == null ? 'waiting_approval' : 'retry_scheduled', worker, message: reason }];
  }
  if (event.type === 'execution.paused')
    return [{ timestamp, type: 'paused', worker, message: event.payload.reason ?? '' }];
  if (event.type !== 'execution.finished') return [];
  const { phase, reason } = event.payload;
  return [{ timestamp, type: endings[phase] ?? 'failed', worker, message: reason ?? '' }];
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

/** What is known; moments as text. */
function defined(given: Record<string, unknown>): JsonObject {
  const known = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    known.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  ) as JsonObject;
}
