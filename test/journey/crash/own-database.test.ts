import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { foldRun, type RunEvent, readRun } from '../../support/fold.ts';
import { freshHome, type PlatformProcess, runToItsEnd, startProcess } from '../../support/process.ts';
import { apply, standingOf, startRun } from '../streams/client.ts';
import { Follower } from './follower.ts';
import { waitUntil } from './gates.ts';
import { askedFor, outputOf, startWork, tenSteps, type Work } from './ten-steps.ts';

vi.setConfig({ testTimeout: 60_000 });

const busyWith = 'agent/tool:3.1';

interface Busy {
  home: string;
  platform: PlatformProcess;
  work: Work;
  id: string;
  follower: Follower;
}

/** A platform with its own PostgreSQL, and a run whose tool does not answer. */
async function startBusy(): Promise<Busy> {
  const home = freshHome();
  const work = await startWork();
  work.hold('busy', busyWith);
  const platform = await startProcess({ command: 'serve', home });
  await apply(platform, work.manifests);
  const id = await startRun(platform, 'worker', 'busy');
  const follower = new Follower(id);
  follower.follow(platform, 'sse');
  await waitUntil(() => work.askedOf('busy')[busyWith] === 1);
  return { home, platform, work, id, follower };
}

/** What the server's own lock file says of it. */
function postmaster(home: string): { pid: number; connection: pg.ClientConfig } {
  const [pid, , , port, host] = fs.readFileSync(path.join(home, 'data/postmaster.pid'), 'utf8').split('\n');
  return { pid: Number(pid), connection: { host, port: Number(port), user: 'postgres', database: 'orrery' } };
}

async function journalOf(home: string, id: string): Promise<RunEvent[]> {
  const client = new pg.Client(postmaster(home).connection);
  await client.connect();
  try {
    return await readRun(client, id);
  } finally {
    await client.end();
  }
}

/** Starts again in the same home, and checks that the run finishes there as if nothing had been. Then stops politely. */
async function expectFinished({ home, work, id, follower }: Busy): Promise<PlatformProcess> {
  work.release();
  const next = await startProcess({ command: 'serve', home });
  await follower.goOn(next, 'websocket');
  expect(foldRun(follower.events)).toEqual(foldRun(await journalOf(home, id)));
  const asked = askedFor(tenSteps, [busyWith]);
  expect(work.askedOf('busy')).toEqual(asked);
  expect(await standingOf(next, id)).toEqual({ phase: 'SUCCEEDED', output: outputOf('busy', asked) });
  return next;
}

test('when its PostgreSQL is killed the platform says so and ends, and the next start recovers and finishes the run', async () => {
  const busy = await startBusy();
  process.kill(postmaster(busy.home).pid, 'SIGKILL');
  expect(await busy.platform.ended).toEqual({ code: 1, signal: null });
  expect(busy.platform.output()).toContain('the database stopped by itself');
  const next = await expectFinished(busy);
  expect(await next.interrupt()).toEqual({ code: 0, signal: null });
});

test('when the platform is killed the next start takes over the PostgreSQL that it left behind, and finishes the run', async () => {
  const busy = await startBusy();
  const { pid } = postmaster(busy.home);
  await busy.platform.kill();
  const next = await expectFinished(busy);
  expect(postmaster(busy.home).pid).toBe(pid);
  expect(await next.interrupt()).toEqual({ code: 0, signal: null });
  expect(fs.existsSync(path.join(busy.home, 'data/postmaster.pid'))).toBe(false);
});

test('Ctrl-C stops the platform within five seconds although a run is busy, and the next start finishes that run', async () => {
  const busy = await startBusy();
  const askedAt = performance.now();
  expect(await busy.platform.interrupt()).toEqual({ code: 0, signal: null });
  expect(performance.now() - askedAt).toBeLessThan(5_000);
  expect(fs.existsSync(path.join(busy.home, 'data/postmaster.pid'))).toBe(false);
  const next = await expectFinished(busy);
  expect(await next.interrupt()).toEqual({ code: 0, signal: null });
});

test('a second start in a home that is in use says who uses it and ends with a code, and the first is not disturbed', async () => {
  const home = freshHome();
  const first = await startProcess({ command: 'serve', home });
  const second = await runToItsEnd({ command: 'serve', home });
  expect(second.code).toBe(1);
  expect(second.output).toContain(`Another Orrery (process ${first.pid}) already uses the home directory ${home}.`);
  expect(second.output).toContain('Stop that process, or set ORRERY_HOME to another directory.');
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  expect(await first.interrupt()).toEqual({ code: 0, signal: null });
});
