import { setTimeout as delay } from 'node:timers/promises';
import { OrreryError } from '../errors.ts';
import { birthOf } from '../home.ts';
import type { Server } from './server.ts';
import { runProgram, type Site } from './site.ts';

const watchMs = 250;
const pollMs = 10;
const fastShutdownMs = 30_000;
const immediateShutdownMs = 10_000;

/** Calls `onLost` once when the server ends, unless the returned function was called before. */
export function onUnexpectedEnd({ postmaster, started }: Server, onLost: (reason: string) => void): () => void {
  const name = `PostgreSQL (process ${postmaster.pid})`;
  if (!started) {
    const isRunning = identify(postmaster.pid);
    const timer = setInterval(() => {
      if (isRunning()) return;
      clearInterval(timer);
      onLost(`${name} ended unexpectedly.`);
    }, watchMs);
    timer.unref();
    return () => clearInterval(timer);
  }
  const { child, serverLog } = started;
  const report = (code: number | null, signal: NodeJS.Signals | null): void =>
    onLost(`${name} ended unexpectedly with ${signal ?? `code ${code}`}. ${serverLog.tail()}`.trim());
  child.once('exit', report);
  return () => child.off('exit', report);
}

/**
 * Prepares the stop of the server `pid`. Until it is used, the server is also told to stop when this process exits.
 * The stop is a fast one: transactions in flight are rolled back, what was committed stays.
 */
export function createStop(site: Site, pid: number): () => Promise<void> {
  const isRunning = identify(pid);
  const onExit = (): void => {
    if (isRunning()) process.kill(pid, 'SIGINT');
  };
  if (process.platform !== 'win32') process.once('exit', onExit);
  return async () => {
    process.off('exit', onExit);
    if (!isRunning()) return;
    await requestShutdown(site, pid);
    if (await hasEnded(isRunning, fastShutdownMs)) return;
    site.log.warn({ pid }, 'PostgreSQL did not stop in time; it is stopped at once and recovers at the next start');
    process.kill(pid, 'SIGQUIT');
    if (await hasEnded(isRunning, immediateShutdownMs)) return;
    throw new OrreryError('UNAVAILABLE', `PostgreSQL (process ${pid}) does not stop.`, { fix: 'End that process.' });
  };
}

/** Tells later whether the process that has the number `pid` now still runs, and not another with the same number. */
function identify(pid: number): () => boolean {
  const birth = birthOf(pid);
  return () => {
    const now = birthOf(pid);
    return birth !== undefined && now !== undefined && now.mark === birth.mark;
  };
}

/** Windows has no signals; there PostgreSQL's own tool carries the request. */
async function requestShutdown(site: Site, pid: number): Promise<void> {
  if (process.platform === 'win32') {
    await runProgram(site, [site.binaries.pgCtl, 'stop', '-D', site.dataDir, '-m', 'fast', '-W']);
  } else {
    process.kill(pid, 'SIGINT');
  }
}

async function hasEnded(isRunning: () => boolean, timeoutMs: number): Promise<boolean> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await delay(pollMs)) {
    if (!isRunning()) return true;
  }
  return false;
}
