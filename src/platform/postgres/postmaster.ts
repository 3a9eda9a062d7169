import fs from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { birthOf } from '../home.ts';
import { databaseName, superuser } from './cluster.ts';
import { passwordFile } from './site.ts';

/** The main process of a PostgreSQL server, as it describes itself in its data directory. */
export interface Postmaster {
  pid: number;
  port: number;
  /** Undefined when it listens on no socket. */
  socketDirectory: string | undefined;
  isReady: boolean;
}

/** The live server over `dataDir`, or undefined when none runs. */
export function findPostmaster(dataDir: string): Postmaster | undefined {
  const lines = readPidFile(dataDir);
  const pid = Number(lines?.[0]);
  if (!lines || !Number.isInteger(pid) || pid <= 0 || !birthOf(pid) || isAnotherProgram(pid, dataDir)) return undefined;
  const [, , , port, socketDirectory, , , state] = lines;
  return { pid, port: Number(port), socketDirectory: socketDirectory || undefined, isReady: state?.trim() === 'ready' };
}

/**
 * Removes a lock file whose process number now belongs to another program, which happens when a container starts
 * again: PostgreSQL would take that program for a server and refuse to start.
 */
export function removeRecycledPidFile(dataDir: string): void {
  const pid = Number(readPidFile(dataDir)?.[0]);
  if (Number.isInteger(pid) && pid > 0 && birthOf(pid) && isAnotherProgram(pid, dataDir)) {
    fs.rmSync(path.join(dataDir, 'postmaster.pid'), { force: true });
  }
}

/** How to connect to the database of `postmaster`. */
export function connectionTo(postmaster: Postmaster, dataDir: string): pg.PoolConfig & pg.ClientConfig {
  const common = { port: postmaster.port, user: superuser, database: databaseName };
  if (postmaster.socketDirectory) return { ...common, host: postmaster.socketDirectory };
  return { ...common, host: '127.0.0.1', password: fs.readFileSync(passwordFile(dataDir), 'utf8').trim() };
}

/** The same as a URL, for those who take nothing else. */
export function urlOf({ host, port, user, password, database }: pg.ClientConfig): string {
  if (!password)
    return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host ?? '')}&port=${port}`;
  return `postgresql://${user}:${password}@${host}:${port}/${database}`;
}

function readPidFile(dataDir: string): string[] | undefined {
  try {
    return fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A server works in its data directory. Where the system does not tell, the process is taken for one. */
function isAnotherProgram(pid: number, dataDir: string): boolean {
  try {
    const [workplace, data] = [fs.statSync(`/proc/${pid}/cwd`), fs.statSync(dataDir)];
    return workplace.ino !== data.ino || workplace.dev !== data.dev;
  } catch {
    return false;
  }
}
