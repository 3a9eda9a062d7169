import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Logger } from '../log.ts';
import type { Binaries } from './binaries.ts';
import type { Privileges } from './privileges.ts';

/** Everything that stays the same while one data directory is made, served and stopped. */
export interface Site {
  /** Absolute path without symbolic links. */
  dataDir: string;
  /** A private socket, or a loopback port with a password. */
  transport: 'socket' | 'tcp';
  binaries: Binaries;
  privileges: Privileges;
  log: Logger;
}

const standardPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The environment of every program started here. It is made from nothing, so that no secret of Orrery and no `PG…`
 * variable reaches PostgreSQL.
 */
export function programEnvironment(libraryPath?: string): Record<string, string> {
  const libraries = libraryPath && { LD_LIBRARY_PATH: libraryPath, DYLD_LIBRARY_PATH: libraryPath };
  return { ...(process.platform === 'win32' ? {} : { PATH: standardPath }), LC_ALL: 'C', TZ: 'UTC', ...libraries };
}

/** Starts a program of PostgreSQL with the privileges and the environment that are meant for it. */
export function spawnProgram(site: Site, command: string[], options: SpawnOptions): ChildProcess {
  const [program, ...args] = [...site.privileges.prefix, ...command];
  return spawn(program ?? '', args, {
    ...options,
    ...site.privileges.runAs,
    cwd: path.parse(site.dataDir).root,
    env: programEnvironment(site.binaries.libraryPath),
    windowsHide: true,
  });
}

/** Runs a program of PostgreSQL to its end and returns what it wrote. @throws Error with that text when it fails */
export function runProgram(site: Site, command: string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawnProgram(site, command, { stdio: ['pipe', 'pipe', 'pipe'] });
    const written: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => written.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => written.push(chunk));
    // A program that ends before it reads its input says why in what it writes.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const text = Buffer.concat(written).toString('utf8');
      if (code === 0) resolve(text);
      else reject(new Error(`${path.basename(command[0] ?? '')} ended with ${signal ?? `code ${code}`}: ${text}`));
    });
  });
}

/** The file with the password of a server that listens on a port. */
export function passwordFile(dataDir: string): string {
  return `${dataDir}.password`;
}
