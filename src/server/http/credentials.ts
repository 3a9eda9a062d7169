import type { IncomingHttpHeaders } from 'node:http';

/** What a caller shows to be let in; without a token it is nobody. */
export interface Credentials {
  token?: string;
}

const sessionCookie = 'orrery_session';

/** Reads `Authorization: Bearer`, then `x-api-key`, then the session cookie. Another scheme counts as a wrong token. */
export function credentialsOf(headers: IncomingHttpHeaders): Credentials {
  if (headers.authorization !== undefined) return { token: bearer(headers.authorization) };
  const key = headers['x-api-key'];
  if (typeof key === 'string') return { token: key };
  const session = headers.cookie === undefined ? undefined : cookie(headers.cookie, sessionCookie);
  return session === undefined ? {} : { token: session };
}

/** Reads the credentials in the payload of a WebSocket's `connection_init`, or those of its upgrade request. */
export function socketCredentials(params: Record<string, unknown> | null, headers: IncomingHttpHeaders): Credentials {
  for (const name of ['Authorization', 'authorization', 'token', 'x-api-key']) {
    const value = params?.[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') return { token: '' };
    return { token: name.toLowerCase() === 'authorization' ? bearer(value) : value };
  }
  return credentialsOf(headers);
}

function bearer(value: string): string {
  return /^bearer +(\S+)$/i.exec(value.trim())?.[1] ?? value;
}

function cookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const [key, ...value] = pair.split('=');
    if (key?.trim() === name) return value.join('=').trim();
  }
  return undefined;
}
