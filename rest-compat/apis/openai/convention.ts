import { credentialsOf } from '../../../src/server/index.ts';
import type { Convention, Problem } from '../../runtime/convention.ts';

const textOrNull = { anyOf: [{ type: 'string' }, { type: 'null' }] };

/** The OpenAI dialect: bare objects, and failures by type. */
export const openai: Convention = {
  api: 'openai',
  title: 'OpenAI compatible',
  summary: 'Models and agents for clients that speak the OpenAI dialect.',
  version: 'v1',
  defaultPort: 4000,
  prefixes: ['/v1/chat/', '/v1/models'],
  maxBodyBytes: 4 * 1024 * 1024,
  emptiness: 'keep',
  words: { MessageRole: { SYSTEM: 'system', USER: 'user', ASSISTANT: 'assistant', TOOL: 'tool' } },
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
      properties: {
        error: {
          type: 'object',
          required: ['message', 'type', 'param', 'code'],
          properties: {
            message: { type: 'string', description: 'What went wrong, in words for a person.' },
            type: { type: 'string', description: 'What kind of failure it is.' },
            param: { ...textOrNull, description: 'The parameter at fault.' },
            code: { ...textOrNull, description: 'What went wrong, for a program.' },
          },
        },
      },
    },
  },
  token: (headers) => credentialsOf(headers).token,
  stream: {
    heartbeat: 'keep-alive',
    gap: (problem) => ({ data: JSON.stringify(errorOf(problem)) }),
    error: (problem) => ({ data: JSON.stringify(errorOf(problem)) }),
    done: { data: '[DONE]' },
    namesEvents: false,
    hasIds: false,
  },
};

const types: Record<number, string> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
};

function errorOf({ code, status, message, facts }: Problem): object {
  const type = types[status] ?? (status >= 500 ? 'server_error' : 'invalid_request_error');
  const param = facts['param'];
  return { error: { message, type, param: typeof param === 'string' ? param : null, code: code.toLowerCase() } };
}
