import { credentialsOf } from '../../../src/server/index.ts';
import type { Convention, Problem } from '../../runtime/convention.ts';

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

/** Orloj writes bare objects that leave out what is empty, ends them with a newline, and says failures in plain text. */
export const orloj: Convention = {
  api: 'orloj',
  title: 'Orloj',
  summary: 'Agents, tools, model endpoints, MCP servers, secrets and tool approvals, as Orloj documents them.',
  version: 'orloj.dev/v1',
  defaultPort: 8080,
  prefixes: [
    '/v1/agents',
    '/v1/tools',
    '/v1/secrets',
    '/v1/model-endpoints',
    '/v1/mcp-servers',
    '/v1/tool-approvals',
    '/v1/capabilities',
    '/v1/events',
    '/v1/namespaces',
  ],
  maxBodyBytes: 4 * 1024 * 1024,
  emptiness: 'omit-empty',
  words: {
    ResourceKind: {
      AGENT: 'Agent',
      AGENT_ROLE: 'AgentRole',
      AGENT_SYSTEM: 'AgentSystem',
      BUDGET: 'Budget',
      DEPLOYMENT: 'Deployment',
      ENVIRONMENT: 'Environment',
      MCP_SERVER: 'McpServer',
      MODEL_ENDPOINT: 'ModelEndpoint',
      MODEL_ROUTE: 'ModelRoute',
      POLICY: 'AgentPolicy',
      SECRET: 'Secret',
      TOOL: 'Tool',
      TOOL_PERMISSION: 'ToolPermission',
    },
    ApprovalPhase: {
      PENDING: 'Pending',
      APPROVED: 'Approved',
      DENIED: 'Denied',
      CHANGES_REQUESTED: 'Denied',
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
    /** A manifest of a tool approval may name its kind. */
    ApprovalKind: {
      TOOL_CALL: 'ToolApproval',
      PROMOTION: 'PromotionApproval',
      OVERRIDE: 'OverrideApproval',
      CUSTOM: 'CustomApproval',
    },
    /** The phases that somebody who writes a status can decide for. */
    DecisionPhase: { APPROVE: 'Approved', DENY: 'Denied', EDIT: 'Edited' },
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
  aliases: { ApprovalKind: { '': 'TOOL_CALL' } },
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
  const { kind, name } = facts;
  const noun = code === 'APPROVAL_NOT_FOUND' ? 'toolapproval' : nounOf(kind);
  const isMissing = code.endsWith('_NOT_FOUND') && noun !== undefined && typeof name === 'string';
  return (isMissing ? `${noun} "${name}" not found` : message).replace(/\s+/g, ' ').trim();
}

function nounOf(kind: unknown): string | undefined {
  if (kind === 'McpServer') return 'mcp-server';
  return typeof kind === 'string' ? kind.toLowerCase() : undefined;
}

function prefixed(prefix: string, words: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).map(([value, word]) => [value, prefix + word]));
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
