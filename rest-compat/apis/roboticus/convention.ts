import { credentialsOf } from '../../../src/server/index.ts';
import type { Convention, Problem } from '../../runtime/convention.ts';

const headers = {
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
};

/** Roboticus writes bare JSON, and failures as `{ "error": "…" }`. */
export const roboticus: Convention = {
  api: 'roboticus',
  title: 'Roboticus',
  summary: 'One agent to talk to, its health, its cron jobs and what waits for a person, as Roboticus documents them.',
  version: 'v1',
  defaultPort: 18789,
  prefixes: ['/api/'],
  maxBodyBytes: 1024 * 1024,
  emptiness: 'keep',
  words: {
    BreakerState: { CLOSED: 'closed', OPEN: 'open', HALF_OPEN: 'half_open' },
    /** The wire's word for what a decision is. */
    Decided: {
      PENDING: 'pending_approval',
      APPROVED: 'approval_replay_started',
      DENIED: 'approval_denied',
      CHANGES_REQUESTED: 'approval_denied',
      EXPIRED: 'approval_timed_out',
      OVERRIDDEN: 'approval_replay_started',
      CANCELLED: 'approval_denied',
    },
    /** What an agent does when a run of its has ended. */
    RunEnd: {
      PENDING: 'agent_error',
      QUEUED: 'agent_error',
      RUNNING: 'agent_error',
      WAITING: 'agent_error',
      PAUSED: 'agent_error',
      SUCCEEDED: 'agent.reply',
      FAILED: 'agent_error',
      CANCELLED: 'agent_error',
      TIMED_OUT: 'agent_error',
      DEAD_LETTERED: 'agent_error',
    },
    TimingForm: { CRON: 'cron', EVERY: 'every', AT: 'at' },
    ScheduleOutcome: {
      RUNNING: 'running',
      SUCCEEDED: 'success',
      FAILED: 'error',
      REPLACED: 'error',
      SKIPPED_FORBID: 'skipped',
      MISSED_DEADLINE: 'missed',
    },
    ApprovalPhase: {
      PENDING: 'Pending',
      APPROVED: 'Approved',
      DENIED: 'Denied',
      CHANGES_REQUESTED: 'Denied',
      EXPIRED: 'TimedOut',
      OVERRIDDEN: 'Approved',
      CANCELLED: 'Denied',
    },
  },
  aliases: { TimingForm: { interval: 'EVERY', once: 'AT' } },
  success: (json) => json,
  successSchema: (data) => data,
  error: (problem) => ({
    status: statusOf(problem.status, problem),
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(errorOf(problem)),
  }),
  errorStatus: statusOf,
  errorSchema: {
    contentType: 'application/json',
    schema: {
      type: 'object',
      required: ['error'],
      additionalProperties: true,
      properties: {
        error: {
          type: 'string',
          description: 'What went wrong: words for a person, or one word where a reason follows.',
        },
        reason: { type: 'string', description: 'Why, where `error` is one word.' },
        message: { type: 'string', description: 'Why, where `error` is one word.' },
        threat_score: { type: 'number', description: 'How much the message looks like an attack, 0 to 1.' },
      },
    },
  },
  token: (given) => credentialsOf(given).token,
  headers,
  stream: {
    heartbeat: 'keep-alive',
    gap: (problem) => ({ data: JSON.stringify({ type: 'gap', error: problem.message }) }),
    error: (problem) => ({ data: JSON.stringify({ type: 'error', error: problem.message }) }),
    namesEvents: false,
    hasIds: true,
  },
  socket: {
    // A ticket opens one socket; the keys themselves stay out of URLs, which are logged.
    token: (query) => /^wst_[0-9a-f]{64}$/.exec(query.get('ticket') ?? '')?.[0],
    hello: ({ now }) => JSON.stringify({ type: 'connected', version: '1', timestamp: now.toISOString() }),
    reply: () => JSON.stringify({ type: 'ack' }),
    maxMessageBytes: 4096,
    pingMs: 30_000,
    idleMs: 90_000,
  },
};

/** Roboticus has statuses of its own for a few codes, and 422 for members of the body that are missing or of another type. */
function statusOf(status: number, { code, part }: { code?: string; part?: Problem['part'] } = {}): number {
  if (code === 'APPROVAL_CONFLICT') return 404;
  if (code === 'CONVERSATION_MISMATCH') return 403;
  return status === 400 && part === 'body' ? 422 : status;
}

function errorOf({ code, status, message, facts, part, word }: Problem): object {
  if (code === 'UNAUTHENTICATED') return { error: 'unauthorized', message: 'Valid API key required' };
  if (code === 'INPUT_BLOCKED') return { error: word, reason: message, threat_score: facts['threatScore'] };
  if (code === 'DUPLICATE_IN_FLIGHT') return { error: word, reason: message };
  if (part === 'path') return { error: 'not found' };
  return { error: status < 500 ? message : shortened(message) };
}

/** What a failure of the server says: its first line, and not all of a long one. */
function shortened(message: string): string {
  const [line = ''] = message.split('\n');
  return line.length > 200 ? `${line.slice(0, 200)}...` : line;
}
