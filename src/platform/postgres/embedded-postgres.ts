import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import type { Logger } from '../log.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { connectionTo, urlOf } from './postmaster.ts';
import { choosePrivileges } from './privileges.ts';
import { startServer } from './server.ts';
import type { Site } from './site.ts';
import { createStop, onUnexpectedEnd } from './supervision.ts';
import { startWatchdog, takeOwnership } from './watchdog.ts';

export interface EmbeddedPostgresOptions {
  /** Directory of the data; made at first start. Only one process at a time may own it: claim the home first. */
  dataDir: string;
  log: Logger;
  /** Called once when the server ends although nobody stopped it, with the reason in plain words. */
  onLost(reason: string): void;
  /** A private socket, or a loopback port with a password. The port is the default on Windows only. */
  transport?: 'socket' | 'tcp';
  /** How long the server waits for a new owner after this process was killed; 10,000 by default. */
  orphanGraceMs?: number;
}

/** A PostgreSQL server of our own that accepts connections. */
export interface EmbeddedPostgres {
  /** Where it is, for those who take a URL; holds the password when there is one. */
  url: string;
  /** The same as settings for a pool or a client. */
  pool: pg.PoolConfig;
  pid: number;
  /** Whether the server ran already, left behind by a process that was killed. */
  attached: boolean;
  /** Whether the database was made by this start. */
  firstStart: boolean;
  /** Disconnects everybody, stops the server and waits for its end. Safe to repeat. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL over `dataDir` with the database `orrery`, or takes over the server that already runs there.
 * @throws OrreryError UNAVAILABLE when there is no PostgreSQL to run, or it does not run
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const site = await openSite(options);
  const firstStart = await ensureCluster(site);
  const owner = randomUUID();
  takeOwnership(site, owner);
  const watchdog = startWatchdog(site, { owner, graceMs: options.orphanGraceMs ?? 10_000 });
  const server = await startServer(site).catch((error: unknown) => {
    watchdog.dismiss();
    throw error;
  });
  const { pid } = server.postmaster;
  const ignoreEnd = onUnexpectedEnd(server, options.onLost);
  const pool = connectionTo(server.postmaster, site.dataDir);
  const stopServer = createStop(site, pid);
  let stopped: Promise<void> | undefined;
  return {
    url: urlOf(pool),
    pool,
    pid,
    attached: server.started === undefined,
    firstStart,
    stop: () => {
      ignoreEnd();
      watchdog.dismiss();
      stopped ??= stopServer();
      return stopped;
    },
  };
}

async function openSite({ dataDir, log, transport }: EmbeddedPostgresOptions): Promise<Site> {
  const parent = path.dirname(path.resolve(dataDir));
  fs.mkdirSync(parent, { recursive: true, mode: 0o700 });
  const place = path.join(fs.realpathSync(parent), path.basename(path.resolve(dataDir)));
  const realDataDir = fs.existsSync(place) ? fs.realpathSync(place) : place;
  const binaries = await findBinaries(`${realDataDir}-libraries`);
  return {
    dataDir: realDataDir,
    transport: transport ?? (process.platform === 'win32' ? 'tcp' : 'socket'),
    binaries,
    privileges: choosePrivileges(binaries, realDataDir),
    log,
  };
}
