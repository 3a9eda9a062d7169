import { beforeAll, expect, test } from 'vitest';
import { clientOf } from '../../support/facade/client.ts';
import { makeWorld } from '../../support/facade/world.ts';

const fabric = clientOf('fabric');
beforeAll(async () => {
  await makeWorld(fabric.h());
  await fabric.h().apply(`
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: broken-model }
spec: { provider: mock, model: broken, script: [{ error: { status: 400, message: "No." } }] }
`);
});

/** The frames of a stream that has ended: the name of each and its data. */
function framesIn(text: string): { event: string; data: Record<string, unknown> }[] {
  return text
    .split('\n\n')
    .filter((frame) => frame.startsWith('event: '))
    .map((frame) => {
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(frame) ?? [];
      return { event, data: JSON.parse(data) };
    });
}

test('what cannot be asked of a provider is a status in the envelope, also where the answer would be a stream', async () => {
  for (const path of ['/v1/providers/execute', '/v1/providers/execute/stream']) {
    for (const [body, status, code] of [
      [{ model: 'no-such-model', input: { prompt: 'x' } }, 404, 'not_found'],
      [{ model: 'short-model', input: {} }, 400, 'validation_failed'],
      [{ model: 'broken-model', input: { prompt: 'x' } }, 502, 'provider_error'],
    ] as const) {
      const { json, ...answer } = await fabric.post(path, body);
      expect([path, answer.status]).toEqual([path, status]);
      expect(json).toMatchObject({ meta: { status }, data: null, error: { code }, links: {} });
    }
  }
});

test('an answer that is streamed comes as tokens, then what it used, then the whole', async () => {
  const { text } = await fabric.post('/v1/providers/execute/stream', {
    model: 'short-model',
    input: { prompt: 'you' },
  });
  const frames = framesIn(text);
  for (const { data } of frames) expect(data).toMatchObject({ meta: { status: 200 }, error: null });
  const said = frames.map(({ data }) => data['data'] as Record<string, unknown>);
  const [usage, done] = said.splice(-2);
  expect(said.map(({ token }) => token).join('')).toBe('Hello you');
  expect(frames.map(({ event }) => event)).toEqual([...said.map(() => 'token'), 'usage', 'done']);
  expect(usage).toEqual({
    kind: 'usage',
    input_tokens: expect.any(Number),
    output_tokens: expect.any(Number),
    estimated_cost_usd: 0,
  });
  expect(done).toMatchObject({ output: 'Hello you', finish_reason: 'stop' });
});

test('the probes of the main port are in the envelope as well, whatever other clients read of them', async () => {
  const main = await fetch(`${new URL(fabric.h().url).origin}/healthz`);
  expect(await main.json()).toMatchObject({
    status: 'ok',
    meta: { request_id: expect.any(String), status: 200, version: '1.0' },
    context: { principal_id: null },
    data: { status: 'ok' },
    error: null,
    links: { self: '/healthz' },
  });
  const ready = await fetch(`${new URL(fabric.h().url).origin}/readyz`);
  expect(await ready.json()).toMatchObject({ status: 'ready', checks: { database: 'ok' }, data: { status: 'ready' } });
});

test('the event socket asks plain requests for an upgrade, in the envelope', async () => {
  const { status, headers, json } = await fabric.ask('/v1/events/ws');
  expect([status, headers.get('upgrade')]).toEqual([426, 'websocket']);
  expect(json).toMatchObject({ meta: { status: 426 }, data: null, error: { code: 'upgrade_required' } });
});
