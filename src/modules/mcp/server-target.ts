import { hashJson } from '../../platform/crypto.ts';
import { OrreryError } from '../../platform/errors.ts';
import type { McpServerSpec, Resource, SecretRef } from '../resource/index.ts';
import type { McpServerTarget } from './mcp.ts';

type Unkeyed<Target> = Target extends unknown ? Omit<Target, 'key'> : never;

/** The plain value of a secret that a server names. @throws OrreryError SECRET_UNRESOLVED */
type SecretOf = (ref: SecretRef) => Promise<string>;

/**
 * How a declared server is reached, secrets resolved. One that is reached in another way than before gets a new connection,
 * also when only the value of a secret is another.
 * @throws OrreryError SECRET_UNRESOLVED, TOOL_FAILED for a profile of authentication that cannot be used yet
 */
export async function mcpServerTarget(server: Resource<'McpServer'>, secretOf: SecretOf): Promise<McpServerTarget> {
  const way = await wayTo(server.spec, secretOf);
  return { ...way, key: `${server.id}@${hashJson(way)}` };
}

async function wayTo(spec: McpServerSpec, secretOf: SecretOf): Promise<Unkeyed<McpServerTarget>> {
  const { idleTimeoutMs } = spec;
  if (spec.transport === 'http') {
    const headers = await authHeaders(spec.auth, secretOf);
    return { idleTimeoutMs, transport: 'http', url: spec.url ?? '', headers, allowPrivate: spec.allowPrivate };
  }
  const env: Record<string, string> = {};
  for (const { name, value = '', secret } of spec.env) env[name] = secret ? await secretOf(secret) : value;
  return { idleTimeoutMs, transport: 'stdio', command: spec.command ?? '', args: spec.args, env };
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
