import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import { giveTo } from './privileges.ts';
import { programEnvironment, type Site } from './site.ts';

/** A small process that outlives this one and stops a server that nobody owns any more. */
export interface Watchdog {
  /** Ends the watch; the server is left as it is. */
  dismiss(): void;
}

export interface Watch {
  /** The owner on whose behalf the server runs. */
  owner: string;
  /** How long after the owner's death another may take the server over. */
  graceMs: number;
}

// A line on the input is an orderly farewell; an input that ends without one means that the owner is dead.
const script = `
read -r farewell && exit 0
sleep "$3"
read -r owner < "$1/orrery-owner" && [ "$owner" = "$2" ] || exit 0
read -r pid < "$1/postmaster.pid" && kill -INT "$pid"
`;

/** Writes down that `owner` has taken the server over; the watchdogs of earlier owners then let it live. */
export function takeOwnership(site: Site, owner: string): void {
  const file = path.join(site.dataDir, 'orrery-owner');
  fs.writeFileSync(file, `${owner}\n`, { mode: 0o600 });
  giveTo(site.privileges.owner, file);
}

/** Starts the watch, before the server so that no instant is unwatched. On Windows there is none: a server left behind runs until the next start takes it over. */
export function startWatchdog(site: Site, { owner, graceMs }: Watch): Watchdog {
  if (process.platform === 'win32') return { dismiss: () => undefined };
  const args = ['-c', script, 'orrery-watchdog', site.dataDir, owner, String(graceMs / 1_000)];
  const child = spawn('/bin/sh', args, {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Its own process group, so that Ctrl-C in a terminal does not reach it.
    detached: true,
    cwd: '/',
    env: programEnvironment(),
  });
  child.once('error', (error) => site.log.warn({ reason: error.message }, 'the watchdog of PostgreSQL did not start'));
  child.stdin?.on('error', () => undefined);
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return { dismiss: () => child.stdin?.end('farewell\n') };
}
