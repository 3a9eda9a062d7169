import { z } from 'zod';
import { moment, optionalText, part, wholeNumber, words } from './fields.ts';

const flag = z.boolean();

const traceEvent = part('TaskTraceEvent', 'One thing that happened while a task was done.', {
  timestamp: moment.optional().describe('When it happened.'),
  stepId: optionalText.describe('The attempt and the step, as in `a001.s0001`.'),
  attempt: wholeNumber.optional().describe('Which attempt of the task.'),
  step: wholeNumber.optional().describe('Which step of the attempt.'),
  branchId: optionalText.describe('The branch of the work that it belongs to.'),
  type: optionalText.describe('What happened, for example model_call or tool_error.'),
  agent: optionalText.describe('The agent to which it happened.'),
  tool: optionalText.describe('The tool, when it is about one.'),
  toolContractVersion: optionalText.describe('The version of the contract by which the tool was called.'),
  toolRequestId: optionalText.describe('The id of the call of the tool.'),
  toolAttempt: wholeNumber.optional().describe('Which attempt of the call of the tool.'),
  errorCode: optionalText.describe('What kind of failure it was.'),
  errorReason: optionalText.describe('Why it failed.'),
  retryable: flag.optional().describe('Whether the same may succeed later; null when it did not fail.'),
  message: optionalText.describe('What happened, in words for a person.'),
  latencyMs: wholeNumber.optional().describe('How long it took, in milliseconds.'),
  tokens: wholeNumber.optional().describe('Tokens that a model call used.'),
  inputTokens: wholeNumber.optional().describe('Tokens that the model was given.'),
  outputTokens: wholeNumber.optional().describe('Tokens that it gave.'),
  tokenUsageSource: optionalText.describe('Whether the provider counted the tokens, or how they were estimated.'),
  toolCalls: wholeNumber.optional().describe('Tool calls so far.'),
  memoryWrites: wholeNumber.optional().describe('Writes to memories so far.'),
  toolAuthProfile: optionalText.describe('How the tool was given its credential.'),
  toolAuthSecretRef: optionalText.describe('The name of the Secret that held the credential; never its value.'),
});

const historyEntry = part('TaskHistoryEntry', 'One step in the life of a task.', {
  timestamp: moment.optional().describe('When it was.'),
  type: optionalText.describe('What it was, for example claim, takeover or succeeded.'),
  worker: optionalText.describe('The worker that did it.'),
  message: optionalText.describe('What happened, in words for a person.'),
});

const message = part('TaskMessage', 'A message from one agent of a task to another.', {
  timestamp: moment.optional().describe('When it was sent.'),
  messageId: optionalText.describe('Its id.'),
  idempotencyKey: optionalText.describe('By what a second delivery of it is known.'),
  taskId: optionalText.describe('The task, as namespace/name.'),
  attempt: wholeNumber.optional().describe('Which attempt of the task.'),
  system: optionalText.describe('The system of the agents.'),
  fromAgent: optionalText.describe('Who sent it.'),
  toAgent: optionalText.describe('Who is to get it.'),
  branchId: optionalText.describe('The branch of the work that it belongs to.'),
  parentBranchId: optionalText.describe('The branch from which that one came.'),
  type: optionalText.describe('What kind of message it is, for example task_handoff.'),
  content: optionalText.describe('What it says.'),
  traceId: optionalText.describe('The trace that it belongs to.'),
  parentId: optionalText.describe('The message that it follows.'),
  phase: words('TaskMessagePhase', 'How far a message has come.', {
    Queued: 'It waits for its agent.',
    Running: 'Its agent works on it.',
    RetryPending: 'It is tried again later.',
    WaitingApproval: 'It waits for a person.',
    Succeeded: 'Its agent is done with it.',
    DeadLetter: 'It was tried as often as it may be, and failed.',
  })
    .optional()
    .describe('How far it has come.'),
  attempts: wholeNumber.optional().describe('How often it was tried.'),
  maxAttempts: wholeNumber.optional().describe('How often it may be tried.'),
  lastError: optionalText.describe('Why the last attempt failed.'),
  worker: optionalText.describe('The worker that has it.'),
  processedAt: moment.optional().describe('When its agent was done with it.'),
  nextAttemptAt: moment.optional().describe('When it is tried again.'),
  delegateOf: optionalText.describe('The agent that asked for an answer, when it is a question.'),
});

const idempotency = part('TaskMessageReceipt', 'What is known of a message that was delivered.', {
  key: optionalText.describe('By what a second delivery is known.'),
  messageId: optionalText.describe('The message.'),
  state: optionalText.describe('How far it has come, for example completed.'),
  updatedAt: moment.optional().describe('When that was.'),
  expiresAt: moment.optional().describe('Until when it is known.'),
  worker: optionalText.describe('The worker that had it.'),
});

const source = part('TaskJoinSource', 'A message that has come to where others are waited for.', {
  messageId: optionalText.describe('The message.'),
  fromAgent: optionalText.describe('Who sent it.'),
  branchId: optionalText.describe('The branch of the work that it belongs to.'),
  timestamp: moment.optional().describe('When it came.'),
  payload: optionalText.describe('What it says.'),
});

const join = part('TaskJoin', 'A place of the work where several messages are waited for.', {
  attempt: wholeNumber.optional().describe('Which attempt of the task.'),
  node: optionalText.describe('The node of the graph.'),
  mode: optionalText.describe('Whether all are waited for, or a quorum.'),
  expected: wholeNumber.optional().describe('How many there can be.'),
  quorumRequired: wholeNumber.optional().describe('How many are enough.'),
  activated: flag.optional().describe('Whether enough have come.'),
  activatedAt: moment.optional().describe('When enough had come.'),
  activatedBy: optionalText.describe('The message that was the last of them.'),
  sources: z.array(source).default([]).describe('Those that have come.'),
});

const block = part('TaskBlock', 'What a task waits for.', {
  kind: optionalText.describe('What kind of thing it is, for example ToolApproval.'),
  name: optionalText.describe('Its name.'),
  reason: optionalText.describe('Why the task waits for it.'),
});

/** What the status of a task tells besides what every status does. */
export const taskState = part('TaskState', 'How far a task has come, and how.', {
  startedAt: moment.optional().describe('When it was begun.'),
  completedAt: moment.optional().describe('When it came to its end.'),
  nextAttemptAt: moment.optional().describe('When it is tried again.'),
  attempts: wholeNumber.optional().describe('How often it was tried.'),
  output: z.record(z.string(), z.string()).default({}).describe('What came of it, by name.'),
  assignedWorker: optionalText.describe('The worker that is to do it.'),
  claimedBy: optionalText.describe('The worker that does it.'),
  leaseUntil: moment.optional().describe("Until when it is that worker's."),
  lastHeartbeat: moment.optional().describe('When that worker was last heard of.'),
  trace: z.array(traceEvent).default([]).describe('What happened, oldest first.'),
  history: z.array(historyEntry).default([]).describe('The steps of its life, oldest first.'),
  messages: z.array(message).default([]).describe('The messages between its agents, oldest first.'),
  messageIdempotency: z.array(idempotency).default([]).describe('Messages that were delivered.'),
  joinStates: z.array(join).default([]).describe('Where several messages are waited for.'),
  delegationStates: z.array(join).default([]).describe('Where answers to questions are waited for.'),
  blockedOn: block.optional().describe('What it waits for; null when it does not wait.'),
});
