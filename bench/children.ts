import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const isCompiled = here.includes(`${path.sep}dist${path.sep}`);

/** The folder of package.json, whether this runs compiled or not. */
export const projectRoot = path.join(here, isCompiled ? '../..' : '..');

const clockTickMs = 10;
const startTimeoutMs = 30_000;

/** A server in a process of its own. */
export interface Child {
  url: string;
  process: ChildProcess;
  /** Ends the process politely and waits for its end. Safe to repeat. */
  stop(): Promise<void>;
}

/** The program itself, serving. */
export interface Orrery extends Child {
  adminToken: string;
  /** From the start of the process to the line that says that it serves. */
  readyAfterMs: number;
}

/**
 * Starts `orrery serve` with `home` as its ORRERY_HOME, as a user would, and waits until it serves. With BENCH_PROFILE set
 * to a folder, the process leaves a CPU profile there.
 */
export async function startOrrery(home: string, environment: Record<string, string> = {}): Promise<Orrery> {
  const profiling = process.env['BENCH_PROFILE']
    ? ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`]
    : [];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...profiling, ...startArguments()], {
    cwd: projectRoot,
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      ORRERY_HOME: home,
      PORT: '0',
      LOG_LEVEL: 'error',
      ORRERY_OUTBOUND_ALLOW: '127.0.0.1',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readyLine(child);
  const readyAfterMs = performance.now() - startedAt;
  const adminToken = fs.readFileSync(path.join(home, 'admin-token'), 'utf8').trim();
  return { url, adminToken, readyAfterMs, process: child, stop: stopper(child, () => child.kill('SIGTERM')) };
}

/** What `npm start` gives to node. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ').slice(1);
}

async function readyLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The process has no output.');
  const timer = setTimeout(() => child.kill('SIGKILL'), startTimeoutMs);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const ready = /^orrery ready (\S+)/.exec(line);
      if (ready?.[1]) return ready[1];
    }
  } finally {
    clearTimeout(timer);
    // What comes later is read and forgotten, so that the process never waits for a reader.
    child.stdout.resume();
  }
  throw new Error(`Orrery did not start: it ended with ${child.exitCode ?? child.signalCode}.`);
}

/** Starts the script `file` (relative to this folder, without its ending) and waits until it says where it serves. */
export async function startServer(file: string, args: readonly string[] = []): Promise<Child> {
  return startScript(path.join(here, `${file}.${isCompiled ? 'js' : 'ts'}`), args);
}

/** Starts a script that sends `{ url }` to its parent when it serves and ends when its parent has gone. */
export async function startScript(script: string, args: readonly string[] = []): Promise<Child> {
  const child = fork(script, args, { env: { PATH: process.env['PATH'], NODE_ENV: 'production' } });
  const timer = setTimeout(() => child.kill('SIGKILL'), startTimeoutMs);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${path.basename(script)} ended with ${code} before it served.`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ url: string }];
  clearTimeout(timer);
  ended.catch(() => undefined);
  return { url: message.url, process: child, stop: stopper(child, () => child.disconnect()) };
}

/** Milliseconds of CPU that the process itself has used; undefined where the system does not tell. */
export function cpuMs(child: Child): number | undefined {
  const file = `/proc/${child.process.pid}/stat`;
  if (!fs.existsSync(file)) return undefined;
  const text = fs.readFileSync(file, 'utf8');
  // Behind the name of the program, which may hold spaces, user and system time stand twelfth and thirteenth.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * clockTickMs;
}

function stopper(child: ChildProcess, end: () => void): () => Promise<void> {
  return async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    end();
    await ended;
  };
}
