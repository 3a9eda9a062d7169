import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '../../../src/modules/identity/index.ts';
import type { Firings } from '../../../src/modules/schedule/index.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { declare, lastSunday, processOn, read, runsOf, SetClock } from './schedules.ts';

let h: Harness;
let system: Actor;
const stops: (() => Promise<void>)[] = [];
const template = {
  apiVersion: 'orloj.dev/v1',
  kind: 'Task',
  metadata: { name: 'template' },
  spec: { mode: 'template', input: { topic: 'news' } },
};
const model = {
  apiVersion: 'orrery.dev/v1',
  kind: 'ModelEndpoint',
  metadata: { name: 'mock' },
  spec: { provider: 'mock', model: 'mock' },
};
const agent = {
  apiVersion: 'orrery.dev/v1',
  kind: 'Agent',
  metadata: { name: 'helper' },
  spec: { model: 'mock', prompt: 'Help.' },
};
const workflow = {
  apiVersion: 'orrery.dev/v1',
  kind: 'Workflow',
  metadata: { name: 'flow' },
  spec: { inputs: { topic: { type: 'string' } }, nodes: { say: { model: { ref: 'mock' } } } },
};

beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  system = h.platform.parts.services.identity.systemActor();
  const plain = { ...template, metadata: { name: 'plain' }, spec: { mode: 'run', system: 'none' } };
  await h.apply([template, plain, model, agent, workflow].map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

/** The tasks that a schedule has made. */
async function tasksOf(name: string): Promise<{ name: string; labels: Record<string, string>; spec: object }[]> {
  const { resources } = h.platform.parts.services;
  const filter = { kind: 'Task', labels: { 'orloj.dev/task-schedule': name } } as const;
  return (await resources.list(system, filter, { first: 100 })).items;
}

async function report(task: string, status: object): Promise<void> {
  const key = { kind: 'Task', namespace: 'default', name: task } as const;
  const more = { apiVersion: 'orloj.dev/v1', writeUnchanged: false, dryRun: false };
  await h.platform.parts.services.resources.setStatus(system, key, { status, ...more });
}

test('three processes that see the same time at once fire it once, and make one task of the template', async () => {
  const clock = new SetClock();
  await declare(h, 'thrice', { task: 'template', cron: '* * * * *' });
  const slot = clock.ahead(3);
  const schedule = await read(h, 'thrice');
  const processes = [1, 2, 3].map(() => processOn(h, clock));
  await Promise.all(
    processes.flatMap(({ schedules }) => [schedules.fireDue(system, schedule), schedules.fireDue(system, schedule)]),
  );
  expect(await runsOf(h, 'thrice')).toMatchObject([
    { trigger: 'SCHEDULE', slot: slot.toISOString(), outcome: 'RUNNING' },
  ]);
  const digits = slot.toISOString().replaceAll(/[-:]/g, '');
  expect(await tasksOf('thrice')).toMatchObject([
    {
      name: `thrice-${digits.slice(0, 8)}-${digits.slice(9, 13)}`,
      labels: {
        'orloj.dev/task-schedule': 'thrice',
        'orloj.dev/task-schedule-namespace': 'default',
        'orloj.dev/task-schedule-slot': slot.toISOString().replace('.000Z', 'Z'),
      },
      spec: { mode: 'run', input: { topic: 'news' } },
    },
  ]);
});

test('a process that dies while it fires has fired nothing, and the next one fires', async () => {
  const clock = new SetClock();
  await declare(h, 'cut-off', { task: 'template', cron: '* * * * *' });
  clock.ahead(2);
  const dying = processOn(h, clock, (own) => {
    const prepare: Firings['prepare'] = async (...about) => {
      const firing = await own.prepare(...about);
      return {
        write: async (tx) => {
          await firing.write(tx);
          throw new Error('killed');
        },
      };
    };
    return { prepare } as Firings;
  });
  await expect(dying.schedules.fireDue(system, await read(h, 'cut-off'))).rejects.toThrow('killed');
  expect(await tasksOf('cut-off')).toEqual([]);
  expect(await runsOf(h, 'cut-off')).toEqual([]);
  await processOn(h, clock).schedules.fireDue(system, await read(h, 'cut-off'));
  expect(await tasksOf('cut-off')).toHaveLength(1);
});

test('a process that dies after it fired, and one that starts then, do not fire again', async () => {
  const clock = new SetClock();
  await declare(h, 'again', { action: 'noop', cron: '* * * * *' });
  clock.ahead(2);
  for (let restarts = 0; restarts < 3; restarts++)
    await processOn(h, clock).controller.reconcile(system, await read(h, 'again'));
  expect(await runsOf(h, 'again')).toMatchObject([{ outcome: 'SUCCEEDED' }]);
});

test('while what was started is active nothing more is started, and that is told', async () => {
  const clock = new SetClock();
  const { controller } = processOn(h, clock);
  await declare(h, 'busy', { task: 'template', cron: '* * * * *' });
  clock.ahead(1);
  await controller.reconcile(system, await read(h, 'busy'));
  clock.ahead(2);
  const finding = await controller.reconcile(system, await read(h, 'busy'));
  const [skipped, first] = await runsOf(h, 'busy');
  expect(skipped).toMatchObject({ outcome: 'SKIPPED_FORBID', taskName: null });
  expect(finding).toMatchObject({
    phase: 'Ready',
    details: { activeRuns: [first?.taskName], lastTriggeredTask: first?.taskName },
  });
  await report(String(first?.taskName?.split('/')[1]), { phase: 'Succeeded' });
  clock.ahead(3);
  const next = await controller.reconcile(system, await read(h, 'busy'));
  expect((await runsOf(h, 'busy')).map(({ outcome }) => outcome)).toEqual(['RUNNING', 'SKIPPED_FORBID', 'SUCCEEDED']);
  expect(next.details).toMatchObject({
    lastSuccessfulTime: expect.any(String),
    lastScheduleTime: clock.at.toISOString(),
  });
  const { data } = await h.graphql<{ events: { edges: { node: object }[] } }>(
    `{ events(first: 10, filter: { types: [SCHEDULE_SKIPPED], subjectName: "busy" }) {
      edges { node { ... on JournalEvent { summary } ... on ScheduleSkipped { name reason active run { outcome } } } } } }`,
  );
  expect(data.events.edges.map(({ node }) => node)).toEqual([
    {
      name: 'busy',
      reason: 'FORBID',
      active: [first?.taskName],
      run: { outcome: 'SKIPPED_FORBID' },
      summary: 'Schedule default/busy has skipped a firing, because what it started before is active.',
    },
  ]);
});

test('of times that were missed only the last is made up for, and none that is too long ago', async () => {
  const clock = new SetClock();
  const { controller } = processOn(h, clock);
  await declare(h, 'late', { action: 'noop', cron: '*/10 * * * *', startingDeadlineMs: 60_000 });
  const now = clock.ahead(60);
  clock.at = new Date(Math.ceil(now.getTime() / 600_000) * 600_000 + 30_000);
  await controller.reconcile(system, await read(h, 'late'));
  clock.at = new Date(clock.at.getTime() + 25 * 60_000);
  await controller.reconcile(system, await read(h, 'late'));
  const runs = await runsOf(h, 'late');
  expect(runs.map(({ outcome }) => outcome)).toEqual(['MISSED_DEADLINE', 'SUCCEEDED']);
  expect(Date.parse(runs[0]?.slot ?? '') - Date.parse(runs[1]?.slot ?? '')).toBe(20 * 60_000);
});

test('what is due once is started once, and suspends itself', async () => {
  const clock = new SetClock();
  const { controller } = processOn(h, clock);
  const at = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 60_000);
  await declare(h, 'once', { action: 'log', input: { message: 'Now.' }, at: at.toISOString() });
  expect(await controller.reconcile(system, await read(h, 'once'))).toMatchObject({
    details: { nextScheduleTime: at.toISOString() },
  });
  clock.at = new Date(at.getTime() + 1_000);
  await controller.reconcile(system, await read(h, 'once'));
  const after = await read(h, 'once');
  expect(after.spec).toMatchObject({ suspend: true, at: at.toISOString() });
  expect(await controller.reconcile(system, after)).toMatchObject({ phase: 'Suspended' });
  expect(await runsOf(h, 'once')).toMatchObject([{ outcome: 'SUCCEEDED', output: 'Now.' }]);
});

test('a suspended schedule fires nothing, and does not make up for it afterwards', async () => {
  const clock = new SetClock();
  const { controller } = processOn(h, clock);
  await declare(h, 'held', { action: 'noop', cron: '* * * * *', suspend: true });
  clock.ahead(5);
  expect((await controller.reconcile(system, await read(h, 'held'))).againAfterMs).toBeUndefined();
  clock.at = new Date();
  await declare(h, 'held', { action: 'noop', cron: '0 0 1 1 *' });
  await controller.reconcile(system, await read(h, 'held'));
  expect(await runsOf(h, 'held')).toEqual([]);
});

test('tasks beyond the limits are deleted, and how they ended stays known', async () => {
  const clock = new SetClock();
  const { controller } = processOn(h, clock);
  await declare(h, 'tidy', { task: 'template', cron: '* * * * *', successfulHistoryLimit: 2, failedHistoryLimit: 1 });
  for (const [minutes, phase] of [
    [1, 'Succeeded'],
    [2, 'Failed'],
    [3, 'Succeeded'],
    [4, 'DeadLetter'],
    [5, 'Succeeded'],
  ] as const) {
    clock.ahead(minutes);
    await controller.reconcile(system, await read(h, 'tidy'));
    const [run] = await runsOf(h, 'tidy');
    await report(String(run?.taskName?.split('/')[1]), {
      phase,
      ...(phase !== 'Succeeded' && { lastError: 'It broke.' }),
    });
  }
  await controller.reconcile(system, await read(h, 'tidy'));
  expect(await tasksOf('tidy')).toHaveLength(3);
  const runs = await runsOf(h, 'tidy');
  expect(runs.map(({ outcome }) => outcome)).toEqual(['SUCCEEDED', 'FAILED', 'SUCCEEDED', 'FAILED', 'SUCCEEDED']);
  const { data } = await h.graphql<{ events: { edges: { node: object }[] } }>(
    `{ events(first: 10, filter: { types: [SCHEDULE_PRUNED], subjectName: "tidy" }) { edges { node { ... on SchedulePruned { tasks } } } } }`,
  );
  expect(data.events.edges.map(({ node }) => node)).toEqual([
    { tasks: [runs[3]?.taskName] },
    { tasks: [runs[4]?.taskName] },
  ]);
});

test.each([
  ['an-agent', { agent: 'helper', input: 'Good morning.' }],
  ['a-workflow', { workflow: 'flow', input: { topic: 'Good morning.' } }],
])('%s is run, and the firing stands as its run does', async (name, target) => {
  const clock = new SetClock();
  await declare(h, name, { ...target, everyMs: 3_600_000 });
  clock.ahead(61);
  const schedule = await read(h, name);
  await Promise.all([1, 2, 3].map(() => processOn(h, clock).schedules.fireDue(system, schedule)));
  const isOver = async () => (await runsOf(h, name))[0]?.outcome !== 'RUNNING';
  await vi.waitUntil(isOver, { timeout: 10_000 });
  expect(await runsOf(h, name)).toMatchObject([
    { outcome: 'SUCCEEDED', output: expect.any(String), execution: { phase: 'SUCCEEDED' } },
  ]);
});

test.each([
  ['no-template', { task: 'nowhere', cron: '* * * * *' }, 'There is no Task default/nowhere.'],
  ['no-mere-task', { task: 'plain', cron: '* * * * *' }, 'Task default/plain is not a template.'],
  ['no-agent', { agent: 'nobody', cron: '* * * * *' }, 'nobody'],
  ['no-such-action', { action: 'dance', cron: '* * * * *' }, 'unknown action: dance'],
  ['not-here', { action: 'drift_check', cron: '* * * * *' }, 'this deployment has no deployed models'],
])('a firing that cannot start anything fails and says why: %s', async (name, spec, error) => {
  const clock = new SetClock();
  await declare(h, name, spec);
  clock.ahead(1);
  await processOn(h, clock).controller.reconcile(system, await read(h, name));
  expect(await runsOf(h, name)).toMatchObject([{ outcome: 'FAILED', error: expect.stringContaining(error) }]);
});

test('an allowing schedule starts more beside what is active', async () => {
  const clock = new SetClock();
  const { controller } = processOn(h, clock);
  await declare(h, 'crowd', { task: 'template', cron: '* * * * *', concurrencyPolicy: 'allow' });
  for (const minutes of [1, 2]) {
    clock.ahead(minutes);
    await controller.reconcile(system, await read(h, 'crowd'));
  }
  expect((await runsOf(h, 'crowd')).map(({ outcome }) => outcome)).toEqual(['RUNNING', 'RUNNING']);
});

test('a replacing schedule cancels what is active, once what takes its place is written', async () => {
  const clock = new SetClock();
  const { controller } = processOn(h, clock);
  await declare(h, 'relay', { task: 'template', cron: '* * * * *', concurrencyPolicy: 'replace' });
  for (const minutes of [1, 2]) {
    clock.ahead(minutes);
    await controller.reconcile(system, await read(h, 'relay'));
  }
  const [second, first] = await runsOf(h, 'relay');
  expect([second?.outcome, first?.outcome]).toEqual(['RUNNING', 'REPLACED']);
  const [task] = await h.platform.parts.services.resources.named(system, 'Task', [
    { namespace: 'default', name: String(first?.taskName?.split('/')[1]) },
  ]);
  expect(task?.statuses['orrery.dev/v1']).toMatchObject({ phase: 'Failed', lastError: 'Its schedule fired again.' });
  await declare(h, 'relay', { task: 'nowhere', cron: '* * * * *', concurrencyPolicy: 'replace' });
  const late = processOn(h, clock);
  clock.ahead(3);
  await late.controller.reconcile(system, await read(h, 'relay'));
  expect((await runsOf(h, 'relay')).map(({ outcome }) => outcome)).toEqual(['FAILED', 'RUNNING', 'REPLACED']);
});

test('a time that clocks skip fires as they go on, and one that they show twice fires the first time only', async () => {
  const clock = new SetClock();
  const { controller } = processOn(h, clock);
  const year = new Date().getUTCFullYear() + 1;
  const [spring, autumn] = [lastSunday(year, 2), lastSunday(year, 9)];
  await declare(h, 'owl', { action: 'noop', cron: '30 2 * * *', timeZone: 'Europe/Berlin' });
  // At 01:00 UTC clocks of Berlin go from 02:00 to 03:00, and in autumn from 03:00 back to 02:00.
  for (const [day, hours] of [
    [spring, [0.9, 1.01, 2]],
    [autumn, [0, 0.51, 1.51, 3]],
  ] as const)
    for (const hour of hours) {
      clock.at = new Date(day + hour * 3_600_000);
      await controller.reconcile(system, await read(h, 'owl'));
    }
  const slots = (await runsOf(h, 'owl')).flatMap(({ slot, outcome }) => (outcome === 'SUCCEEDED' ? [slot] : []));
  expect(slots).toEqual([new Date(autumn + 1_800_000), new Date(spring + 3_600_000)].map((at) => at.toISOString()));
});

test('what a budget leaves no room for is a firing that fails', async () => {
  const clock = new SetClock();
  const budget = {
    apiVersion: 'orrery.dev/v1',
    kind: 'Budget',
    metadata: { name: 'nothing' },
    spec: { limits: { tokenLimitDaily: 0 } },
  };
  await h.apply(JSON.stringify(budget));
  await declare(h, 'dear', { agent: 'helper', input: 'Spend.', cron: '* * * * *' });
  clock.ahead(1);
  await processOn(h, clock).controller.reconcile(system, await read(h, 'dear'));
  expect(await runsOf(h, 'dear')).toMatchObject([{ outcome: 'FAILED', error: expect.stringContaining('udget') }]);
});
