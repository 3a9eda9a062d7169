import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../support/harness.ts';
import { type Answer, ask, openShop } from './shop.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await openShop((stop) => stops.push(stop));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

/** Applies manifests of Orloj, each given as its kind, its name and its spec. */
async function apply(namespace: string, documents: [kind: string, name: string, spec: object][]): Promise<Answer> {
  const manifests = documents
    .map(([kind, name, spec]) =>
      JSON.stringify({ apiVersion: 'orloj.dev/v1', kind, metadata: { name, namespace }, spec }),
    )
    .join('\n---\n');
  const query = `mutation ($input: ApplyManifestsInput!) { applyManifests(input: $input) { __typename
    ... on Failure { code facts } } }`;
  return (await ask<{ applyManifests: Answer }>(h, query, { input: { manifests } })).applyManifests;
}

const all: [string, string, object][] = [
  ['TaskWebhook', 'pushed', { task_ref: 'nightly', auth: { profile: 'github', secret_ref: 'key' } }],
  ['TaskSchedule', 'at-night', { task_ref: 'nightly', schedule: '0 3 * * *', time_zone: 'Europe/Berlin' }],
  ['Task', 'nightly', { system: 'crew', mode: 'template', input: { topic: 'news' }, retry: { backoff: '5s' } }],
  ['AgentSystem', 'crew', {}],
  ['Worker', 'big', { region: 'eu', capabilities: { gpu: true } }],
  ['Memory', 'notes', { type: 'semantic', embedding_model: 'small' }],
  ['Secret', 'key', { stringData: { value: 'shared' } }],
  ['ModelEndpoint', 'small', { provider: 'mock', default_model: 'small' }],
];

test('what is written in Orloj is typed in the graph, and what it names is found', async () => {
  expect(await apply('typed', all)).toMatchObject({ __typename: expect.not.stringContaining('Invalid') });
  const data = await ask(
    h,
    `{ task(namespace: "typed", name: "nightly") { ready spec { system { name } mode input { key value }
        retry { maxAttempts backoff } messageRetry { maxAttempts backoff maxBackoff jitter } } status { phase trace { type } attempts } }
      schedule(namespace: "typed", name: "at-night") { ready spec { task { name } timeZone startingDeadline concurrencyPolicy } }
      taskWebhook(namespace: "typed", name: "pushed") { ready spec { task { name } taskTemplate { mode }
        auth { profile secret { secret { name } } signatureHeader maxSkew } idempotency { eventIdHeader dedupeWindow } } }
      worker(namespace: "typed", name: "big") { ready spec { region capabilities { gpu } maxConcurrentTasks } status { currentTasks } }
      memory(namespace: "typed", name: "notes") { ready spec { type provider embeddingModel { name } } }
      tasks(namespace: "typed") { edges { node { name } } } }`,
  );
  expect(data).toEqual({
    task: {
      ready: true,
      spec: {
        system: { name: 'crew' },
        mode: 'TEMPLATE',
        input: [{ key: 'topic', value: 'news' }],
        retry: { maxAttempts: 1, backoff: '5s' },
        messageRetry: { maxAttempts: 1, backoff: '5s', maxBackoff: '24h', jitter: 'FULL' },
      },
      status: { phase: 'PENDING', trace: [], attempts: null },
    },
    schedule: {
      ready: true,
      spec: {
        task: { name: 'nightly' },
        timeZone: 'Europe/Berlin',
        startingDeadline: '5m',
        concurrencyPolicy: 'FORBID',
      },
    },
    taskWebhook: {
      ready: true,
      spec: {
        task: { name: 'nightly' },
        taskTemplate: null,
        auth: {
          profile: 'GITHUB',
          secret: { secret: { name: 'key' } },
          signatureHeader: 'X-Hub-Signature-256',
          maxSkew: '5m',
        },
        idempotency: { eventIdHeader: 'X-GitHub-Delivery', dedupeWindow: '72h' },
      },
    },
    worker: {
      ready: true,
      spec: { region: 'eu', capabilities: { gpu: true }, maxConcurrentTasks: 1 },
      status: { currentTasks: null },
    },
    memory: { ready: true, spec: { type: 'semantic', provider: null, embeddingModel: { name: 'small' } } },
    tasks: { edges: [{ node: { name: 'nightly' } }] },
  });
});

test('every fault of every document is told at once, and nothing is written', async () => {
  const answer = await apply('faulty', [
    ['TaskSchedule', 'bad', { schedule: '61 * * * *', time_zone: 'Nowhere' }],
    ['TaskWebhook', 'bad', { auth: { profile: 'hmac', secret_ref: 'key' } }],
    ['Worker', 'good', {}],
  ]);
  expect(answer).toMatchObject({
    code: 'MANIFESTS_INVALID',
    facts: {
      faults: [
        expect.stringContaining('spec.schedule has 61 as its minute, which is 0 to 59.'),
        expect.stringContaining('spec.time_zone must be a time zone of the IANA database'),
        expect.stringContaining('spec.task_ref is required unless a template is given.'),
        expect.stringContaining('spec.auth.signature_header is required for the profile hmac.'),
      ],
    },
  });
  expect(await ask(h, '{ worker(namespace: "faulty", name: "good") { name } }')).toEqual({ worker: null });
});

async function report(kind: string, name: string, status: object): Promise<void> {
  const input = { kind, namespace: 'told', name, apiVersion: 'orrery.dev/v1', status };
  await ask(h, 'mutation ($input: SetResourceStatusInput!) { setResourceStatus(input: $input) { __typename } }', {
    input,
  });
}

test('what a controller reports of a task is typed; what does not fit is not told as if it did', async () => {
  await apply('told', all);
  const at = '2026-01-02T03:04:05.678901Z';
  const trace = [{ timestamp: at, type: 'model_call', latencyMs: 12, retryable: false }];
  const messages = [{ messageId: 'm', phase: 'retrypending', attempts: 2 }];
  const blockedOn = { kind: 'ToolApproval', name: 'ta-1', reason: 'asked' };
  const state = { attempts: 2, output: { result: 'done' }, trace, messages, blockedOn, leaseUntil: at };
  await report('TASK', 'nightly', { phase: 'WaitingApproval', observedGeneration: 1, ...state });
  const query = `{ task(namespace: "told", name: "nightly") { status { phase observedGeneration attempts output { key value }
    leaseUntil trace { timestamp type latencyMs retryable message } messages { messageId phase attempts } history { type } blockedOn { kind name } } } }`;
  expect(await ask(h, query)).toEqual({
    task: {
      status: {
        phase: 'WAITING_APPROVAL',
        observedGeneration: 1,
        attempts: 2,
        output: [{ key: 'result', value: 'done' }],
        leaseUntil: expect.stringContaining('2026-01-02T03:04:05.678'),
        trace: [
          {
            timestamp: expect.stringContaining('2026-01-02T03:04:05.678'),
            type: 'model_call',
            latencyMs: 12,
            retryable: false,
            message: null,
          },
        ],
        messages: [{ messageId: 'm', phase: 'RETRY_PENDING', attempts: 2 }],
        history: [],
        blockedOn: { kind: 'ToolApproval', name: 'ta-1' },
      },
    },
  });
  await report('TASK', 'nightly', { phase: 'Running', attempts: 'many' });
  expect(await ask(h, query)).toMatchObject({ task: { status: { phase: 'RUNNING', attempts: null, trace: [] } } });
});

test('a webhook says its address in every API, whatever is reported, and follows its name', async () => {
  await apply('told', all);
  const id = (name: string) => createHash('sha256').update(`told/${name}`).digest('hex').slice(0, 24);
  const query = `query ($name: String!) { taskWebhook(namespace: "told", name: $name) {
    status { endpointId endpointPath acceptedCount } statusIn(apiVersion: "orloj.dev/v1") } }`;
  await report('TASK_WEBHOOK', 'pushed', { phase: 'Ready', acceptedCount: 3, endpointId: 'elsewhere' });
  expect(await ask(h, query, { name: 'pushed' })).toMatchObject({
    taskWebhook: {
      status: { endpointId: id('pushed'), endpointPath: `/v1/webhook-deliveries/${id('pushed')}`, acceptedCount: 3 },
      statusIn: { endpointID: id('pushed'), endpointPath: `/v1/webhook-deliveries/${id('pushed')}` },
    },
  });
  const manifest = JSON.stringify({ metadata: { name: 'moved' }, spec: all[0]?.[2] });
  const input = { kind: 'TASK_WEBHOOK', namespace: 'told', name: 'pushed', manifest, apiVersion: 'orloj.dev/v1' };
  await ask(h, 'mutation ($input: ReplaceResourceInput!) { replaceResource(input: $input) { __typename } }', { input });
  expect(await ask(h, query, { name: 'moved' })).toMatchObject({
    taskWebhook: { status: { endpointId: id('moved') } },
  });
});
