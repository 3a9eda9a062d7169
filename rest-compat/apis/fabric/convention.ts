import { createHash } from 'node:crypto';
import { credentialsOf } from '../../../src/server/index.ts';
import type { About, Convention, Problem } from '../../runtime/convention.ts';
import type { JsonSchema } from '../../runtime/route.ts';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Fabric puts every answer and every frame into one envelope. */
export const fabric: Convention = {
  api: 'fabric',
  title: 'Fabric',
  summary: 'Who asks, jobs, workflows, the model providers and the stream of all events, as Fabric documents them.',
  version: '1.0',
  defaultPort: 3001,
  prefixes: ['/v1/me', '/v1/providers', '/v1/events/', '/v1/organizations', '/v1/teams', '/v1/jobs', '/v1/workflow-'],
  maxBodyBytes: 4 * 1024 * 1024,
  emptiness: 'keep',
  words: {
    ExecutionPhase: {
      PENDING: 'pending',
      QUEUED: 'pending',
      RUNNING: 'running',
      WAITING: 'waiting',
      PAUSED: 'paused',
      SUCCEEDED: 'completed',
      FAILED: 'failed',
      CANCELLED: 'cancelled',
      TIMED_OUT: 'failed',
      DEAD_LETTERED: 'failed',
    },
    StepPhase: {
      PENDING: 'pending',
      RUNNING: 'running',
      WAITING: 'waiting',
      SUCCEEDED: 'completed',
      FAILED: 'failed',
      SKIPPED: 'skipped',
      CANCELLED: 'cancelled',
    },
    /** The kind of the event that a run's end is. */
    RunEnd: {
      PENDING: 'workflow.run.failed',
      QUEUED: 'workflow.run.failed',
      RUNNING: 'workflow.run.failed',
      WAITING: 'workflow.run.failed',
      PAUSED: 'workflow.run.failed',
      SUCCEEDED: 'workflow.run.completed',
      FAILED: 'workflow.run.failed',
      CANCELLED: 'workflow.run.cancelled',
      TIMED_OUT: 'workflow.run.failed',
      DEAD_LETTERED: 'workflow.run.failed',
    },
    /** The kind of the event that a job's end is. */
    JobEnd: {
      PENDING: 'job.failed',
      QUEUED: 'job.failed',
      RUNNING: 'job.failed',
      WAITING: 'job.failed',
      PAUSED: 'job.failed',
      SUCCEEDED: 'job.completed',
      FAILED: 'job.failed',
      CANCELLED: 'job.cancelled',
      TIMED_OUT: 'job.failed',
      DEAD_LETTERED: 'job.failed',
    },
    /** Operations name what carries them out in these words. */
    OperationRuntime: { NATIVE: 'native', TOOL: 'tool', PROVIDER: 'provider', WASM: 'wasm' },
    ResourceApplied: { true: 'resource.created', false: 'resource.updated' },
    ApprovalPhase: {
      PENDING: 'pending',
      APPROVED: 'approved',
      DENIED: 'denied',
      CHANGES_REQUESTED: 'changes_requested',
      EXPIRED: 'expired',
      OVERRIDDEN: 'overridden',
      CANCELLED: 'cancelled',
    },
    Role: { VIEWER: 'viewer', CONTROLLER: 'controller', OPERATOR: 'operator', ADMIN: 'admin' },
    ModelModality: { TEXT: 'text', IMAGE: 'image', AUDIO: 'audio', VIDEO: 'video', EMBEDDING: 'embedding' },
    ModelProviderModality: { TEXT: 'text', IMAGE: 'image', AUDIO: 'audio', EMBEDDING: 'embedding' },
    ModelProviderTier: { LOCAL: 'local', BASIC: 'basic', PREMIUM: 'premium' },
    ModelProviderHealth: { HEALTHY: 'healthy', DEGRADED: 'degraded', UNAVAILABLE: 'unavailable' },
    PolicyEffect: { ALLOW: 'allow', DENY: 'deny', MODIFY: 'modify', REQUIRE_APPROVAL: 'require_approval' },
    SideEffect: {
      READ_ONLY: 'read_only',
      LOCAL_WRITE: 'local_write',
      EXTERNAL_WRITE: 'external_write',
      FINANCIAL: 'financial',
      COMMUNICATION: 'communication',
      CODE_EXECUTION: 'code_execution',
      PRIVILEGED: 'privileged',
    },
    PrincipalKind: { USER: 'user', API_KEY: 'api_key', SYSTEM: 'system' },
  },
  success: (json, about) =>
    `{"meta":${JSON.stringify(metaOf(about, about.status))},"context":${JSON.stringify(contextOf(about))},"data":${json},"error":null,"links":${JSON.stringify({ self: about.url })}}`,
  successSchema: (data) => envelopeSchema(data, { type: 'null' }),
  error: (problem, about) => ({
    status: problem.status,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(failureOf(problem, about)),
  }),
  errorStatus: (status) => status,
  errorSchema: {
    contentType: 'application/json',
    schema: envelopeSchema(
      { type: 'null' },
      {
        type: 'object',
        required: ['code', 'message'],
        additionalProperties: false,
        properties: {
          code: { type: 'string', description: 'What went wrong, for a program.' },
          message: { type: 'string', description: 'What went wrong, in words for a person.' },
          details: { type: 'object', additionalProperties: true, description: 'The facts behind it.' },
        },
      },
    ),
  },
  token: (headers) => credentialsOf(headers).token,
  stream: {
    frame: (json, about) =>
      `{"meta":${JSON.stringify(metaOf(about, 200))},"context":${JSON.stringify(contextOf(about))},"data":${json},"error":null,"links":{}}`,
    heartbeat: 'keep-alive',
    gap: (problem, about) => ({ event: 'gap', data: JSON.stringify(failureOf(problem, about)) }),
    error: (problem, about) => ({ event: 'error', data: JSON.stringify(failureOf(problem, about)) }),
    namesEvents: true,
    hasIds: true,
  },
  socket: { maxMessageBytes: 4096, pingMs: 30_000, idleMs: 90_000 },
};

function failureOf(problem: Problem, about: About): object {
  const { message, facts, fix } = problem;
  const details = { ...facts, ...(fix !== undefined && { fix }) };
  return {
    meta: metaOf(about, problem.status),
    context: contextOf(about),
    data: null,
    error: { code: codeOf(problem), message, ...(Object.keys(details).length > 0 && { details }) },
    links: {},
  };
}

function codeOf({ word, status, code }: Problem): string {
  if (status === 404) return 'not_found';
  if (status === 405) return 'method_not_allowed';
  if (status === 415) return 'unsupported_media_type';
  if (status === 426) return 'upgrade_required';
  return word ?? code.toLowerCase();
}

function metaOf(about: About, status: number): object {
  return {
    request_id: asUuid(about.requestId),
    trace_id: asUuid(about.traceId),
    timestamp: about.now.toISOString(),
    status,
    version: '1.0',
  };
}

function contextOf({ caller }: About): object {
  return {
    principal_id: caller?.principalId ?? null,
    organization_id: caller?.organizationId ?? null,
    team_id: null,
  };
}

/** Clients read these ids as UUIDs: another id becomes one that always stands for it. */
function asUuid(id: string): string {
  if (uuidPattern.test(id)) return id;
  const hex = /^[0-9a-f]{32}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function envelopeSchema(data: JsonSchema, error: JsonSchema): JsonSchema {
  const id = { anyOf: [{ type: 'string' }, { type: 'null' }] };
  return {
    type: 'object',
    required: ['meta', 'context', 'data', 'error', 'links'],
    properties: {
      meta: {
        type: 'object',
        required: ['request_id', 'trace_id', 'timestamp', 'status', 'version'],
        properties: {
          request_id: { type: 'string', format: 'uuid' },
          trace_id: { type: 'string', format: 'uuid' },
          timestamp: { type: 'string', format: 'date-time' },
          status: { type: 'integer' },
          version: { type: 'string' },
        },
      },
      context: {
        type: 'object',
        required: ['principal_id', 'organization_id', 'team_id'],
        properties: { principal_id: id, organization_id: id, team_id: id },
      },
      data,
      error,
      links: { type: 'object', additionalProperties: { type: 'string' } },
    },
  };
}
