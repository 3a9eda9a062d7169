import { OrreryError } from '../../platform/errors.ts';
import type { McpServerSpec, Resource, SecretRef } from '../resource/index.ts';
import type { McpServerTarget } from './mcp.ts';

/** The plain value of a secret that a server names. @throws OrreryError SECRET_UNRESOLVED */
type SecretOf = (ref: SecretRef) => Promise<string>;

/**
 * How a declared server is reached, secrets resolved. A server that was declared anew gets a new connection.
 * @throws OrreryError SECRET_UNRESOLVED, TOOL_FAILED for a profile of authentication that cannot be used yet
 */
export async function mcpServerTarget(server: Resource<'McpServer'>, secretOf: SecretOf): Promise<McpServerTarget> {
  const { spec } = server;
  const shared = { key: `${server.id}@${server.generation}`, idleTimeoutMs: spec.idleTimeoutMs };
  if (spec.transport === 'http') {
    const headers = await authHeaders(spec.auth, secretOf);
    return { ...shared, transport: 'http', url: spec.url ?? '', headers, allowPrivate: spec.allowPrivate };
  }
  const env: Record<string, string> = {};
  for (const { name, value = '', secret } of spec.env) env[name] = secret ? await secretOf(secret) : value;
  return { ...shared, transport: 'stdio', command: spec.command ?? '', args: spec.args, env };
}

async function authHeaders(auth: McpServerSpec['auth'], secretOf: SecretOf): Promise<Record<string, string>> {
  if (!auth?.secret) return {};
  const token = await secretOf(auth.secret);
  switch (auth.profile) {
    case 'api_key_header':
      return { [auth.headerName ?? 'x-api-key']: token };
    case 'bearer':
      return { authorization: `Bearer ${token}` };
    case 'basic':
      return { authorization: `Basic ${Buffer.from(token).toString('base64')}` };
    default:
      throw new OrreryError('TOOL_FAILED', `The authentication profile ${auth.profile} cannot be used yet.`);
  }
}
