import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { declare, runsOf } from './schedules.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

const scheduleFields = 'id jobId name title isEnabled timing { form expression everyMs timeZone } payload';

interface Shown {
  id: string;
  jobId: string;
  name: string;
  isEnabled: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Answer = Record<string, any>;

async function ask(operation: string, input: object, selection: string): Promise<Answer> {
  const type = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${operation}(input: $input) {
    __typename ... on Failure { code message } ${selection} } }`;
  const { data, errors } = await h.graphql<Record<string, Answer>>(query, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return data[operation] ?? {};
}

const saved = `... on ScheduleSaved { dryRun schedule { ${scheduleFields} } }`;
const fired = '... on ScheduleFired { dryRun run { id outcome output idempotencyKey } }';

async function created(input: object): Promise<Shown> {
  return (await ask('createSchedule', input, saved))['schedule'];
}

async function idOf(name: string): Promise<string> {
  const { data } = await h.graphql<{ schedule: { id: string } }>(
    'query ($name: String!) { schedule(name: $name) { id } }',
    { name },
  );
  return data.schedule.id;
}

test('schedules of one title get names of their own, and each is found by both its ids', async () => {
  const input = { title: 'Morning report', timing: { expression: '0 9 * * 1-5', timeZone: 'Europe/Berlin' } };
  const [first, second] = [await created(input), await created(input)];
  expect(first).toMatchObject({
    name: 'morning-report',
    title: 'Morning report',
    isEnabled: true,
    timing: { form: 'CRON', expression: '0 9 * * 1-5', everyMs: null, timeZone: 'Europe/Berlin' },
    payload: { action: 'log', message: 'scheduled job: Morning report' },
  });
  expect(second.name).toMatch(/^morning-report-/);
  for (const id of [first.id, first.jobId]) {
    const { data } = await h.graphql('query ($id: ID!) { scheduleById(id: $id) { id } }', { id });
    expect(data).toEqual({ scheduleById: { id: first.id } });
  }
  expect(first.jobId).toMatch(/^cj_/);
});

test.each([
  [{ expression: '61 * * * *' }, 'MANIFESTS_INVALID'],
  [{ expression: '* * *' }, 'MANIFESTS_INVALID'],
  [{ expression: '* * * * *', timeZone: 'Nowhere/Town' }, 'MANIFESTS_INVALID'],
  [{ form: 'EVERY', expression: 'soon' }, 'INPUT_INVALID'],
  [{ form: 'AT', expression: 'tomorrow' }, 'MANIFESTS_INVALID'],
])('a schedule whose times make no sense is refused: %o', async (timing, code) => {
  expect(await ask('createSchedule', { title: 'never', timing }, saved)).toMatchObject({ code });
});

test('a dry run says what would be written and writes nothing', async () => {
  const timing = { form: 'EVERY', expression: '30' };
  const answer = await ask('createSchedule', { title: 'dry', timing, dryRun: true }, saved);
  expect(answer).toMatchObject({ dryRun: true, schedule: { name: 'dry', timing: { everyMs: 30_000 } } });
  const { data } = await h.graphql('{ schedule(name: "dry") { id } }');
  expect(data).toEqual({ schedule: null });
});

test('what is not named in an update stays as it is', async () => {
  const { id } = await created({
    title: 'partly',
    timing: { form: 'EVERY', expression: '1h' },
    target: { payload: { action: 'noop' } },
  });
  const answer = await ask('updateSchedule', { id, timing: { expression: '2h' }, isEnabled: false }, saved);
  expect(answer['schedule']).toMatchObject({
    isEnabled: false,
    timing: { form: 'EVERY', everyMs: 7_200_000 },
    payload: { action: 'noop' },
  });
  expect(await ask('updateSchedule', { id: 'cj_none', title: 'x' }, saved)).toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
  });
});

test('a schedule that is paused has no next time until it is resumed', async () => {
  const { id } = await created({
    title: 'on and off',
    timing: { expression: '30 2 * * *', timeZone: 'Europe/Berlin' },
  });
  const next = async () => {
    const { data } = await h.graphql<{ scheduleById: { nextRuns: string[] } }>(
      'query ($id: ID!) { scheduleById(id: $id) { nextRuns(first: 3) } }',
      { id },
    );
    return data.scheduleById.nextRuns;
  };
  const times = await next();
  expect(times).toHaveLength(3);
  const berlin = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });
  // On the night on which 02:30 is skipped it is due as clocks go on, at 03:00.
  for (const time of times) expect(['02:30', '03:00']).toContain(berlin.format(new Date(time)));
  expect((await ask('pauseSchedule', { id }, saved))['schedule']).toMatchObject({ isEnabled: false });
  expect(await next()).toEqual([]);
  expect((await ask('resumeSchedule', { id }, saved))['schedule']).toMatchObject({ isEnabled: true });
  expect(await next()).toEqual(times);
});

test('running now with one key fires once, however often and at once it is asked for', async () => {
  await declare(h, 'keyed', { action: 'log', input: { message: 'Hello.' }, cron: '0 0 1 1 *', suspend: true });
  await declare(h, 'other', { action: 'noop', cron: '0 0 1 1 *' });
  const input = { id: await idOf('keyed'), idempotencyKey: 'one-key' };
  expect(await ask('runSchedule', { ...input, dryRun: true }, fired)).toMatchObject({ dryRun: true });
  expect(await runsOf(h, 'keyed')).toEqual([]);
  const answers = await Promise.all([1, 2, 3, 4].map(() => ask('runSchedule', input, fired)));
  const [run] = await runsOf(h, 'keyed');
  expect(await runsOf(h, 'keyed')).toHaveLength(1);
  expect(answers.map((answer) => answer['run']?.id)).toEqual(answers.map(() => run?.id));
  expect(run).toMatchObject({ trigger: 'MANUAL', slot: null, outcome: 'SUCCEEDED', output: 'Hello.' });
  const elsewhere = await ask('runSchedule', { ...input, id: await idOf('other') }, fired);
  expect(elsewhere).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
});

test('the past of a schedule is read page by page, newest first, and goes with it', async () => {
  await declare(h, 'read', { action: 'noop', cron: '0 0 1 1 *' });
  const id = await idOf('read');
  const made: string[] = [];
  for (const _ of [1, 2, 3, 4, 5]) made.unshift((await ask('runSchedule', { id }, fired))['run'].id);
  const read: string[] = [];
  let after: string | null = null;
  do {
    const { data }: { data: Answer } = await h.graphql<Answer>(
      `query ($id: ID!, $after: String) { scheduleRuns(filter: { schedule: $id }, first: 2, after: $after) {
        edges { node { id schedule { name } } } pageInfo { hasNextPage endCursor } } }`,
      { id, after },
    );
    const { edges, pageInfo }: Answer = data['scheduleRuns'];
    for (const { node } of edges) read.push(node.id);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  expect(read).toEqual(made);
  expect(await ask('deleteSchedule', { id }, '... on ScheduleDeleted { schedule { name } }')).toMatchObject({
    schedule: { name: 'read' },
  });
  const { data } = await h.graphql<{ scheduleRuns: { edges: unknown[] } }>(
    'query ($id: ID!) { scheduleRuns(filter: { schedule: $id }) { edges { cursor } } }',
    { id },
  );
  expect(data.scheduleRuns.edges).toEqual([]);
});

test('who may only look starts and changes nothing', async () => {
  await declare(h, 'guarded', { action: 'noop', cron: '0 0 1 1 *' });
  const id = await idOf('guarded');
  const token = await h.tokenFor('VIEWER');
  for (const operation of ['runSchedule', 'pauseSchedule', 'deleteSchedule']) {
    const { errors } = await h.graphql(
      `mutation ($id: ID!) { ${operation}(input: { id: $id }) { __typename } }`,
      { id },
      { token },
    );
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  }
  expect(await runsOf(h, 'guarded')).toEqual([]);
});
