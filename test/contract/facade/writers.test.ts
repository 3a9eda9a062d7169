import { Agent, fetch, type Response } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';

const writers = 1_000;
/** A thousand requests share these connections: opening one for each would measure the machine. */
const dispatcher = new Agent({ connections: 250, connect: { timeout: 120_000 } });

let site: Harness;
beforeAll(async () => {
  site = await harness({ stopWith: afterAll });
});

const agent = (name: string, prompt: string): object => ({
  apiVersion: 'orloj.dev/v1',
  kind: 'Agent',
  metadata: { name },
  spec: { model_ref: 'm', prompt },
});

function send(method: string, path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${site.platform.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${site.adminToken}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    dispatcher,
  });
}

/** What a thousand writers are told who write at the same time, by status. */
async function race(write: (writer: number) => Promise<Response>): Promise<Record<number, number>> {
  const told: Record<number, number> = {};
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      const answer = await write(writer);
      await answer.arrayBuffer();
      told[answer.status] = (told[answer.status] ?? 0) + 1;
    }),
  );
  return told;
}

async function stateOf(name: string): Promise<{ resourceVersion: string; generation: number; revisions: number }> {
  const { data } = await site.graphql<{
    agent: { resourceVersion: string; generation: number; history: { edges: object[] } };
  }>(
    `query ($name: String!) { agent(name: $name) { resourceVersion generation history(first: 50) { edges { cursor } } } }`,
    {
      name,
    },
  );
  const { history, ...versions } = data.agent;
  return { ...versions, revisions: history.edges.length };
}

test('of a thousand who replace one version over Orloj one wins each time, and the others are told 409', async () => {
  expect((await send('POST', '/v1/agents', agent('put', 'Begin.'))).status).toBe(201);
  for (const version of [1, 2]) {
    const told = await race((writer) =>
      send('PUT', '/v1/agents/put', agent('put', `Writer ${writer} of round ${version}.`), {
        'if-match': String(version),
      }),
    );
    expect(told).toEqual({ 200: 1, 409: writers - 1 });
    expect(await stateOf('put')).toEqual({
      resourceVersion: String(version + 1),
      generation: version + 1,
      revisions: version + 1,
    });
  }
}, 120_000);

test('of a thousand who patch one version over Joch one wins, and the others are told 409', async () => {
  expect((await send('POST', '/v1/agents', agent('patch', 'Begin.'))).status).toBe(201);
  const told = await race((writer) =>
    send(
      'PATCH',
      '/v1/namespaces/default/agents/patch',
      { spec: { description: `Writer ${writer}.` } },
      { 'if-match': '"1"' },
    ),
  );
  expect(told).toEqual({ 200: 1, 409: writers - 1 });
  expect(await stateOf('patch')).toEqual({ resourceVersion: '2', generation: 2, revisions: 2 });
}, 120_000);

test('of a thousand who make one name that must be new one wins, and the others are told 409', async () => {
  const told = await race((writer) => {
    const made = agent('new', `Writer ${writer}.`) as { metadata: object };
    return send('POST', '/v1/agents', { ...made, metadata: { name: 'new', resourceVersion: '0' } });
  });
  expect(told).toEqual({ 201: 1, 409: writers - 1 });
  expect(await stateOf('new')).toEqual({ resourceVersion: '1', generation: 1, revisions: 1 });
}, 120_000);
