import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Registry } from 'prom-client';
import { afterEach } from 'vitest';
import type { Logger } from '../../../src/platform/log.ts';
import { createServer, defaultLimits, type OrreryServer, type ServerDeps } from '../../../src/server/index.ts';
import { type LibraryContext, librarySchema, type Tick } from './library-schema.ts';
import { Topic } from './topic.ts';

type Deps = ServerDeps<LibraryContext, Actor>;
interface Actor {
  principalId: string;
  role: string;
}

/** One line of the server's log. */
export interface Line {
  level: string;
  facts: Record<string, unknown>;
  message: string;
}

export interface Library {
  server: OrreryServer;
  url: string;
  topic: Topic<Tick>;
  executed: { ticks: number };
  lines: Line[];
  /** Whether `/readyz` is to say yes. */
  health: { ready: boolean };
}

/** Who has which token. */
const actors: Record<string, Actor> = {
  'reader-1': { principalId: 'prn_1', role: 'viewer' },
  'reader-2': { principalId: 'prn_2', role: 'viewer' },
  boss: { principalId: 'prn_3', role: 'admin' },
};

const running: OrreryServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Starts a real server on a free port; it is closed after the test. */
export async function library(
  overrides: Omit<Partial<Deps>, 'config'> & {
    config?: Partial<Deps['config']>;
    routes?: (server: OrreryServer) => void;
  } = {},
): Promise<Library> {
  const topic = new Topic<Tick>();
  const executed = { ticks: 0 };
  const lines: Line[] = [];
  const health = { ready: true };
  const server = createServer<LibraryContext, Actor>({
    log: recordingLog(lines),
    schema: librarySchema,
    authenticate: async ({ token }) => actors[token ?? ''] ?? null,
    createContext: ({ actor, requestId, signal }) => ({ actor, requestId, signal, topic, executed }),
    rightsKey: ({ role }) => role,
    health: {
      ready: async () => ({ ready: health.ready, checks: { database: health.ready ? 'ok' : 'no answer' } }),
      details: async () => ({ version: 'test' }),
    },
    metrics: new Registry(),
    limits: defaultLimits,
    ...overrides,
    timing: { drainMs: 500, goodbyeMs: 200, ...overrides.timing },
    config: {
      host: '127.0.0.1',
      port: 0,
      corsOrigins: [],
      trustedDocuments: undefined,
      trustedDocumentsOnly: false,
      isProduction: false,
      ...overrides.config,
    },
  });
  running.push(server);
  overrides.routes?.(server);
  const { url } = await server.listen();
  return { server, url, topic, executed, lines, health };
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The body as JSON. */
  json(): {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions: Record<string, unknown>; path?: unknown[] }[];
  };
}

export interface Ask {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer | object;
}

/** Sends one HTTP request as it is: an object as JSON, with no headers but those given. */
export function ask(
  { url }: { url: string },
  { method = 'POST', path = '/graphql', headers = {}, body }: Ask,
): Promise<Reply> {
  const bytes = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const json = typeof body === 'object' && !Buffer.isBuffer(body) ? { 'content-type': 'application/json' } : {};
  return new Promise((resolve, reject) => {
    const request = httpRequest(url + path, { method, headers: { ...json, ...headers }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: () => JSON.parse(text) });
      });
    });
    request.on('error', reject);
    request.end(bytes);
  });
}

/** Sends one GraphQL operation as JSON. */
export function graphql(
  server: { url: string },
  query: string,
  more: { variables?: object; operationName?: string; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const { headers, ...rest } = more;
  return ask(server, { body: { query, ...rest }, ...(headers && { headers }) });
}

function recordingLog(lines: Line[]): Logger {
  const record =
    (level: string) =>
    (facts: Record<string, unknown>, message: string): void => {
      lines.push({ level, facts, message });
    };
  const log = Object.fromEntries(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace'].map((level) => [level, record(level)]),
  );
  return { ...log, child: () => log } as unknown as Logger;
}
