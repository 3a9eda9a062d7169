import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** How a process ended: its code, or the signal that ended it. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A platform in a process of its own. */
export interface PlatformProcess {
  pid: number;
  /** Where the API serves; empty for a worker. */
  url: string;
  token: string;
  /** What it wrote so far, standard output and the log on standard error together. */
  output(): string;
  /** Resolves when the process has ended. */
  ended: Promise<ProcessEnd>;
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<ProcessEnd>;
  /** Asks it to stop, as Ctrl-C does, and waits until it has ended. */
  interrupt(): Promise<ProcessEnd>;
}

export interface ProcessOptions {
  command: 'serve' | 'api' | 'worker';
  /** Absent for a platform with its own PostgreSQL in `home`. */
  databaseUrl?: string;
  /** A new directory unless given. */
  home?: string;
  environment?: Record<string, string>;
}

const adminToken = 'test-admin-token-0123456789';

/** Starts a platform and waits until it serves. It is killed when the test ends. @throws Error with its output when it ends before */
export async function startProcess(options: ProcessOptions): Promise<PlatformProcess> {
  const started = spawnPlatform(options);
  const ready = /^orrery (?:worker ready|ready (\S+))$/m;
  const [, url = ''] = await started.says(ready);
  return { ...started, url };
}

/** Starts a platform that is not expected to come up, and waits for its end. */
export async function runToItsEnd(options: ProcessOptions): Promise<ProcessEnd & { output: string }> {
  const started = spawnPlatform(options);
  const end = await started.ended;
  return { ...end, output: started.output() };
}

/** A new directory that goes when the test ends, and with it whoever was still at work in it. */
export function freshHome(): string {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-home-'));
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
  return home;
}

type Started = Omit<PlatformProcess, 'url'> & { says(pattern: RegExp): Promise<RegExpExecArray> };

function spawnPlatform({ command, databaseUrl, home = freshHome(), environment }: ProcessOptions): Started {
  const child = spawn(process.execPath, [...program(), command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      ORRERY_HOME: home,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      PORT: '0',
      LOG_LEVEL: 'info',
      ORRERY_ADMIN_TOKEN: adminToken,
      ORRERY_SECRET_KEY: '00'.repeat(32),
      ORRERY_QUICKSTART: 'false',
      ORRERY_OUTBOUND_ALLOW: '127.0.0.1',
      ORRERY_LEASE_SECONDS: '3',
      ...environment,
    },
  });
  const written = gather(child);
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const end = (signal: NodeJS.Signals): Promise<ProcessEnd> => {
    child.kill(signal);
    return ended;
  };
  onTestFinished(async () => void (await end('SIGKILL')));
  return {
    pid: child.pid ?? 0,
    token: adminToken,
    ended,
    output: written.text,
    says: (pattern) => Promise.race([written.waitFor(pattern), ended.then((how) => failEarly(how, written.text()))]),
    kill: () => end('SIGKILL'),
    interrupt: () => end('SIGINT'),
  };
}

function failEarly(how: ProcessEnd, output: string): never {
  throw new Error(`The platform ended with ${how.signal ?? `code ${how.code}`} before it was ready:\n${output}`);
}

function gather(child: ChildProcess): { text(): string; waitFor(pattern: RegExp): Promise<RegExpExecArray> } {
  let text = '';
  const listeners = new Set<() => void>();
  const add = (chunk: Buffer): void => {
    text += chunk.toString('utf8');
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  const waitFor = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve) => {
      const check = (): void => {
        const found = pattern.exec(text);
        if (!found) return;
        listeners.delete(check);
        resolve(found);
      };
      listeners.add(check);
      check();
    });
  return { text: () => text, waitFor };
}

const root = process.cwd();
let known: string[] | undefined;

/** The compiled program when it is up to date, which starts faster, else the sources. */
function program(): string[] {
  known ??= isBuilt() ? ['bin/orrery.js'] : ['--import', 'tsx', 'src/main.ts'];
  return known;
}

function isBuilt(): boolean {
  const built = fs.statSync(path.join(root, 'dist/.tsbuildinfo'), { throwIfNoEntry: false });
  if (!built || !fs.existsSync(path.join(root, 'dist/src/main.js'))) return false;
  return ['src', 'schema', 'resolvers'].every((folder) => !isNewer(path.join(root, folder), built.mtimeMs));
}

function isNewer(place: string, thanMs: number): boolean {
  const stat = fs.statSync(place);
  if (!stat.isDirectory()) return stat.mtimeMs > thanMs;
  return fs.readdirSync(place).some((name) => isNewer(path.join(place, name), thanMs));
}
