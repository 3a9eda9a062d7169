import { beforeAll, describe, expect, test } from 'vitest';
import { clientOf } from '../../support/facade/client.ts';
import { reach } from '../../support/runs.ts';
import { workflowStory } from '../../support/workflows.ts';

const fabric = clientOf('fabric');
let organization: string;
beforeAll(async () => {
  await fabric.h().apply(workflowStory);
  const me = await fabric.ask('/v1/me');
  organization = dataOf<{ organization_id: string }>(me).organization_id;
});

/** What is in the envelope. */
function dataOf<T = Record<string, unknown>>({ json }: { json: unknown }): T {
  return (json as { data: T }).data;
}

interface Frame {
  id: string;
  event: string;
  data: { id: string; kind: string; run_id: string; node_key: string | null; payload: Record<string, unknown> };
}

/** The frames of a stream that ends by itself. */
async function framesOf(path: string, headers: Record<string, string> = {}): Promise<Frame[]> {
  const { text } = await fabric.ask(path, { headers: { accept: 'text/event-stream', ...headers } });
  return text
    .split('\n\n')
    .filter((frame) => frame.includes('data: {'))
    .map((frame) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1] ?? '';
      return { id: field('id'), event: field('event'), data: JSON.parse(field('data')).data };
    });
}

describe('jobs', () => {
  const body = { modality: 'text', tier: 'basic', input: { prompt: 'Ada' }, params: { max_tokens: 50 } };

  test('a job is known everywhere by the one id that its creation gives, and keeps what it gave and cost', async () => {
    const created = await fabric.post('/v1/jobs', { ...body, organization_id: organization });
    expect(created.status).toBe(201);
    const job = dataOf<{ job_id: string; estimated_cost_usd: number }>(created);
    expect(job).toMatchObject({ status: 'pending', workflow_run_id: job.job_id, modality: 'text', tier: 'basic' });
    expect(job.estimated_cost_usd).toBeGreaterThan(0);
    await reach(fabric.h(), job.job_id, 'SUCCEEDED');
    const done = dataOf(await fabric.ask(`/v1/jobs/${job.job_id}`));
    expect(done).toMatchObject({
      job_id: job.job_id,
      status: 'completed',
      output: 'Echo Ada',
      model: 'echo',
      provider: 'mock',
    });
    const usage = dataOf<{ records: object[] }>(await fabric.ask(`/v1/jobs/${job.job_id}/usage`));
    expect(usage).toMatchObject({
      job_id: job.job_id,
      status: 'completed',
      model_calls: 1,
      total_cost_usd: expect.any(Number),
    });
    expect(usage.records).toEqual([expect.objectContaining({ model: 'echo', status: 'completed' })]);
    const listed = dataOf<{ job_id: string }[]>(await fabric.ask('/v1/jobs?status=completed'));
    expect(listed.map(({ job_id }) => job_id)).toContain(job.job_id);
    expect(dataOf(await fabric.ask(`/v1/workflow-runs/${job.job_id}`))).toMatchObject({ status: 'completed' });
  });

  test('the same key is the same job, and another request with it is refused', async () => {
    const keyed = { ...body, idempotency_key: 'job-1' };
    const [one, other] = await Promise.all([fabric.post('/v1/jobs', keyed), fabric.post('/v1/jobs', keyed)]);
    expect(dataOf(one)['job_id']).toBe(dataOf(other)['job_id']);
    const third = await fabric.post('/v1/jobs', { ...keyed, input: { prompt: 'Grace' } });
    expect([third.status, (third.json as { error: { code: string } }).error.code]).toEqual([
      422,
      'idempotency_conflict',
    ]);
  });

  test('what no provider gives, and what is not in the organization, are errors in the envelope', async () => {
    for (const [wrong, status, code] of [
      [{ ...body, modality: 'video' }, 400, 'validation_failed'],
      [{ ...body, model: 'nowhere' }, 404, 'not_found'],
      [{ ...body, organization_id: 'org_other' }, 404, 'not_found'],
      [{ ...body, input: {} }, 400, 'validation_failed'],
    ] as const) {
      const { json, ...answer } = await fabric.post('/v1/jobs', wrong);
      expect([answer.status, json]).toMatchObject([status, { data: null, error: { code } }]);
    }
  });

  test('the stream of a job tells its whole past, and ends with it; the calls are told to who asks for them', async () => {
    const id = String(dataOf(await fabric.post('/v1/jobs', body))['job_id']);
    const kinds = (frames: Frame[]) => frames.map(({ event }) => event);
    const live = await framesOf(`/v1/jobs/${id}/events`);
    expect(kinds(live)).toEqual(['job.created', 'job.started', 'job.completed']);
    for (const { event, data } of live) expect(data).toMatchObject({ kind: event, run_id: id });
    expect(live.at(-1)?.data.payload).toMatchObject({ output: 'Echo Ada' });
    const all = await framesOf(`/v1/jobs/${id}/events?include_internal=true`);
    expect(kinds(all)).toEqual([
      'job.created',
      'job.started',
      'workflow.node.progress',
      'workflow.node.progress',
      'job.completed',
    ]);
    const rest = await framesOf(`/v1/jobs/${id}/events`, { 'last-event-id': live[0]?.id ?? '' });
    expect(kinds(rest)).toEqual(['job.started', 'job.completed']);
    expect(
      (await fabric.ask(`/v1/jobs/${id}/events`, { headers: { 'last-event-id': live[2]?.id ?? '' } })).status,
    ).toBe(204);
  });
});

describe('definitions', () => {
  const nodes = [
    {
      key: 'summarize',
      operation: 'text.generate',
      runtime: 'provider',
      config: { modality: 'text', model: 'echo-model', Tier_Hint: { keepMe: true } },
      inputs: { message: '$context.topic' },
      outputs: { text: '$context.summary' },
      depends_on: [],
      requires: ['provider.text.generate'],
      policy: { timeout_ms: 30_000, retries: 2 },
    },
    {
      key: 'add',
      operation: 'tool.adder',
      runtime: 'tool',
      config: {},
      inputs: { expression: '1+1' },
      outputs: { $: '$context.sum' },
      merge: { $: 'keep' },
      depends_on: ['summarize'],
      requires: [],
      policy: { retries: 0 },
    },
  ];

  test('what is posted is what is listed, in its order', async () => {
    const created = await fabric.post('/v1/workflow-definitions', { name: 'digest', description: 'Sums up.', nodes });
    expect(created.status, created.text).toBe(201);
    expect(dataOf(created)).toMatchObject({ name: 'digest', version: 1, description: 'Sums up.', nodes });
    const listed = dataOf<{ id: string; nodes: object[] }[]>(await fabric.ask('/v1/workflow-definitions'));
    const found = listed.find(({ id }) => id === dataOf(created)['id']);
    expect(found).toMatchObject({ name: 'digest', nodes });
    const again = await fabric.post('/v1/workflow-definitions', { name: 'digest', nodes: nodes.slice(0, 1) });
    expect(dataOf(again)).toMatchObject({ id: dataOf(created)['id'], version: 2 });
  });

  test('a definition has whatever name its author gives it, and outputs may say their policy themselves', async () => {
    const outputs = { $: { path: '$context.text', merge: 'Append' } };
    const nodes = [{ key: 'a', operation: 'tool.adder', inputs: { expression: '1' }, outputs }];
    const ids = await Promise.all(
      ['My flow!', 'my flow', 'my-flow'].map(async (name) => {
        const created = await fabric.post('/v1/workflow-definitions', { name, nodes });
        const shown = [{ key: 'a', outputs: { $: '$context.text' }, merge: { $: 'append' } }];
        expect(dataOf(created), created.text).toMatchObject({ name, nodes: shown });
        return dataOf(created)['id'];
      }),
    );
    expect(new Set(ids).size).toBe(3);
  });

  test.each([
    [
      'a cycle',
      [
        { key: 'a', operation: 'tool.x', depends_on: ['b'] },
        { key: 'b', operation: 'tool.x', depends_on: ['a'] },
      ],
      /nodes\.a leads back to itself over b/,
    ],
    [
      'a node that is not there',
      [{ key: 'a', operation: 'tool.x', depends_on: ['b'] }],
      /nodes\.a\.dependsOn\[0\] names b, which is no node/,
    ],
    [
      'the same key twice',
      [
        { key: 'a', operation: 'tool.x' },
        { key: 'a', operation: 'tool.y' },
      ],
      /nodes\[1\]\.key repeats the name a/,
    ],
    ['WebAssembly', [{ key: 'a', operation: 'x', runtime: 'wasm' }], /there is no WebAssembly runtime here/],
    ['an operation of nobody', [{ key: 'a', operation: 'dance' }], /dance, which nothing here carries out/],
    [
      'a merge policy that is none',
      [{ key: 'a', operation: 'tool.x', outputs: { $: '$context.y' }, merge: 'blend' }],
      /must be one of replace, keep, append, merge/,
    ],
    ['a field that is none', [{ key: 'a', operation: 'tool.x', depends: ['b'] }], /depends/],
    ['nothing', [], /nodes must not be empty/],
  ])('%s is refused with where it is', async (_, wrong, message) => {
    const { status, json } = await fabric.post('/v1/workflow-definitions', { name: 'wrong', nodes: wrong });
    expect(status).toBe(400);
    expect(json).toMatchObject({
      data: null,
      error: { code: expect.any(String), message: expect.stringMatching(message) },
    });
  });
});

describe('runs', () => {
  async function define(name: string, nodes: object[]): Promise<string> {
    return String(dataOf(await fabric.post('/v1/workflow-definitions', { name, nodes }))['id']);
  }
  const telling = [{ key: 'tell', operation: 'text.generate', config: { model: 'echo-model' } }];

  test('a run waits until it is started, then does its work; its stream tells both and ends', async () => {
    const definition = await define('tell-later', telling);
    const created = await fabric.post('/v1/workflow-runs', { definition_id: definition, input: { message: 'Ada' } });
    expect(created.status, created.text).toBe(201);
    const run = dataOf<{ id: string }>(created);
    expect(run).toMatchObject({
      run_id: run.id,
      definition_id: definition,
      status: 'pending',
      input: { message: 'Ada' },
    });
    const frames = framesOf(`/v1/workflow-runs/${run.id}/events`);
    const started = await fabric.post(`/v1/workflow-runs/${run.id}/start`, {});
    expect([started.status, dataOf(started)['id']]).toEqual([200, run.id]);
    const told = (await frames).filter(({ event }) => event.startsWith('workflow.run.'));
    expect(told.map(({ event }) => event)).toEqual([
      'workflow.run.created',
      'workflow.run.queued',
      'workflow.run.started',
      'workflow.run.completed',
    ]);
    expect(told.at(-1)?.data.payload).toMatchObject({ output: 'Echo Ada' });
    expect(dataOf(await fabric.ask(`/v1/workflow-runs/${run.id}`))).toMatchObject({
      status: 'completed',
      output: 'Echo Ada',
    });
    const twice = await fabric.post(`/v1/workflow-runs/${run.id}/start`, {});
    expect([twice.status, (twice.json as { error: { code: string } }).error.code]).toEqual([409, 'conflict']);
  });

  test('a run that is cancelled before it is started never runs, and cancelling it again says the same', async () => {
    const definition = await define('tell-never', telling);
    const { id } = dataOf<{ id: string }>(await fabric.post('/v1/workflow-runs', { definition_id: definition }));
    for (const _ of [1, 2]) {
      expect(dataOf(await fabric.post(`/v1/workflow-runs/${id}/cancel`, { reason: 'No.' }))).toMatchObject({
        status: 'cancelled',
      });
    }
    const frames = await framesOf(`/v1/workflow-runs/${id}/events`);
    expect(frames.map(({ event }) => event)).toEqual(['workflow.run.created', 'workflow.run.cancelled']);
  });

  test('the same key is the same run; what is unknown, or of another organization, is not found', async () => {
    const definition = await define('tell-once', telling);
    const body = { definition_id: definition, input: { message: 'x' }, idempotency_key: 'run-1' };
    const ids = await Promise.all(
      Array.from({ length: 10 }, async () => dataOf(await fabric.post('/v1/workflow-runs', body))['id']),
    );
    expect(new Set(ids).size).toBe(1);
    for (const wrong of [{ definition_id: 'res_none' }, { ...body, organization_id: 'org_other' }]) {
      expect((await fabric.post('/v1/workflow-runs', wrong)).status).toBe(404);
    }
  });
});
