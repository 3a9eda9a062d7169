import { expect, onTestFinished, test, vi } from 'vitest';
import { deltaChannel } from '../../../src/engine/index.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { startModelUpstream } from '../../support/model-upstream.ts';
import { startProcess } from '../../support/process.ts';
import { apply, ask, type Place, startRun } from './client.ts';
import { subscribe } from './subscribe.ts';

// The last word tells a reader that nothing follows; the spaces and the umlauts would show a text that is put together wrongly.
const reply = `${Array.from({ length: 300 }, (_, index) => `Wort ${index}, schön:  ja.`).join('\n')} ENDE`;

const query = 'subscription ($id: ID!) { modelStream(executionId: $id) { key stepId text } }';

interface Token {
  key: string;
  stepId: string;
  text: string | null;
}

/** An agent whose model begins to answer when it is told to. */
async function poet(place: Place): Promise<{ speak(): void }> {
  let speak = (): void => undefined;
  const until = new Promise<void>((resolve) => (speak = resolve));
  const upstream = await startModelUpstream({ replies: [{ text: reply, pause: { afterChunks: 0, until } }] });
  onTestFinished(() => upstream.close());
  await apply(
    place,
    `
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: muse }
spec: { provider: openai, model: muse-1, baseUrl: "${upstream.baseUrl}" }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: poet }
spec: { model: muse }
`,
  );
  return { speak };
}

/** Subscribes to the tokens of a run, lets the model speak when they are listened to, and reads to the last. */
async function listen(
  site: Harness,
  transport: 'websocket' | 'sse',
): Promise<{ place: Place; id: string; tokens: Token[] }> {
  const place = { url: site.url.replace(/\/graphql$/, ''), token: site.adminToken };
  const { speak } = await poet(place);
  const listeners = vi.spyOn(site.platform.parts.services.bus, 'subscribe');
  const id = await startRun(place, 'poet', 'poem');
  const heard = read(place, transport, id);
  await vi.waitUntil(() => listeners.mock.calls.some(([channel]) => channel === deltaChannel(id)), { timeout: 20_000 });
  speak();
  return { place, id, tokens: await heard };
}

async function read(place: Place, transport: 'websocket' | 'sse', id: string): Promise<Token[]> {
  const tokens: Token[] = [];
  for await (const { modelStream } of subscribe<{ modelStream: Token }>(place, transport, {
    query,
    variables: { id },
  })) {
    tokens.push(modelStream);
    if (modelStream.text?.includes('ENDE')) break;
  }
  return tokens;
}

async function expectReply({ place, id, tokens }: { place: Place; id: string; tokens: Token[] }): Promise<void> {
  expect(tokens.length).toBeGreaterThan(300);
  expect(tokens.map(({ text }) => text).join('')).toBe(reply);
  expect(new Set(tokens.map(({ key }) => key))).toEqual(new Set(['agent/model:1']));
  const steps = 'query ($id: ID!) { execution(id: $id) { steps { edges { node { id } } } } }';
  const { execution } = await ask<{ execution: { steps: { edges: { node: { id: string } }[] } } }>(place, steps, {
    id,
  });
  expect([...new Set(tokens.map(({ stepId }) => stepId))]).toEqual(execution.steps.edges.map(({ node }) => node.id));
}

test('the tokens of a model arrive in order and make up its reply', async () => {
  await expectReply(await listen(await harness(), 'websocket'));
});

test('the tokens of a model that a worker asks in another process arrive in order and make up its reply', async () => {
  const site = await harness({ role: { api: true, worker: false } });
  await startProcess({ command: 'worker', databaseUrl: site.databaseUrl });
  await expectReply(await listen(site, 'sse'));
});
