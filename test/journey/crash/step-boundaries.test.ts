import { expect, test, vi } from 'vitest';
import { freshDatabase } from '../../support/database.ts';
import { foldRun, readRun } from '../../support/fold.ts';
import { type PlatformProcess, startProcess } from '../../support/process.ts';
import { apply, approve, ask, standingOf, startRun } from '../streams/client.ts';
import type { Transport } from '../streams/subscribe.ts';
import { Follower } from './follower.ts';
import { type Gate, type Gates, installGates, waitUntil } from './gates.ts';
import { askedFor, askedSteps, outputOf, startWork, tenSteps, type Work } from './ten-steps.ts';

// Two platforms start one after the other in each test, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const transports: readonly Transport[] = ['websocket', 'sse', 'last-event-id'];

interface Run {
  name: string;
  id: string;
  follower: Follower;
}

interface Site {
  work: Work;
  gates: Gates;
  platform: PlatformProcess;
  start(agent: string, name: string): Promise<Run>;
  /** Kills the platform, starts another on the same database, and lets every run go on. */
  crash(runs: readonly Run[]): Promise<PlatformProcess>;
}

async function openSite(): Promise<Site> {
  const databaseUrl = await freshDatabase();
  const work = await startWork();
  const gates = await installGates(databaseUrl);
  const platform = await startProcess({ command: 'serve', databaseUrl });
  await apply(platform, work.manifests);
  return {
    work,
    gates,
    platform,
    start: async (agent, name) => {
      const id = await startRun(platform, agent, name);
      const follower = new Follower(id);
      follower.follow(platform, transports[name.length % 3] ?? 'sse');
      return { name, id, follower };
    },
    crash: async (runs) => {
      await platform.kill();
      await Promise.all(runs.map(({ follower }) => follower.lost()));
      await gates.open();
      work.release();
      return startProcess({ command: 'serve', databaseUrl });
    },
  };
}

/** Follows a run to its end after the crash, and checks what it was, what it did, and what was told of it. */
async function expectWhole(
  site: Site,
  place: PlatformProcess,
  run: Run,
  expected: Record<string, number>,
): Promise<void> {
  await run.follower.goOn(place, transports[(run.name.length + 1) % 3] ?? 'sse');
  const fold = foldRun(run.follower.events);
  expect(fold, run.name).toEqual(foldRun(await readRun(site.gates.client, run.id)));
  expect(fold.phase, run.name).toBe('SUCCEEDED');
  expect(site.work.askedOf(run.name), run.name).toEqual(expected);
  for (const [key, step] of Object.entries(fold.steps)) {
    expect(step, `${run.name} ${key}`).toMatchObject({ completed: 1, failed: 0 });
  }
  const standing = await standingOf(place, run.id);
  expect(standing, run.name).toEqual({ phase: 'SUCCEEDED', output: outputOf(run.name, expected) });
}

/** The steps of a run that are recorded as finished. */
async function recorded(site: Site, run: Run): Promise<string[]> {
  const { steps } = foldRun(await readRun(site.gates.client, run.id));
  return Object.keys(steps).filter((key) => steps[key]?.completed === 1);
}

function nameAt(index: number): string {
  return `run-${'x'.repeat(index + 1)}`;
}

test('killed after any step was recorded and before the next began, a run asks for nothing twice', async () => {
  const site = await openSite();
  const gates = tenSteps.map((_, index): Gate => {
    const next = tenSteps[index + 1];
    const run = nameAt(index);
    return next === undefined ? { run, phase: 'SUCCEEDED' } : { run, key: next, phase: 'RUNNING' };
  });
  await site.gates.shut(gates);
  const runs = await Promise.all(tenSteps.map((_, index) => site.start('worker', nameAt(index))));
  await site.gates.waitForHeld(tenSteps.length);
  for (const [index, run] of runs.entries()) expect(await recorded(site, run)).toEqual(tenSteps.slice(0, index + 1));
  const next = await site.crash(runs);
  await Promise.all(runs.map((run) => expectWhole(site, next, run, askedFor(tenSteps))));
});

test('killed after any step was answered and before that was recorded, a run asks for that step alone again, with the same key', async () => {
  const site = await openSite();
  await site.gates.shut(tenSteps.map((key, index) => ({ run: nameAt(index), key, phase: 'SUCCEEDED' })));
  const runs = await Promise.all(tenSteps.map((_, index) => site.start('worker', nameAt(index))));
  await site.gates.waitForHeld(tenSteps.length);
  for (const [index, run] of runs.entries()) expect(await recorded(site, run)).toEqual(tenSteps.slice(0, index));
  const next = await site.crash(runs);
  await Promise.all(
    runs.map((run, index) => expectWhole(site, next, run, askedFor(tenSteps, tenSteps.slice(index, index + 1)))),
  );
});

test('killed in the middle of any step, a run asks for that step alone again, with the same key', async () => {
  const site = await openSite();
  for (const [index, key] of tenSteps.entries()) site.work.hold(nameAt(index), key);
  const runs = await Promise.all(tenSteps.map((_, index) => site.start('worker', nameAt(index))));
  await waitUntil(() => runs.every(({ name }, index) => site.work.askedOf(name)[tenSteps[index] ?? ''] === 1));
  const next = await site.crash(runs);
  await Promise.all(
    runs.map((run, index) => expectWhole(site, next, run, askedFor(tenSteps, tenSteps.slice(index, index + 1)))),
  );
});

async function pendingApproval(place: PlatformProcess, run: Run): Promise<string | undefined> {
  const query = 'query ($id: ID!) { execution(id: $id) { phase approvals { id phase } } }';
  const { execution } = await ask<{ execution: { phase: string; approvals: { id: string; phase: string }[] } }>(
    place,
    query,
    { id: run.id },
  );
  const [approval] = execution.approvals;
  return execution.phase === 'WAITING' && approval?.phase === 'PENDING' ? approval.id : undefined;
}

test('killed while a run waits for a person, or between a decision and what follows from it, neither is forgotten', async () => {
  const site = await openSite();
  const waiting = await site.start('asker', 'waiting');
  const decided = await site.start('asker', 'decided');
  const asks = async (run: Run): Promise<boolean> => (await pendingApproval(site.platform, run)) !== undefined;
  await waitUntil(async () => (await asks(waiting)) && (await asks(decided)));
  await site.gates.shut([{ run: decided.name, phase: 'RUNNING' }]);
  await approve(site.platform, (await pendingApproval(site.platform, decided)) ?? '');
  await site.gates.waitForHeld(1);
  expect(site.work.askedOf(decided.name)).toEqual({ 'agent/model:1': 1 });
  const next = await site.crash([waiting, decided]);
  await expectWhole(site, next, decided, askedFor(askedSteps));
  await approve(next, (await pendingApproval(next, waiting)) ?? '');
  await expectWhole(site, next, waiting, askedFor(askedSteps));
  for (const { follower } of [waiting, decided]) {
    expect(Object.values(foldRun(follower.events).approvals)).toEqual(['APPROVED']);
  }
});

test('killed in the middle of a call that a person approved, a run makes it again and asks nobody twice', async () => {
  const site = await openSite();
  const run = await site.start('asker', 'calling');
  await waitUntil(async () => (await pendingApproval(site.platform, run)) !== undefined);
  const [, call] = askedSteps;
  site.work.hold(run.name, call);
  await approve(site.platform, (await pendingApproval(site.platform, run)) ?? '');
  await waitUntil(() => site.work.askedOf(run.name)[call] === 1);
  const next = await site.crash([run]);
  await expectWhole(site, next, run, askedFor(askedSteps, [call]));
  expect(Object.values(foldRun(run.follower.events).approvals)).toEqual(['APPROVED']);
});
