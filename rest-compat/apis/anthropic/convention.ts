import { credentialsOf } from '../../../src/server/index.ts';
import type { About, Convention, Problem } from '../../runtime/convention.ts';

/** The Anthropic dialect: bare objects, and failures by type. */
export const anthropic: Convention = {
  api: 'anthropic',
  title: 'Anthropic compatible',
  summary: 'Models and agents for clients that speak the Anthropic dialect.',
  version: 'v1',
  defaultPort: 4000,
  prefixes: ['/anthropic/'],
  maxBodyBytes: 4 * 1024 * 1024,
  emptiness: 'keep',
  words: {},
  success: (json) => json,
  successSchema: (data) => data,
  error: (problem, about) => ({
    status: problem.status,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(errorOf(problem, about)),
  }),
  errorStatus: (status) => status,
  errorSchema: {
    contentType: 'application/json',
    schema: {
      type: 'object',
      required: ['type', 'error', 'request_id'],
      properties: {
        type: { const: 'error' },
        error: {
          type: 'object',
          required: ['type', 'message'],
          properties: {
            type: { type: 'string', description: 'What kind of failure it is.' },
            message: { type: 'string', description: 'What went wrong, in words for a person.' },
          },
        },
        request_id: { type: 'string', description: 'Names the request in the logs.' },
      },
    },
  },
  token: (headers) => credentialsOf(headers).token,
  stream: {
    heartbeat: 'keep-alive',
    gap: (problem, about) => ({ event: 'error', data: JSON.stringify(errorOf(problem, about)) }),
    error: (problem, about) => ({ event: 'error', data: JSON.stringify(errorOf(problem, about)) }),
    namesEvents: true,
    hasIds: false,
  },
};

const types: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

function errorOf({ status, message }: Problem, { requestId }: About): object {
  const type = types[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
  return { type: 'error', error: { type, message }, request_id: requestId };
}
