import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { speaker } from '../../support/tasks.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(speaker('inspector', 'Nothing has drifted.'));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Body = any;

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(new URL(path, h.url), {
    method,
    headers: { authorization: `Bearer ${h.adminToken}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const swarmJobs = '/api/v1/cron/jobs';
const jobs = '/api/cron/jobs';

test('a cron job of Swarm is run now, whatever its schedule says, and its history tells what came of it', async () => {
  const given = {
    name: 'Drift check',
    schedule: '0 6 * * 1-5',
    time_zone: 'America/New_York',
    task: 'agent_task',
    config: { agent: 'inspector', task: 'Look for drift.' },
    enabled: false,
  };
  const made = await ask('POST', swarmJobs, given);
  expect(made).toMatchObject({ status: 201, body: { ...given, status: null, last_run: null, next_run: null } });
  expect(made.body.id).toMatch(/^cj_/);
  const once = { 'idempotency-key': '"first"' };
  const run = await ask('POST', `${swarmJobs}/${made.body.id}/run`, undefined, once);
  expect(run).toMatchObject({ status: 202, body: { job_id: made.body.id, trigger: 'manual', scheduled_at: null } });
  await vi.waitUntil(async () => (await ask('GET', `${swarmJobs}/${made.body.id}`)).body.status === 'completed', {
    timeout: 10_000,
  });
  const again = await ask('POST', `${swarmJobs}/${made.body.id}/run`, undefined, once);
  expect(again.body.run_id).toBe(run.body.run_id);
  const runs = await ask('GET', `${swarmJobs}/${made.body.id}/runs`);
  expect(runs.body).toMatchObject([
    { status: 'completed', output: 'Nothing has drifted.', error: null, run: { state: 'completed' } },
  ]);
  expect((await ask('GET', `${swarmJobs}/${made.body.id}/runs?status=failed`)).body).toEqual([]);
  expect((await ask('GET', `${swarmJobs}/${made.body.id}/runs?offset=1`)).body).toEqual([]);
});

test('a cron job of Swarm is changed in part', async () => {
  const { body } = await ask('POST', swarmJobs, {
    name: 'Nightly',
    schedule: '0 2 * * *',
    task: 'drift_check',
    config: { model: 'churn', window_hours: 24 },
  });
  const steps: [object, object][] = [
    [{ enabled: false }, { task: 'drift_check', config: { model: 'churn', window_hours: 24 }, enabled: false }],
    [{ config: { model: 'fraud' } }, { task: 'drift_check', config: { model: 'fraud' }, schedule: '0 2 * * *' }],
    [{ task: 'retrain' }, { task: 'retrain', config: { model: 'fraud' } }],
    [
      { schedule: '0 3 * * *', time_zone: 'Asia/Tokyo' },
      { schedule: '0 3 * * *', time_zone: 'Asia/Tokyo' },
    ],
    [
      { task: 'agent_task', config: { agent: 'inspector', task: 'Look.' } },
      { task: 'agent_task', config: { agent: 'inspector', task: 'Look.' } },
    ],
    [{ config: { task: 'Look again.' } }, { task: 'agent_task', config: { task: 'Look again.' } }],
  ];
  for (const [change, expected] of steps)
    expect(await ask('PUT', `${swarmJobs}/${body.id}`, change)).toMatchObject({ status: 200, body: expected });
  expect((await ask('PUT', `${swarmJobs}/${body.id}`, { schedule: 'hourly' })).status).toBe(400);
  expect((await ask('DELETE', `${swarmJobs}/${body.id}`)).body).toEqual({ id: body.id, deleted: true });
  expect((await ask('GET', `${swarmJobs}/${body.id}`)).status).toBe(404);
});

test('a task that Swarm knows and this deployment has nothing for fails, and says what is missing', async () => {
  const { body } = await ask('POST', swarmJobs, { name: 'Audit', schedule: '0 2 1 * *', task: 'audit_pdf' });
  const run = await ask('POST', `${swarmJobs}/${body.id}/run`);
  expect(run.body).toMatchObject({ status: 'failed', error: expect.stringContaining('no audit reports') });
});

test.each([
  ['cron', '*/5 * * * *', { schedule_kind: 'cron', schedule_expr: '*/5 * * * *', schedule_every_ms: null }],
  [
    'cron',
    'CRON_TZ=UTC+02:00 0 */5 * * * *',
    { schedule_kind: 'cron', schedule_expr: 'CRON_TZ=UTC+02:00 0 */5 * * * *' },
  ],
  ['every', '30', { schedule_kind: 'every', schedule_expr: '30s', schedule_every_ms: 30_000 }],
  ['interval', '5m', { schedule_kind: 'every', schedule_expr: '5m', schedule_every_ms: 300_000 }],
  ['once', '2031-05-01T09:00:00Z', { schedule_kind: 'at', next_run_at: '2031-05-01T09:00:00.000Z' }],
  ['at', '2031-05-01T09:00:00+02:00', { schedule_kind: 'at', next_run_at: '2031-05-01T07:00:00.000Z' }],
])('Roboticus takes a schedule of kind %s: %s', async (schedule_kind, schedule_expr, expected) => {
  const { status, body } = await ask('POST', jobs, { name: 'job', schedule_kind, schedule_expr });
  expect([status, Object.keys(body)]).toEqual([200, ['job_id']]);
  expect((await ask('GET', `${jobs}/${body.job_id}`)).body).toMatchObject({ name: 'job', enabled: true, ...expected });
});

test.each([
  { schedule_kind: 'cron', schedule_expr: '* * *' },
  { schedule_kind: 'cron', schedule_expr: '* * * * * * *' },
  { schedule_kind: 'every', schedule_expr: 'soon' },
  { schedule_kind: 'cron', schedule_expr: '* * * * *', payload_json: '{"action":' },
  { schedule_kind: 'cron', schedule_expr: '* * * * *', payload_json: '[]' },
])('Roboticus refuses a job that makes no sense: %o', async (given) => {
  const { status, body } = await ask('POST', jobs, { name: 'job', ...given });
  expect([status, typeof body.error]).toEqual([400, 'string']);
});

test.each([
  [{ description: 'Water the plants.' }, { action: 'agent_task', task: 'Water the plants.' }],
  [{}, { action: 'log', message: 'scheduled job: chores' }],
  [{ payload_json: '{"action":"noop"}' }, { action: 'noop' }],
  [{ payload_json: { action: 'metric_snapshot' } }, { action: 'metric_snapshot' }],
  [
    { agent_id: 'inspector', description: 'Look.' },
    { action: 'agent_task', task: 'Look.' },
  ],
])('what a job of Roboticus does when it says %o', async (given, payload) => {
  const { body } = await ask('POST', jobs, { name: 'chores', schedule_kind: 'every', schedule: '1h', ...given });
  const job = (await ask('GET', `${jobs}/${body.job_id}`)).body;
  expect(JSON.parse(job.payload_json)).toEqual(payload);
  expect(job.agent_id).toBe('agent_id' in given ? 'inspector' : '');
});

test('runs of Roboticus are told once they have ended, with the day and the job, and errors in a row are counted', async () => {
  const every = { schedule_kind: 'every', schedule_expr: '1h' };
  const made = await ask('POST', jobs, { name: 'flaky', ...every, payload_json: '{"action":"dance"}' });
  const { job_id } = made.body;
  for (const _ of [1, 2])
    expect((await ask('POST', `${jobs}/${job_id}/run`)).body).toEqual({
      job_id,
      status: 'error',
      error: 'unknown action: dance',
      output_text: null,
    });
  expect((await ask('GET', `${jobs}/${job_id}`)).body).toMatchObject({
    last_status: 'error',
    last_error: 'unknown action: dance',
    consecutive_errors: 2,
  });
  expect((await ask('PUT', `${jobs}/${job_id}`, { payload_json: '{"action":"log","message":"Calm."}' })).body).toEqual({
    updated: true,
    id: job_id,
  });
  await ask('POST', `${jobs}/${job_id}/run`);
  const { runs } = (await ask('GET', `/api/cron/runs?job_id=${job_id}`)).body;
  expect(runs).toMatchObject([
    {
      job_id,
      job_name: 'flaky',
      status: 'success',
      output_text: 'Calm.',
      day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    },
    { status: 'error' },
    { status: 'error' },
  ]);
  expect((await ask('GET', `${jobs}/${job_id}`)).body).toMatchObject({ last_status: 'success', consecutive_errors: 0 });
  expect((await ask('GET', `/api/cron/runs?job_id=${job_id}&to=2020-01-01T00:00:00Z`)).body).toEqual({ runs: [] });
  expect((await ask('DELETE', `${jobs}/${job_id}`)).body).toEqual({ deleted: true, id: job_id });
  expect((await ask('DELETE', `${jobs}/${job_id}`)).status).toBe(404);
});
