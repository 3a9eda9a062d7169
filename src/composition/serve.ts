import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { buildSchema } from '../../resolvers/index.ts';
import { type Context, createContext, type Services } from '../../schema/context.ts';
import { chatPath, createChatProxy } from '../chat-proxy/index.ts';
import { type Actor, rightsKey } from '../modules/identity/index.ts';
import type { Config } from '../platform/config.ts';
import { newToken, readOrCreateSecretFile } from '../platform/crypto.ts';
import { newId } from '../platform/ids.ts';
import type { Logger } from '../platform/log.ts';
import { createServer, defaultLimits, type OrreryServer } from '../server/index.ts';
import { mountRest, type RestSource, readRest } from './rest.ts';
import { createParts, type Parts } from './services.ts';
import { openStore, type Store } from './store.ts';

/** How long a chat client is kept waiting for a run of an agent. */
const chatPatienceMs = 600_000;

/** What a process does: the API, the work, or both. */
export interface Role {
  api: boolean;
  worker: boolean;
}

/** A running process. */
export interface Platform {
  /** Where the API serves; null for a worker. */
  url: string | null;
  /** Where the APIs with ports of their own serve, by their names. */
  listeners: Record<string, string>;
  /** A token of the first admin; null when it was made elsewhere and is not known here. */
  adminToken: string | null;
  parts: Parts;
  store: Store;
  server: OrreryServer | null;
  /** Stops politely: streams end, running executions go back to the queue, the database stops last. */
  stop(): Promise<void>;
}

/** Starts the platform. @throws ConfigInvalid, OrreryError in plain words */
export async function startPlatform(
  config: Config,
  role: Role,
  options: {
    log: Logger;
    say: (line: string) => void;
    onLost: (reason: string) => void;
    rest?: RestSource;
    /** Whether a process that works also looks at what was declared; true when absent. */
    controllers?: boolean;
  },
): Promise<Platform> {
  const workerId = newId('worker');
  const log = options.log;
  const store = await openStore(config, { log, workerId, onLost: options.onLost });
  try {
    const parts = await createParts(config, store, { log, workerId });
    const adminToken = await admit(config, parts, role, options.say);
    if (role.api && config.quickstart) await applyQuickstart(parts, log);
    await parts.tailer.start();
    if (role.worker) await parts.engine.start();
    if (role.worker && options.controllers !== false) parts.reconciler.start();
    const server = role.api ? createApi(config, store, { parts, role, log }) : null;
    if (server) mountRest(server, options.rest ?? readRest(), { ...parts.services, log });
    const { url, listeners } = server ? await server.listen() : { url: null, listeners: {} };
    for (const [api, own] of Object.entries(listeners)) log.info({ api, url: own }, 'serving an API on its own port');
    const stop = async (): Promise<void> => {
      await server?.close();
      await parts.reconciler.stop();
      if (role.worker) await parts.engine.stop();
      await parts.tailer.stop();
      await parts.close();
      await store.close();
    };
    return { url, listeners, adminToken, parts, store, server, stop };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function admit(config: Config, parts: Parts, role: Role, say: (line: string) => void): Promise<string | null> {
  const { identity } = parts.services;
  if (config.adminToken === undefined && !role.api) {
    await identity.open();
    return null;
  }
  const file = path.join(config.home, 'admin-token');
  const kept =
    config.adminToken === undefined
      ? readOrCreateSecretFile(file, () => newToken('orr'))
      : { value: config.adminToken, created: false };
  await identity.bootstrap(kept.value);
  if (kept.created) say(`The first admin's token, shown this once and kept in ${file}:\n  ${kept.value}`);
  return kept.value;
}

/** The folder of the examples, beside the program, compiled or not. */
export function examplesFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const up = here.includes(`${path.sep}dist${path.sep}`) ? '../../..' : '../..';
  return path.join(here, up, 'examples');
}

async function applyQuickstart(parts: Parts, log: Logger): Promise<void> {
  const { resources, identity } = parts.services;
  const actor = identity.systemActor();
  if (!(await resources.isEmpty(actor))) return;
  const folder = path.join(examplesFolder(), 'quickstart');
  const manifests = readManifests(folder);
  const changes = await resources.apply(actor, { manifests, namespace: 'default', dryRun: false, force: false });
  log.info({ resources: changes.length }, 'applied the quickstart example to the empty store');
}

/** The YAML files of a folder as one text. `${EXAMPLE_DIR}` in them stands for the folder. */
export function readManifests(folder: string): string {
  const files = fs.readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  const texts = files.sort().map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it stands like this in the manifests
  return texts.join('\n---\n').replaceAll('${EXAMPLE_DIR}', folder);
}

function createApi(config: Config, store: Store, about: { parts: Parts; role: Role; log: Logger }): OrreryServer {
  const { parts, role, log } = about;
  const { engine } = parts;
  const ready = () => checkReady(store, role, parts);
  const services: Services = { ...parts.services, platform: { version: programVersion(), startedAt, ready } };
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  new Gauge({
    name: 'orrery_executions_running',
    help: 'Executions that run in this process',
    registers: [metrics],
    collect() {
      this.set(role.worker ? engine.running : 0);
    },
  });
  const server = createServer<Context, Actor>({
    config,
    listeners: config.listen,
    log,
    schema: buildSchema(),
    authenticate: async ({ token }) => {
      if (token === undefined) return null;
      return (await services.identity.authenticate(token)) ?? services.tickets.redeem(token);
    },
    createContext: (request) =>
      createContext(services, {
        actor: request.actor && { ...request.actor, requestId: request.requestId },
        requestId: request.requestId,
        get signal() {
          return request.signal;
        },
      }),
    rightsKey,
    health: {
      ready,
      details: async () => ({
        ...(await ready()),
        disk: await diskOf(config.home),
        uptimeSeconds: Math.round(process.uptime()),
        running: engine.running,
      }),
    },
    metrics,
    limits: defaultLimits,
    // Loaded by the first browser that asks: the page is large, and most starts serve none.
    renderGraphiql: async (options) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
  });
  const authenticate = (token: string): Promise<Actor | null> => services.identity.authenticate(token);
  const chat = { ...services, outbound: parts.outbound, log, authenticate, patienceMs: chatPatienceMs };
  const answerChat = createChatProxy(chat);
  server.onRequest((exchange) => {
    if (exchange.path !== chatPath) return false;
    void answerChat(exchange);
    return true;
  });
  return server;
}

const startedAt = new Date(Date.now() - process.uptime() * 1_000);

/** The version in the program's package.json. */
function programVersion(): string {
  const file = path.join(path.dirname(examplesFolder()), 'package.json');
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version;
}

/** How full the disk is that a folder lies on; null where there is no such folder. */
async function diskOf(folder: string): Promise<{ totalBytes: number; freeBytes: number } | null> {
  const found = await fs.promises.statfs(folder).catch(() => null);
  return found && { totalBytes: found.blocks * found.bsize, freeBytes: found.bavail * found.bsize };
}

async function checkReady(
  store: Store,
  role: Role,
  parts: Parts,
): Promise<{ ready: boolean; checks: Record<string, string> }> {
  const database = await sql`select 1`.execute(store.database.db).then(
    () => 'ok',
    () => 'does not answer',
  );
  const engine = !role.worker || parts.engine.isRunning ? 'ok' : 'not running';
  return { ready: database === 'ok' && engine === 'ok', checks: { database, engine } };
}
