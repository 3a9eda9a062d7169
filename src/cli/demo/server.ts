import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createClient, type OrreryClient } from '../../client/index.ts';
import { startPlatform } from '../../composition/serve.ts';
import type { Config } from '../../platform/config.ts';
import { isOrreryError } from '../../platform/errors.ts';
import { createLogger } from '../../platform/log.ts';
import { connectionTo } from '../connection.ts';
import { ViewerDocument } from '../documents.ts';
import { RestSite } from './rest-site.ts';

/** The server that the demo is played on. */
export interface DemoServer {
  client: OrreryClient;
  site: RestSite;
  /** Where it is and why this one, in words for the person who watches. */
  description: string;
  /** Leaves a server that ran before; ends and removes one that was started for the demo. */
  close(): Promise<void>;
}

const patienceMs = 2_000;

/** The running server that this configuration names, if it knows our token; else one of our own for the time. */
export async function openServer(config: Config, onLost: (reason: string) => void): Promise<DemoServer> {
  return (await runningServer(config)) ?? (await ownServer(config, onLost));
}

async function runningServer(config: Config): Promise<DemoServer | undefined> {
  const { url, token } = connectionTo(config);
  if (token === undefined) return undefined;
  if (!(await answers(url, token))) return undefined;
  const { origin } = new URL(url);
  return { ...clientsOf(origin, token), description: `the one that runs at ${origin}` };
}

async function answers(url: string, token: string): Promise<boolean> {
  const client = createClient({ url, token, timeoutMs: patienceMs });
  try {
    const { viewer } = await client.request(ViewerDocument);
    return viewer.mayApply.allowed;
  } catch (error) {
    if (isOrreryError(error)) return false;
    throw error;
  } finally {
    await client.close();
  }
}

async function ownServer(config: Config, onLost: (reason: string) => void): Promise<DemoServer> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-demo-'));
  const remove = (): void => fs.rmSync(home, { recursive: true, force: true });
  const log = createLogger('error');
  const role = { api: true, worker: true };
  const platform = await startPlatform(temporary(config, home), role, { log, say: () => undefined, onLost }).catch(
    (error: unknown) => {
      remove();
      throw error;
    },
  );
  const clients = clientsOf(platform.url ?? '', platform.adminToken ?? '');
  return {
    ...clients,
    description: `a temporary one at ${platform.url}, removed at the end`,
    async close() {
      await clients.close();
      await platform.stop();
      remove();
    },
  };
}

/** A client of the graph and one of the other APIs. */
function clientsOf(origin: string, token: string): Pick<DemoServer, 'client' | 'site' | 'close'> {
  const client = createClient({ url: `${origin}/graphql`, token });
  const site = new RestSite(origin, token);
  return { client, site, close: async () => void (await Promise.all([client.close(), site.close()])) };
}

/** Nothing of the person's own: another home, its own database, any free port. */
function temporary(config: Config, home: string): Config {
  return {
    ...config,
    home,
    host: '127.0.0.1',
    port: 0,
    databaseUrl: undefined,
    redisUrl: undefined,
    adminToken: undefined,
    secretKey: undefined,
    trustedDocuments: undefined,
    trustedDocumentsOnly: false,
    quickstart: false,
  };
}
