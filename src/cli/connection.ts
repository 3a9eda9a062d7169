import fs from 'node:fs';
import path from 'node:path';
import type { Config } from '../platform/config.ts';

/** Where a running server is asked, and as whom. */
export interface Connection {
  url: string;
  token: string | undefined;
}

/**
 * The server that this configuration would start, or another that is named. Without a token of its own it is asked as
 * the first admin, whose token is in the configuration or in the home directory.
 */
export function connectionTo(
  config: Pick<Config, 'host' | 'port' | 'home' | 'adminToken'>,
  named: { url?: string | undefined; token?: string | undefined } = {},
): Connection {
  const token = named.token ?? config.adminToken ?? keptToken(config.home);
  return { url: named.url === undefined ? localUrl(config) : endpointOf(named.url), token };
}

function localUrl({ host, port }: Pick<Config, 'host' | 'port'>): string {
  const anywhere: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
  const name = anywhere[host] ?? host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}/graphql`;
}

/** The address of a server stands for its endpoint. */
function endpointOf(url: string): string {
  return /^https?:\/\/[^/]+\/?$/.test(url) ? `${url.replace(/\/$/, '')}/graphql` : url;
}

function keptToken(home: string): string | undefined {
  const file = path.join(home, 'admin-token');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : undefined;
}
