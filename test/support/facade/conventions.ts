import type { Convention } from '../../../rest-compat/runtime/convention.ts';
import type { ApiName } from '../../../rest-compat/runtime/route.ts';

/** A convention with a bare body and errors like Joch's, to be bent by a test. */
export function plainConvention(api: ApiName, changes: Partial<Convention> = {}): Convention {
  return {
    api,
    title: `Test ${api}`,
    summary: 'For tests.',
    version: 'v1',
    defaultPort: 8080,
    prefixes: ['/v1/'],
    maxBodyBytes: 64 * 1024,
    emptiness: 'keep',
    words: { ResourceKind: { AGENT: 'Agent', TOOL: 'Tool', SECRET: 'Secret', POLICY: 'Policy' } },
    aliases: { ResourceKind: { agents: 'AGENT' } },
    success: (json) => json,
    successSchema: (data) => data,
    error: ({ status, code, word, message, facts }) => ({
      status,
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify({ error: { code: word ?? code, message, details: facts } }),
    }),
    errorStatus: (status) => status,
    errorSchema: { contentType: 'application/json', schema: { type: 'object' } },
    token: ({ authorization }) => /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1],
    stream: {
      heartbeat: '',
      gap: () => ({ data: '{}' }),
      error: () => ({ data: '{}' }),
      namesEvents: true,
      hasIds: true,
    },
    ...changes,
  };
}

/** A convention that puts every answer into an envelope with who asked, as Fabric does. */
export function envelopeConvention(api: ApiName): Convention {
  return plainConvention(api, {
    prefixes: ['/fabric/'],
    headers: { 'x-envelope': '1.0' },
    success: (json, about) =>
      `{"meta":${JSON.stringify({ request_id: about.requestId, status: about.status, trace: about.traceId })},` +
      `"context":${JSON.stringify(about.caller)},"data":${json},"error":null}`,
    error: (problem, about) => ({
      status: problem.status,
      contentType: 'application/json',
      body: JSON.stringify({
        meta: { status: about.status },
        data: null,
        error: { code: problem.word, message: problem.message },
      }),
    }),
  });
}
