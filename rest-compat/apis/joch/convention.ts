import type { Convention } from '../../runtime/convention.ts';

/** Joch's words for a status whose failure has none of its own. */
const statusWords: Record<number, string> = {
  400: 'Invalid',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  410: 'Expired',
  413: 'Invalid',
  415: 'Invalid',
};

/** Joch: bare resources and lists, errors as `{ error: { code, message, details } }`. */
export const joch: Convention = {
  api: 'joch',
  title: 'Joch',
  summary: 'The Joch control plane API.',
  version: 'v1',
  defaultPort: 8080,
  prefixes: ['/v1/'],
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
      TIMED_OUT: 'TimedOut',
      DEAD_LETTERED: 'DeadLettered',
    },
  },
  success: (json) => json,
  successSchema: (data) => data,
  error: ({ status, word, message, fix, facts }) => ({
    status,
    contentType: 'application/json',
    body: JSON.stringify({
      error: {
        code: word ?? statusWords[status] ?? 'Internal',
        message,
        details: { ...facts, ...(fix !== undefined && { fix }) },
      },
    }),
  }),
  errorStatus: (status) => status,
  errorSchema: {
    contentType: 'application/json',
    schema: {
      type: 'object',
      required: ['error'],
      properties: {
        error: {
          type: 'object',
          required: ['code', 'message', 'details'],
          properties: {
            code: { type: 'string', description: 'What kind of failure this is.' },
            message: { type: 'string', description: 'What went wrong.' },
            details: { type: 'object', description: 'The facts behind the message.' },
          },
        },
      },
    },
  },
  token: ({ authorization }) => /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1],
  stream: {
    heartbeat: ': keep-alive\n\n',
    gap: (problem) => ({ event: 'Expired', data: JSON.stringify({ message: problem.message }) }),
    error: (problem) => ({
      event: 'Error',
      data: JSON.stringify({ error: { code: problem.word ?? 'Internal', message: problem.message } }),
    }),
    namesEvents: true,
    hasIds: true,
  },
};
