import { STATUS_CODES } from 'node:http';
import { credentialsOf } from '../../../src/server/index.ts';
import type { About, Convention, Problem } from '../../runtime/convention.ts';

/** Swarm writes bare JSON, and failures as problem details (RFC 9457). */
export const swarm: Convention = {
  api: 'swarm',
  title: 'Swarm',
  summary: 'Agents, their tools, cron jobs and the gates that wait for a person, as Swarm documents them.',
  version: 'v1',
  defaultPort: 8000,
  prefixes: ['/api/v1/'],
  maxBodyBytes: 1024 * 1024,
  emptiness: 'keep',
  words: {
    ExecutionPhase: {
      PENDING: 'pending',
      QUEUED: 'pending',
      RUNNING: 'running',
      WAITING: 'awaiting_approval',
      PAUSED: 'paused',
      SUCCEEDED: 'completed',
      FAILED: 'failed',
      CANCELLED: 'cancelled',
      TIMED_OUT: 'failed',
      DEAD_LETTERED: 'failed',
    },
    ScheduleOutcome: {
      RUNNING: 'running',
      SUCCEEDED: 'completed',
      FAILED: 'failed',
      REPLACED: 'cancelled',
      SKIPPED_FORBID: 'skipped',
      MISSED_DEADLINE: 'missed',
    },
    ScheduleTrigger: { SCHEDULE: 'schedule', MANUAL: 'manual' },
    TimingForm: { CRON: 'cron', EVERY: 'every', AT: 'at' },
    StagePhase: { PENDING: 'pending', RUNNING: 'running', SUCCEEDED: 'completed', FAILED: 'failed' },
    ApprovalPhase: {
      PENDING: 'pending',
      APPROVED: 'approved',
      DENIED: 'rejected',
      CHANGES_REQUESTED: 'rejected',
      EXPIRED: 'expired',
      OVERRIDDEN: 'approved',
      CANCELLED: 'cancelled',
    },
    /** The sources of Swarm; it has feature flags besides, which decide on no calls here. */
    PolicySource: {
      POLICY: 'yaml_rules',
      PERMISSION: 'rbac',
      ALLOW_LIST: 'agent_allow_list',
      GATE: 'gates',
    },
    PolicyEffect: { ALLOW: 'allow', DENY: 'deny', REQUIRE_APPROVAL: 'ask', MODIFY: 'allow' },
    Risk: { LOW: 'low', MEDIUM: 'medium', HIGH: 'high', CRITICAL: 'critical' },
    SideEffect: {
      READ_ONLY: 'read_only',
      LOCAL_WRITE: 'local_write',
      EXTERNAL_WRITE: 'external_write',
      FINANCIAL: 'financial',
      COMMUNICATION: 'communication',
      CODE_EXECUTION: 'code_execution',
      PRIVILEGED: 'privileged',
    },
  },
  success: (json) => json,
  successSchema: (data) => data,
  error: (problem, about) => ({
    status: problem.status,
    contentType: 'application/problem+json',
    body: JSON.stringify(problemDetails(problem, about)),
  }),
  errorStatus: (status) => status,
  errorSchema: {
    contentType: 'application/problem+json',
    schema: {
      type: 'object',
      required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'request_id'],
      additionalProperties: true,
      properties: {
        type: { type: 'string', description: 'about:blank: the status says what kind of problem it is.' },
        title: { type: 'string', description: 'The name of the status.' },
        status: { type: 'integer', description: 'The status of the answer.' },
        detail: { type: 'string', description: 'What went wrong, in words for a person.' },
        instance: { type: 'string', description: 'The path that was asked for.' },
        code: { type: 'string', description: 'What went wrong, for a program.' },
        request_id: { type: 'string', description: 'Names the request in the logs.' },
        fix: { type: 'string', description: 'What can be done about it.' },
      },
    },
  },
  token: (headers, query) => credentialsOf(headers).token ?? query.get('token') ?? undefined,
  stream: {
    heartbeat: 'keep-alive',
    gap: (problem, about) => ({ event: 'gap', data: JSON.stringify(problemDetails(problem, about)) }),
    error: (problem, about) => ({ event: 'error', data: JSON.stringify(problemDetails(problem, about)) }),
    namesEvents: true,
    hasIds: true,
  },
  socket: { maxMessageBytes: 4096, pingMs: 30_000, idleMs: 90_000 },
};

function problemDetails(problem: Problem, about: About): object {
  const { code, status, message, fix, facts } = problem;
  return {
    ...facts,
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Problem',
    status,
    detail: message,
    instance: about.url.split('?')[0],
    code: code.toLowerCase(),
    request_id: about.requestId,
    ...(fix !== undefined && { fix }),
  };
}
