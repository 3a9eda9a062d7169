import { credentialsOf } from '../../../src/server/index.ts';
import type { About, Convention, Problem } from '../../runtime/convention.ts';

/** What stands in `kind` of a manifest. */
const manifestKinds = {
  AGENT: 'Agent',
  AGENT_ROLE: 'AgentRole',
  AGENT_SYSTEM: 'AgentSystem',
  AG_BOM: 'AgBOM',
  ARTIFACT: 'Artifact',
  BUDGET: 'Budget',
  CONVERSATION: 'Conversation',
  DEPLOYMENT: 'Deployment',
  ENVIRONMENT: 'Environment',
  EVAL: 'Eval',
  FRAMEWORK_ADAPTER: 'FrameworkAdapter',
  HANDOFF: 'Handoff',
  KNOWLEDGE_SOURCE: 'KnowledgeSource',
  MCP_SERVER: 'MCPServer',
  MEMORY: 'Memory',
  MODEL_ENDPOINT: 'Model',
  MODEL_ROUTE: 'ModelRoute',
  POLICY: 'Policy',
  RAG: 'RAG',
  SCHEDULE: 'Schedule',
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

/** Joch writes bare resources and lists, and names failures by the words of its events. */
export const joch: Convention = {
  api: 'joch',
  title: 'Joch',
  summary: 'Declared resources, their executions, tool calls and approvals, as Joch documents them.',
  version: 'v1',
  defaultPort: 8080,
  prefixes: ['/v1/namespaces/', '/v1/resources', '/v1/tool-calls', '/v1/approvals'],
  maxBodyBytes: 4 * 1024 * 1024,
  emptiness: 'omit-null',
  words: {
    ExecutionPhase: {
      PENDING: 'Created',
      QUEUED: 'Scheduled',
      RUNNING: 'Running',
      WAITING: 'WaitingApproval',
      PAUSED: 'Suspended',
      SUCCEEDED: 'Succeeded',
      FAILED: 'Failed',
      CANCELLED: 'Cancelled',
      TIMED_OUT: 'Failed',
      DEAD_LETTERED: 'Failed',
    },
    StepPhase: {
      PENDING: 'Pending',
      RUNNING: 'Running',
      WAITING: 'AwaitingApproval',
      SUCCEEDED: 'Succeeded',
      FAILED: 'Failed',
      SKIPPED: 'Cancelled',
      CANCELLED: 'Cancelled',
    },
    ToolCallState: {
      PENDING: 'Pending',
      RUNNING: 'Running',
      WAITING: 'AwaitingApproval',
      SUCCEEDED: 'Succeeded',
      FAILED: 'Failed',
      DENIED: 'Denied',
      SKIPPED: 'Cancelled',
      CANCELLED: 'Cancelled',
    },
    ApprovalPhase: {
      PENDING: 'Pending',
      APPROVED: 'Approved',
      DENIED: 'Denied',
      CHANGES_REQUESTED: 'ChangesRequested',
      EXPIRED: 'Expired',
      OVERRIDDEN: 'Overridden',
      CANCELLED: 'Cancelled',
    },
    Kind: manifestKinds,
    ResourceKind: {
      AGENT: 'agents',
      AGENT_ROLE: 'agentroles',
      AGENT_SYSTEM: 'agentsystems',
      AG_BOM: 'agboms',
      ARTIFACT: 'artifacts',
      BUDGET: 'budgets',
      CONVERSATION: 'conversations',
      DEPLOYMENT: 'deployments',
      ENVIRONMENT: 'environments',
      EVAL: 'evals',
      FRAMEWORK_ADAPTER: 'frameworkadapters',
      HANDOFF: 'handoffs',
      KNOWLEDGE_SOURCE: 'knowledgesources',
      MCP_SERVER: 'mcpservers',
      MEMORY: 'memories',
      MODEL_ENDPOINT: 'models',
      MODEL_ROUTE: 'modelroutes',
      POLICY: 'policies',
      RAG: 'rags',
      SCHEDULE: 'schedules',
      SEALED_SECRET: 'sealedsecrets',
      SECRET: 'secrets',
      STATE_CHECKPOINT: 'statecheckpoints',
      TASK: 'tasks',
      TASK_WEBHOOK: 'taskwebhooks',
      TEAM: 'teams',
      TOOL: 'tools',
      TOOL_PERMISSION: 'toolpermissions',
      TRACE: 'traces',
      WORKER: 'workers',
      WORKFLOW: 'workflows',
    },
    SideEffect: {
      READ_ONLY: 'read_only',
      LOCAL_WRITE: 'local_write',
      EXTERNAL_WRITE: 'external_write',
      FINANCIAL: 'financial',
      COMMUNICATION: 'communication',
      CODE_EXECUTION: 'code_execution',
      PRIVILEGED: 'privileged',
    },
    Decision: { APPROVE: 'approve', DENY: 'reject', EDIT: 'edit', REQUEST_CHANGES: 'request_changes' },
    ApprovalCategory: {
      TOOL_CALL: 'tool_call',
      PROMOTION: 'promotion',
      OVERRIDE: 'override',
      REVIEW: 'output_review',
      CUSTOM: 'custom',
    },
    ApprovalOnTimeout: { APPROVED: 'approve', DENIED: 'deny' },
    /** What `routing.onTimeout` says an approval becomes. */
    ApprovalExpiry: {
      PENDING: 'pending',
      APPROVED: 'approve',
      DENIED: 'deny',
      CHANGES_REQUESTED: 'deny',
      EXPIRED: 'deny',
      OVERRIDDEN: 'approve',
      CANCELLED: 'deny',
    },
    PolicyEffect: { ALLOW: 'allow', DENY: 'deny', MODIFY: 'modify', REQUIRE_APPROVAL: 'require_approval' },
    ReplayMode: { RECORDED: 'recorded', LIVE: 'live', LIVE_WITH_SIDE_EFFECTS: 'live_with_side_effects' },
    Trigger: { MANUAL: 'manual', SCHEDULE: 'schedule', REPLAY: 'replay', FORK: 'fork' },
    Risk: { LOW: 'low', MEDIUM: 'medium', HIGH: 'high', CRITICAL: 'critical' },
    /** The event that an execution's end is. */
    ExecutionEnd: {
      PENDING: 'ExecutionFailed',
      QUEUED: 'ExecutionFailed',
      RUNNING: 'ExecutionFailed',
      WAITING: 'ExecutionFailed',
      PAUSED: 'ExecutionFailed',
      SUCCEEDED: 'ExecutionSucceeded',
      FAILED: 'ExecutionFailed',
      CANCELLED: 'ExecutionCancelled',
      TIMED_OUT: 'ExecutionFailed',
      DEAD_LETTERED: 'ExecutionFailed',
    },
    /** The event that a decision of the policies is. */
    DecisionEvent: {
      ALLOW: 'HookDecision',
      DENY: 'PolicyDenied',
      MODIFY: 'HookDecision',
      REQUIRE_APPROVAL: 'HookDecision',
    },
    /** The event that a person's decision is. */
    ApprovalEnd: {
      PENDING: 'ApprovalRequested',
      APPROVED: 'ApprovalGranted',
      DENIED: 'ApprovalDenied',
      CHANGES_REQUESTED: 'ApprovalDenied',
      EXPIRED: 'ApprovalDenied',
      OVERRIDDEN: 'ApprovalGranted',
      CANCELLED: 'ApprovalDenied',
    },
    /** What a watch says of a resource that was applied: `created` as true or false. */
    WatchType: { true: 'ADDED', false: 'MODIFIED' },
  },
  aliases: {
    ResourceKind: {
      modelendpoint: 'MODEL_ENDPOINT',
      modelendpoints: 'MODEL_ENDPOINT',
      // Paths may say one of a kind instead of many.
      ...Object.fromEntries(Object.entries(manifestKinds).map(([value, word]) => [word.toLowerCase(), value])),
    },
    Decision: { deny: 'DENY', approved: 'APPROVE', rejected: 'DENY', denied: 'DENY' },
    ApprovalOnTimeout: { allow: 'APPROVED', reject: 'DENIED' },
  },
  success: (json) => json,
  successSchema: (data) => data,
  error: (problem) => ({
    status: problem.status,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(errorOf(problem)),
  }),
  errorStatus: (status) => status,
  errorSchema: {
    contentType: 'application/json',
    schema: {
      type: 'object',
      required: ['error'],
      additionalProperties: false,
      properties: {
        error: {
          type: 'object',
          required: ['code', 'message', 'details'],
          additionalProperties: false,
          properties: {
            code: { type: 'string', description: 'The word for what went wrong, as in events.' },
            message: { type: 'string', description: 'What went wrong, in words for a person.' },
            details: { type: 'object', additionalProperties: true, description: 'The facts behind it.' },
          },
        },
      },
    },
  },
  token: (headers) => credentialsOf(headers).token,
  stream: {
    heartbeat: 'keep-alive',
    gap: (problem) => ({ event: 'Expired', data: JSON.stringify(errorOf(problem)) }),
    error: (problem) => ({ event: 'Error', data: JSON.stringify(errorOf(problem)) }),
    watch: { gap: watchError, error: watchError, bookmark: watchBookmark },
    namesEvents: true,
    hasIds: true,
  },
};

/** A failure as the last frame of a Kubernetes watch. */
function watchError({ status: code, word, message }: Problem): { event: string; data: string } {
  const reason = reasonOf(code, word);
  const object = { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', message, reason, code };
  return { event: 'ERROR', data: JSON.stringify({ type: 'ERROR', object }) };
}

function watchBookmark(cursor: string, _about: About, endsList: boolean): { event: string; data: string } {
  const annotations = endsList ? { 'k8s.io/initial-events-end': 'true' } : undefined;
  const object = { apiVersion: 'joch.dev/v1alpha1', kind: 'List', metadata: { resourceVersion: cursor, annotations } };
  return { event: 'BOOKMARK', data: JSON.stringify({ type: 'BOOKMARK', object }) };
}

const wordOfStatus: Record<number, string> = {
  400: 'Invalid',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'Invalid',
  409: 'Conflict',
  410: 'Expired',
  413: 'Invalid',
  415: 'Invalid',
};

/** A policy is known by its name. */
function detailsOf({ policyName, ...facts }: Problem['facts']): object {
  return typeof policyName === 'string' ? { ...facts, policyId: policyName } : facts;
}

function reasonOf(status: number, word: string | undefined): string {
  return status === 404 ? 'NotFound' : (word ?? wordOfStatus[status] ?? 'Internal');
}

function errorOf({ word, status, message, facts, fix }: Problem): object {
  return {
    error: {
      code: reasonOf(status, word),
      message,
      details: { ...detailsOf(facts), ...(fix !== undefined && { fix }) },
    },
  };
}
