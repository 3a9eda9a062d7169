import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Reconciler } from '../../../src/controllers/index.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { speaker, taskClient } from '../../support/tasks.ts';
import { openOrloj } from '../facade/orloj-client.ts';
import { declare, reconcilerOn, runsOf } from './schedules.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ controllers: true, stopWith: (stop) => stops.push(stop) });
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

const { orloj, system } = taskClient(() => h);

/** The slots at which a schedule fired, oldest first, in milliseconds. */
async function slotsOf(name: string): Promise<number[]> {
  return (await runsOf(h, name)).map(({ slot }) => Date.parse(slot ?? '')).reverse();
}

test('while processes race and restart, each time of a plan fires once and none is left out', async () => {
  await declare(h, 'ticking', { action: 'noop', cron: '* * * * * *', concurrencyPolicy: 'allow' });
  let others: Reconciler[] = [];
  for (const wanted of [2, 4, 6]) {
    others = [reconcilerOn(h), reconcilerOn(h)];
    for (const other of others) other.start();
    await vi.waitUntil(async () => (await slotsOf('ticking')).length >= wanted, { timeout: 10_000 });
    await Promise.all(others.map((other) => other.stop()));
  }
  const slots = await slotsOf('ticking');
  const [first = 0] = slots;
  expect(slots).toEqual(slots.map((_, place) => first + place * 1_000));
  expect((await runsOf(h, 'ticking')).every(({ outcome }) => outcome === 'SUCCEEDED')).toBe(true);
  await declare(h, 'ticking', { action: 'noop', cron: '* * * * * *', suspend: true });
});

test('a schedule of Orloj makes tasks of its template that are carried out, and tells of them', async () => {
  await h.apply(speaker('herald', 'All is well.'));
  await system('heralds', { agents: ['herald'] });
  const template = {
    metadata: { name: 'call' },
    spec: { mode: 'template', system: 'heralds', input: { topic: 'news' } },
  };
  expect((await orloj('POST', '/v1/tasks', template)).status).toBe(201);
  const spec = { task_ref: 'call', schedule: '0 0 1 1 *', successful_history_limit: 1 };
  expect((await orloj('POST', '/v1/task-schedules', { metadata: { name: 'yearly' }, spec })).status).toBe(201);
  const id = (await h.graphql<{ schedule: { id: string } }>('{ schedule(name: "yearly") { id } }')).data.schedule.id;
  for (const _ of [1, 2]) {
    const { data } = await h.graphql<{ runSchedule: { run: { id: string } } }>(
      'mutation ($id: ID!) { runSchedule(input: { id: $id }) { ... on ScheduleFired { run { id } } } }',
      { id },
    );
    await vi.waitUntil(
      async () => {
        const run = (await runsOf(h, 'yearly')).find((one) => one.id === data.runSchedule.run.id);
        return run?.outcome === 'SUCCEEDED';
      },
      { timeout: 10_000 },
    );
  }
  interface Shown {
    status: { phase: string; lastSuccessfulTime?: string; lastTriggeredTask?: string; nextScheduleTime?: string };
  }
  const status = async () => (await orloj<Shown>('GET', '/v1/task-schedules/yearly')).body.status;
  const [last, first] = (await runsOf(h, 'yearly')).filter(({ trigger }) => trigger === 'MANUAL');
  await vi.waitUntil(async () => (await orloj('GET', `/v1/tasks/${first?.taskName?.split('/')[1]}`)).status === 404, {
    timeout: 10_000,
  });
  expect(await status()).toMatchObject({
    phase: 'Ready',
    lastSuccessfulTime: expect.any(String),
    nextScheduleTime: expect.stringMatching(/:00(\.000)?Z$/),
  });
  expect(last?.outcome).toBe('SUCCEEDED');
  const client = { platform: () => h, base: () => new URL(h.url).origin };
  const stream = await openOrloj(
    client,
    '/v1/events/watch?name=yearly&kind=TaskSchedule&source=task-schedule-controller',
  );
  const frames = await stream.until(({ data }) => data.type === 'taskschedule.retention_pruned');
  stream.leave();
  const told = frames.filter(({ data }) => data.kind === 'TaskSchedule');
  expect(told.map(({ event, data }) => [event, data.type, data.kind, data.action])).toEqual([
    ['event', 'taskschedule.triggered', 'TaskSchedule', 'triggered'],
    ['event', 'taskschedule.triggered', 'TaskSchedule', 'triggered'],
    ['event', 'taskschedule.retention_pruned', 'TaskSchedule', 'retention_pruned'],
  ]);
});

test('what a replacing schedule started before is cancelled, also when it is a task that has begun', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: slow-model }
spec: { provider: mock, model: slow, script: [{ text: Late., delayMs: 60000 }] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: sleeper }
spec: { prompt: Sleep., model: slow-model }
---
apiVersion: orloj.dev/v1
kind: AgentSystem
metadata: { name: sleepers }
spec: { agents: [sleeper] }
---
apiVersion: orloj.dev/v1
kind: Task
metadata: { name: sleep }
spec: { mode: template, system: sleepers }`);
  const yearly = { cron: '0 0 1 1 *', concurrencyPolicy: 'replace' };
  await declare(h, 'shift', { ...yearly, task: 'sleep' });
  await declare(h, 'guard', { ...yearly, agent: 'sleeper' });
  for (const name of ['shift', 'guard']) {
    const { data } = await h.graphql<{ schedule: { id: string } }>(
      'query ($name: String!) { schedule(name: $name) { id } }',
      { name },
    );
    for (const _ of [1, 2])
      await h.graphql('mutation ($id: ID!) { runSchedule(input: { id: $id }) { __typename } }', data.schedule);
    expect((await runsOf(h, name)).map(({ outcome }) => outcome)).toEqual(['RUNNING', 'REPLACED']);
  }
  const [, task] = await runsOf(h, 'shift');
  const ended = async () =>
    (await orloj<{ status: object }>('GET', `/v1/tasks/${task?.taskName?.split('/')[1]}`)).body.status;
  await vi.waitFor(
    async () => expect(await ended()).toMatchObject({ phase: 'Failed', lastError: 'Its schedule fired again.' }),
    {
      timeout: 10_000,
    },
  );
  await vi.waitFor(async () => expect((await runsOf(h, 'guard'))[1]?.execution?.phase).toBe('CANCELLED'), {
    timeout: 10_000,
  });
  expect((await runsOf(h, 'guard'))[0]).toMatchObject({ outcome: 'RUNNING' });
});
