import { credentialsOf } from '../../../src/server/index.ts';
import type { Convention, Problem } from '../../runtime/convention.ts';
import { kindPrefixes, kindWords, nounOf } from './kinds.ts';

/** What the event bus calls a write of a resource: `created` as true or false. */
const applied = { true: 'created', false: 'updated' };

/** What it calls that an approval came to a phase. */
const decided = {
  PENDING: 'updated',
  APPROVED: 'approved',
  DENIED: 'denied',
  CHANGES_REQUESTED: 'request_changes',
  EXPIRED: 'status',
  OVERRIDDEN: 'approved',
  CANCELLED: 'status',
};

/** What it calls that a task came to its end; the phases in which nothing ends are never asked for. */
const finished = {
  PENDING: 'failed',
  QUEUED: 'failed',
  RUNNING: 'failed',
  WAITING: 'failed',
  PAUSED: 'failed',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  CANCELLED: 'failed',
  TIMED_OUT: 'failed',
  DEAD_LETTERED: 'deadletter',
};

/** What a manifest of an approval may name its kind. */
const approvalKinds = {
  TOOL_CALL: 'ToolApproval',
  PROMOTION: 'PromotionApproval',
  OVERRIDE: 'OverrideApproval',
  REVIEW: 'TaskApproval',
  CUSTOM: 'CustomApproval',
};

const resourceKinds = {
  AGENT: 'Agent',
  AGENT_ROLE: 'AgentRole',
  AGENT_SYSTEM: 'AgentSystem',
  AG_BOM: 'AgBom',
  ARTIFACT: 'Artifact',
  BUDGET: 'Budget',
  CONVERSATION: 'Conversation',
  DEPLOYMENT: 'Deployment',
  ENVIRONMENT: 'Environment',
  EVAL: 'Eval',
  FRAMEWORK_ADAPTER: 'FrameworkAdapter',
  HANDOFF: 'Handoff',
  KNOWLEDGE_SOURCE: 'KnowledgeSource',
  MCP_SERVER: 'McpServer',
  MEMORY: 'Memory',
  MODEL_ENDPOINT: 'ModelEndpoint',
  MODEL_ROUTE: 'ModelRoute',
  POLICY: 'AgentPolicy',
  RAG: 'Rag',
  SCHEDULE: 'TaskSchedule',
  SEALED_SECRET: 'SealedSecret',
  SECRET: 'Secret',
  STATE_CHECKPOINT: 'StateCheckpoint',
  TASK: 'Task',
  TASK_WEBHOOK: 'TaskWebhook',
  TEAM: 'Team',
  TOOL: 'Tool',
  TOOL_PERMISSION: 'ToolPermission',
  TRACE: 'Trace',
  WORKER: 'Worker',
  WORKFLOW: 'Workflow',
};

/** What the graph calls a kind in events, and what Orloj does: the same, but for two. */
const eventKinds = {
  ...Object.fromEntries(Object.values(resourceKinds).map((kind) => [kind, kind])),
  Policy: resourceKinds.POLICY,
  Schedule: resourceKinds.SCHEDULE,
};

/** Orloj writes bare objects that leave out what is empty, ends them with a newline, and says failures in plain text. */
export const orloj: Convention = {
  api: 'orloj',
  title: 'Orloj',
  summary:
    'The resources of Orloj, and its approvals, as Orloj documents them. Values of secrets are shown as `***` everywhere.',
  version: 'orloj.dev/v1',
  defaultPort: 8080,
  prefixes: [
    ...kindPrefixes,
    '/v1/sealing-key',
    '/v1/task-approvals',
    '/v1/tool-approvals',
    '/v1/capabilities',
    '/v1/events',
    '/v1/namespaces',
  ],
  maxBodyBytes: 4 * 1024 * 1024,
  emptiness: 'omit-empty',
  words: {
    ResourceKind: resourceKinds,
    ...kindWords,
    /** The phases of messages as filters write them. */
    MessagePhase: {
      QUEUED: 'queued',
      RUNNING: 'running',
      RETRY_PENDING: 'retrypending',
      WAITING: 'waitingapproval',
      SUCCEEDED: 'succeeded',
      DEAD_LETTERED: 'deadletter',
    },
    /** The same as messages show them. */
    MessageState: {
      QUEUED: 'Queued',
      RUNNING: 'Running',
      RETRY_PENDING: 'RetryPending',
      WAITING: 'WaitingApproval',
      SUCCEEDED: 'Succeeded',
      DEAD_LETTERED: 'DeadLetter',
    },
    MessageType: {
      START: 'task_start',
      HANDOFF: 'task_handoff',
      DELEGATION: 'task_delegation',
      REPLY: 'task_reply',
      CHANGES: 'review_request_changes',
    },
    ApprovalPhase: {
      PENDING: 'Pending',
      APPROVED: 'Approved',
      DENIED: 'Denied',
      CHANGES_REQUESTED: 'ChangesRequested',
      EXPIRED: 'Expired',
      OVERRIDDEN: 'Approved',
      CANCELLED: 'Denied',
    },
    /** The word for a decision; a pending approval has none. */
    ApprovalDecision: {
      PENDING: '',
      APPROVED: 'approved',
      DENIED: 'denied',
      CHANGES_REQUESTED: 'request_changes',
      EXPIRED: '',
      OVERRIDDEN: 'approved',
      CANCELLED: 'denied',
    },
    /** What a kind of the graph is called where an event names it. */
    EventKind: eventKinds,
    ApprovalKind: approvalKinds,
    /** The same where nothing said is a task approval. */
    TaskApprovalKind: approvalKinds,
    /** The phases that somebody who writes a status can decide for. */
    DecisionPhase: { APPROVE: 'Approved', DENY: 'Denied', EDIT: 'Edited', REQUEST_CHANGES: 'ChangesRequested' },
    ReviewedOutput: { AGENT_OUTPUT: 'agent_output', TASK_OUTPUT: 'task_output' },
    ReviewFormat: { TEXT: 'text', JSON: 'json' },
    /** What a watch says of a resource that was applied: `created` as true or false. */
    WatchType: { true: 'added', false: 'updated' },
    WatchAction: applied,
    AppliedType: prefixed('resource.', applied),
    DecidedAction: decided,
    DecidedType: prefixed('resource.', decided),
    FinishedAction: finished,
    FinishedType: prefixed('task.', finished),
    /** The phase of a run as that of a task. */
    TaskPhase: {
      PENDING: 'Pending',
      QUEUED: 'Pending',
      RUNNING: 'Running',
      WAITING: 'WaitingApproval',
      PAUSED: 'Running',
      SUCCEEDED: 'Succeeded',
      FAILED: 'Failed',
      CANCELLED: 'Failed',
      TIMED_OUT: 'Failed',
      DEAD_LETTERED: 'DeadLetter',
    },
  },
  aliases: { ApprovalKind: { '': 'TOOL_CALL' }, TaskApprovalKind: { '': 'REVIEW' } },
  jsonType: 'application/json',
  success: (json) => `${json.replace(/[<>&]/g, escaped)}\n`,
  successSchema: (data) => data,
  error: (problem) => ({
    status: orlojStatus(problem.status),
    contentType: 'text/plain; charset=utf-8',
    body: `${lineOf(problem)}\n`,
  }),
  errorStatus: orlojStatus,
  errorSchema: {
    contentType: 'text/plain',
    schema: { type: 'string', description: 'One line that says what went wrong.' },
  },
  token: (headers) => credentialsOf(headers).token,
  stream: {
    frame: (json) => json.replace(/[<>&]/g, escaped),
    heartbeat: 'keep-alive',
    gap: (problem) => ({ event: 'error', data: JSON.stringify({ type: 'error', message: lineOf(problem) }) }),
    error: (problem) => ({ event: 'error', data: JSON.stringify({ type: 'error', message: lineOf(problem) }) }),
    namesEvents: true,
    hasIds: false,
  },
};

/** A body that is too large is a bad request here, and so is what a model or tool could not take. */
function orlojStatus(status: number): number {
  if (status === 413 || status === 422) return 400;
  return status;
}

/** A message is one line. Of what is missing, Orloj says the kind and the name. */
function lineOf({ code, message, facts }: Problem): string {
  const { kind, name, category } = facts;
  const approval = category === 'REVIEW' ? 'taskapproval' : 'toolapproval';
  const noun = code === 'APPROVAL_NOT_FOUND' ? approval : typeof kind === 'string' ? nounOf(kind) : undefined;
  const isMissing = code.endsWith('_NOT_FOUND') && noun !== undefined && typeof name === 'string';
  return (isMissing ? `${noun} "${name}" not found` : message).replace(/\s+/g, ' ').trim();
}

function prefixed(prefix: string, words: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).map(([value, word]) => [value, prefix + word]));
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
