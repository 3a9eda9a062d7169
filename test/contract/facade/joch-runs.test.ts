import { beforeAll, describe, expect, test } from 'vitest';
import { clientOf } from '../../support/facade/client.ts';
import { makeWorld } from '../../support/facade/world.ts';

// Executions, tool calls and approvals are no resources, and a client of Joch cannot tell: it lists, gets and watches
// them as it does with whatever it declared.

let world: Awaited<ReturnType<typeof makeWorld>>;
const joch = clientOf('joch', async (h) => {
  world = await makeWorld(h);
});

const base = '/v1/namespaces/default';
const kinds = [
  { many: 'executions', one: 'execution', kind: 'Execution' },
  { many: 'toolcalls', one: 'toolcall', kind: 'ToolCall' },
  { many: 'approvals', one: 'approval', kind: 'Approval' },
];

interface Frame {
  type: string;
  object: {
    apiVersion: string;
    kind: string;
    metadata: { name: string; uid: string; resourceVersion: string; labels?: Record<string, string> };
    status?: { phase: string };
  };
}

const framesOf = (text: string): Frame[] =>
  text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** The frames of a watch until there are enough. */
async function watch(path: string, isEnough: (frames: Frame[]) => boolean): Promise<Frame[]> {
  return framesOf(await joch.follow(path, (text) => isEnough(framesOf(text))));
}

const watched = (many: string, version = '') =>
  `${base}/${many}?watch=true${version === '' ? '' : `&resourceVersion=${encodeURIComponent(version)}`}`;
const versionOf = async (many: string): Promise<string> =>
  (await joch.ask(`${base}/${many}?limit=1`)).json.metadata.resourceVersion;
const phasesOf = (frames: Frame[]) => frames.map(({ type, object }) => [type, object.status?.phase]);
const cancel = (name: string) => joch.post(`${base}/executions/${name}/cancel`);

/** A run with labels that waits for a person. */
async function labelled(labels: Record<string, string>): Promise<{ name: string; uid: string; approval: string }> {
  const name = world.fresh('labelled');
  const metadata = { name, labels };
  const spec = { agentRef: { name: 'payer' }, input: 'Pay the rent.' };
  await joch.post(`${base}/executions`, { metadata, spec });
  await watch(`${watched('executions')}&fieldSelector=metadata.name%3D${name}`, (frames) =>
    frames.some(({ object }) => object.status?.phase === 'WaitingApproval'),
  );
  const { json } = await joch.ask(`${base}/executions/${name}`);
  return { name, uid: json.metadata.uid, approval: json.status.approvals[0] };
}

test('each is served in its plural, its singular and its own name, one by one and as a list', async () => {
  const { name, toolCallId, approvalName } = await world.waitingRun();
  const names = { Execution: name, ToolCall: toolCallId, Approval: approvalName };
  for (const { many, one, kind } of kinds) {
    const own = names[kind as keyof typeof names];
    const { json } = await joch.ask(`${base}/${many}/${own}`);
    expect(json).toMatchObject({
      apiVersion: 'runtime.joch.dev/v1alpha1',
      kind,
      metadata: {
        name: own,
        namespace: 'default',
        labels: {},
        uid: expect.any(String),
        resourceVersion: expect.stringMatching(/^\d+$/),
        generation: 1,
        creationTimestamp: expect.any(String),
      },
      spec: expect.any(Object),
      status: { phase: expect.any(String), observedGeneration: 1 },
    });
    // How long it took so far is all that goes on while it waits.
    if (kind === 'Execution') json.status.durationMs = expect.any(Number);
    for (const word of [one, kind]) expect((await joch.ask(`${base}/${word}/${own}`)).json).toEqual(json);
    for (const word of [many, one, kind]) {
      const list = await joch.ask(`${base}/${word}?fieldSelector=metadata.name%3D${own}`);
      expect(list.json).toMatchObject({ kind: `${kind}List`, metadata: { resourceVersion: expect.any(String) } });
      expect(list.json.items).toEqual([json]);
    }
  }
});

test('an execution tells its conversation, what it was replayed from, and what the policies said of its calls', async () => {
  const waiting = await world.waitingRun();
  expect((await joch.ask(`${base}/executions/${waiting.name}`)).json).toMatchObject({
    spec: { conversationRef: { name: expect.any(String) } },
    status: {
      hookDecisions: Array(2).fill({ hook: 'steps/toolCallRequest', decision: 'allow', reason: expect.any(String) }),
    },
  });
  const { name } = await world.finishedRun();
  const replayed = await joch.post(`${base}/executions/${name}/replay`, { mode: 'recorded' });
  expect(replayed.json.spec.trigger).toEqual({ type: 'replay', sourceRef: { kind: 'Execution', name } });
});

test('lists are selected by labels and read page by page', async () => {
  const shared = world.fresh('batch');
  const runs = [await labelled({ batch: shared }), await labelled({ batch: shared })];
  await labelled({ batch: 'another' });
  const selector = `labelSelector=batch%3D${shared}`;
  const page = async (more: string) => (await joch.ask(`${base}/executions?${selector}&limit=1${more}`)).json;
  const first = await page('');
  const second = await page(`&continue=${encodeURIComponent(first.metadata.continue)}`);
  const names = [...first.items, ...second.items].map(({ metadata }) => metadata.name);
  expect(names.sort()).toEqual(runs.map(({ name }) => name).sort());
  expect(second.metadata.continue).toBeUndefined();
  const { items } = (await joch.ask(`${base}/toolcalls?${selector}`)).json;
  const called = items.map((item: { spec: { executionRef: { name: string } } }) => item.spec.executionRef.name);
  expect(new Set(called)).toEqual(new Set(names));
  expect((await joch.ask(`${base}/approvals?${selector}`)).json.items).toEqual([]);
});

test('a watch begins with what is there, and goes on with every change of phase', async () => {
  const { name } = await world.waitingRun();
  const selector = `&fieldSelector=metadata.name%3D${name}`;
  const isOver = (frames: Frame[]) => frames.at(-1)?.object.status?.phase === 'Cancelled';
  const seen = watch(`${watched('executions')}${selector}`, isOver);
  await cancel(name);
  const frames = await seen;
  expect(frames.at(0)?.type).toBe('ADDED');
  expect(frames.every(({ object }) => object.metadata.name === name)).toBe(true);
});

test('a watch from the version of a list tells all that a run does, and cut anywhere goes on without loss or repeat', async () => {
  const versions = await Promise.all(kinds.map(({ many }) => versionOf(many)));
  const shared = world.fresh('cut');
  const { name, approval } = await labelled({ cut: shared });
  await joch.post(`/v1/approvals/${approval}/decide`, { decision: 'reject', rationale: 'Too dear.' });
  const isOver = (frames: Frame[]) => /Succeeded|Failed/.test(frames.at(-1)?.object.status?.phase ?? '');
  await watch(`${watched('executions')}&fieldSelector=metadata.name%3D${name}`, isOver);
  const paths = [
    `${watched('executions', versions[0])}&selector=cut%3D${shared}`,
    `${watched('toolcalls', versions[1])}&selector=cut%3D${shared}`,
  ];
  const types = [
    ['ADDED', 'MODIFIED', 'MODIFIED', 'MODIFIED', 'MODIFIED', 'MODIFIED'],
    ['ADDED', 'MODIFIED'],
  ];
  for (const [index, path] of paths.entries()) {
    const count = types[index]?.length ?? 0;
    const whole = await watch(path, (frames) => frames.length >= count);
    expect(whole.map(({ type }) => type)).toEqual(types[index]);
    for (const [place, { object }] of whole.slice(0, -1).entries()) {
      const cut = new URL(path, 'http://joch');
      cut.searchParams.set('resourceVersion', object.metadata.resourceVersion);
      const rest = await watch(`${cut.pathname}${cut.search}`, (frames) => frames.length >= count - place - 1);
      expect(rest).toEqual(whole.slice(place + 1));
    }
  }
});

test('a tool call whose execution is cancelled is told as cancelled', async () => {
  const { name, toolCallId } = await world.waitingRun();
  const version = await versionOf('toolcalls');
  await cancel(name);
  const frames = await watch(watched('toolcalls', version), ([first]) => first !== undefined);
  expect(phasesOf(frames)).toEqual([['MODIFIED', 'Cancelled']]);
  expect(frames[0]?.object.metadata.name).toBe(toolCallId);
});

test('an approval that gets the labels of a watch is new to it, and one that loses them or is deleted is gone', async () => {
  const name = world.fresh('asked');
  const version = await versionOf('approvals');
  await joch.post('/v1/approvals', { metadata: { name }, spec: { risk: { summary: 'May it go live?' } } });
  const change = (input: object) =>
    joch
      .h()
      .graphql('mutation ($input: UpdateApprovalInput!) { updateApproval(input: $input) { __typename } }', { input });
  await change({ name, labels: [{ key: 'watched', value: name }] });
  await change({ name, labels: [{ key: 'watched', value: name }], summary: 'May it go live today?' });
  await change({ name, labels: [] });
  await change({ name, labels: [{ key: 'watched', value: name }] });
  await joch
    .h()
    .graphql('mutation ($name: String!) { deleteApproval(input: { name: $name }) { __typename } }', { name });
  const path = `${watched('approvals', version)}&selector=watched%3D${name}`;
  const frames = await watch(path, (all) => all.length >= 5);
  expect(frames.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED', 'ADDED', 'DELETED']);
  expect(frames.at(-1)?.object).toEqual({
    apiVersion: 'runtime.joch.dev/v1alpha1',
    kind: 'Approval',
    metadata: {
      name,
      namespace: 'default',
      labels: { watched: name },
      uid: expect.any(String),
      resourceVersion: expect.any(String),
    },
  });
});

test('a bookmark ends the list, and a version that says nothing of what came after is 410', async () => {
  const { name, toolCallId, approvalName } = await world.waitingRun();
  for (const [many, own] of [
    ['executions', name],
    ['toolcalls', toolCallId],
    ['approvals', approvalName],
  ] as const) {
    const one = `&fieldSelector=metadata.name%3D${own}`;
    const frames = await watch(`${watched(many)}${one}&allowWatchBookmarks=true`, (all) => all.length >= 2);
    expect(frames.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK']);
    const { resourceVersion } = (await joch.ask(`${base}/${many}/${own}`)).json.metadata;
    expect(await joch.ask(watched(many, resourceVersion))).toMatchObject({
      status: 410,
      json: { error: { code: 'Expired' } },
    });
    expect(await joch.ask(watched(many, 'nonsense'))).toMatchObject({ status: 400 });
  }
});

describe('of every namespace', () => {
  const all = (kind: string, more = '') => `/v1/resources?kind=${kind}${more}`;
  const label = 'fleet%3Dwide';
  const placesOf = ({ json }: { json: { items: { metadata: { namespace: string } }[] } }) =>
    json.items.map(({ metadata }) => metadata.namespace);
  const namespaces = ['north', 'south'];

  /** A call of a tool, its execution and a question, in each of two namespaces. */
  beforeAll(async () => {
    for (const namespace of namespaces) {
      const tool = { type: 'builtin', builtin: 'calculator', sideEffect: 'READ_ONLY' };
      const metadata = { name: 'sum', namespace };
      await joch.h().apply(JSON.stringify({ apiVersion: 'orrery.dev/v1', kind: 'Tool', metadata, spec: tool }));
      const labels = { fleet: 'wide' };
      const spec = { toolRef: { name: 'sum' }, input: { expression: '1+1' } };
      const called = await joch.post('/v1/tool-calls', { metadata: { namespace, labels }, spec });
      expect(called.status).toBe(201);
      const summary = { risk: { summary: 'May it sail?' } };
      const asked = await joch.post('/v1/approvals', { metadata: { name: 'sail', namespace, labels }, spec: summary });
      expect(asked.status).toBe(201);
    }
  });

  test.each(kinds)(
    '$many are listed and selected, page by page, whatever word is used',
    async ({ many, one, kind }) => {
      for (const word of [many, one, kind]) {
        const list = await joch.ask(all(word, `&selector=${label}`));
        expect(list.json).toMatchObject({ kind: `${kind}List`, metadata: { resourceVersion: expect.any(String) } });
        expect(placesOf(list)).toEqual(['south', 'north']);
      }
      const first = await joch.ask(all(kind, `&selector=${label}&limit=1`));
      const next = encodeURIComponent(first.json.metadata.continue);
      const second = await joch.ask(all(kind, `&selector=${label}&limit=1&continue=${next}`));
      expect([placesOf(first), placesOf(second)]).toEqual([['south'], ['north']]);
      expect(second.json.metadata.continue).toBeUndefined();
      const near = await joch.ask(all(kind, '&namespace=north'));
      expect(near.json.items).toEqual((await joch.ask(`/v1/namespaces/north/${many}`)).json.items);
      expect((await joch.ask(all(kind, '&namespace=nowhere'))).json.items).toEqual([]);
    },
  );

  test.each(kinds)('$many are watched, from what is there or from a version', async ({ kind }) => {
    const isBoth = (frames: Frame[]) => frames.length >= 2;
    const frames = await watch(all(kind, `&watch=true&selector=${label}`), isBoth);
    const seen = frames.map(({ type, object }) => [type, object.kind, Reflect.get(object.metadata, 'namespace')]);
    expect(seen.sort()).toEqual(namespaces.map((namespace) => ['ADDED', kind, namespace]));
    const near = await watch(all(kind, '&watch=true&namespace=north'), ([first]) => first !== undefined);
    expect(near[0]?.object.metadata).toMatchObject({ namespace: 'north' });
    expect((await joch.ask(all(kind, '&watch=true&resourceVersion=nonsense'))).status).toBe(400);
  });

  test('resources are what a list is of that names another kind or none', async () => {
    expect(placesOf(await joch.ask(all('tools', '&fieldSelector=metadata.name%3Dsum'))).sort()).toEqual([
      'default',
      ...namespaces,
    ]);
    expect((await joch.ask('/v1/resources?limit=1')).json.kind).toBe('List');
    expect((await joch.ask(all('voyages'))).status).toBe(400);
  });
});
