import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { OrreryError } from '../errors.ts';
import { listenSettings } from './endpoint.ts';
import { connectionTo, findPostmaster, type Postmaster, removeRecycledPidFile } from './postmaster.ts';
import { giveTo } from './privileges.ts';
import { followServerLog, type ServerLog } from './server-log.ts';
import { runProgram, type Site, spawnProgram } from './site.ts';

/** A server that accepts connections. */
export interface Server {
  postmaster: Postmaster;
  /** The process we started and its log, or undefined when the server ran already. */
  started: { child: ChildProcess; serverLog: ServerLog } | undefined;
}

/** Recovery after a crash reads up to `max_wal_size` of log. */
const startTimeoutMs = 300_000;
const pollMs = 5;
const retryMs = 50;

const settings = {
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  log_line_prefix: '',
  // Details and statements hold the data of users, which does not belong in a log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/**
 * Gives a server over the data directory: one that a killed process left running, else a new one. What a killed server
 * left behind is waited for. @throws OrreryError UNAVAILABLE with PostgreSQL's own reason
 */
export async function startServer(site: Site): Promise<Server> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    const running = findPostmaster(site.dataDir);
    if (!running) {
      const server = await launch(site, deadline);
      if (server) return server;
    } else if (running.isReady && (await answers(running, site.dataDir))) {
      return { postmaster: running, started: undefined };
    }
    await delay(retryMs);
  }
  throw new OrreryError('UNAVAILABLE', `The PostgreSQL server over ${site.dataDir} runs but does not answer.`, {
    fix: `Stop process ${findPostmaster(site.dataDir)?.pid ?? ''} and start Orrery again.`,
  });
}

async function answers(postmaster: Postmaster, dataDir: string): Promise<boolean> {
  const client = new pg.Client({ ...connectionTo(postmaster, dataDir), connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    // It is starting, stopping or gone; the caller looks again until its deadline.
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Starts a server and waits until it is ready; undefined when the remains of a killed one are still going away. */
async function launch(site: Site, deadline: number): Promise<Server | undefined> {
  giveTo(site.privileges.owner, site.dataDir);
  removeRecycledPidFile(site.dataDir);
  const all = Object.entries({ ...settings, ...(await listenSettings(site)) }).map(
    ([name, value]) => `${name}=${value}`,
  );
  const command = [site.binaries.postgres, '-D', site.dataDir, ...all.flatMap((setting) => ['-c', setting])];
  // Its own process group, so that Ctrl-C in a terminal stops Orrery first and the database after it.
  const child = spawnProgram(site, command, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  if (!child.stderr) throw new Error('the standard error of PostgreSQL is not a pipe');
  const serverLog = followServerLog(child.stderr, site.log);
  let failure: string | undefined;
  child.once('error', (error) => (failure = error.message));
  child.once('close', (code, signal) => (failure ??= serverLog.tail() || `it ended with ${signal ?? `code ${code}`}`));
  child.unref();
  while (failure === undefined) {
    const postmaster = findPostmaster(site.dataDir);
    if (postmaster?.isReady && postmaster.pid === child.pid) return { postmaster, started: { child, serverLog } };
    if (Date.now() > deadline) child.kill('SIGQUIT');
    await delay(pollMs);
  }
  if (isLeftover(failure)) return undefined;
  throw await startFailure(site, failure);
}

/** The children of a killed server hold its lock and its shared memory for a moment; a port may be taken meanwhile. */
function isLeftover(failure: string): boolean {
  return /lock file|shared memory block|could not bind/.test(failure);
}

async function startFailure(site: Site, failure: string): Promise<OrreryError> {
  const { dataDir, binaries } = site;
  const needed = fs.readFileSync(path.join(dataDir, 'PG_VERSION'), 'utf8').trim();
  // Asked for only now, because a start that works need not know it.
  const [, present] = /(\d+(?:\.\d+)*)/.exec(await runProgram(site, [binaries.postgres, '--version'])) ?? [];
  if (/incompatible with server/.test(failure) || present?.split('.')[0] !== needed) {
    const message = `The data in ${dataDir} was written by PostgreSQL ${needed}, which PostgreSQL ${present} cannot read.`;
    return new OrreryError('UNAVAILABLE', message, {
      fix: `Serve it with PostgreSQL ${needed} and set DATABASE_URL, or move ${dataDir} away to start empty.`,
      facts: { dataVersion: needed, serverVersion: present },
      cause: new Error(failure),
    });
  }
  return new OrreryError('UNAVAILABLE', `PostgreSQL did not start over ${dataDir}: ${failure.trim()}`, {
    fix: 'Remove the cause, or set DATABASE_URL to a PostgreSQL server.',
  });
}
