import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  ApplyManifestsDocument,
  ExecutionEventsDocument,
  ModelTokensDocument,
  ViewerDocument,
} from '../../../src/cli/documents.ts';
import { createClient } from '../../../src/client/index.ts';
import { type Harness, harness } from '../../support/harness.ts';

let orrery: Harness;
let stop = async (): Promise<void> => undefined;

beforeAll(async () => {
  const stopWith = (given: () => Promise<void>): void => {
    stop = given;
  };
  orrery = await harness({ stopWith });
});

afterAll(() => stop());

function clientOf(options: { url?: string; token?: string } = {}) {
  const client = createClient({ url: orrery.url, token: orrery.adminToken, ...options });
  onTestFinished(() => client.close());
  return client;
}

async function first(items: AsyncIterable<unknown>): Promise<unknown> {
  for await (const item of items) return item;
  return undefined;
}

test('a query gives its typed result', async () => {
  const { viewer } = await clientOf().request(ViewerDocument);
  expect(viewer).toEqual({ name: 'admin', role: 'ADMIN', mayApply: { allowed: true } });
});

test('an error of the server is thrown with its code and what can be done about it', async () => {
  const token = await orrery.tokenFor('VIEWER');
  const input = { manifests: 'kind: Agent' };
  await expect(clientOf({ token }).request(ApplyManifestsDocument, { input })).rejects.toMatchObject({
    code: 'FORBIDDEN',
    fix: expect.stringContaining('Use a key with the role'),
  });
});

test('a wrong token is told alike for requests and for subscriptions', async () => {
  const client = clientOf({ token: 'nobody-has-this-token' });
  const id = 'exe_0';
  await expect(client.request(ViewerDocument)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(first(client.subscribe(ExecutionEventsDocument, { id }))).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
  });
});

test('a subscription that the server refuses throws what the server says', async () => {
  const events = clientOf().subscribe(ExecutionEventsDocument, { id: 'exe_0' });
  await expect(first(events)).rejects.toMatchObject({ code: 'EXECUTION_NOT_FOUND' });
});

test('where nothing listens UNAVAILABLE names the address, for requests and for subscriptions', async () => {
  const client = clientOf({ url: 'http://127.0.0.1:1/graphql' });
  const told = { code: 'UNAVAILABLE', message: expect.stringContaining('http://127.0.0.1:1/graphql') };
  await expect(client.request(ViewerDocument)).rejects.toMatchObject(told);
  await expect(first(client.subscribe(ModelTokensDocument, { id: 'exe_0' }))).rejects.toMatchObject(told);
});

test('what is not a GraphQL server is not taken for one', async () => {
  const other = createServer((_request, response) => response.end('<h1>It works!</h1>'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/graphql`;
  await expect(clientOf({ url }).request(ViewerDocument)).rejects.toThrow('is not Orrery');
});

test('a subscription ends when its signal aborts, also while nothing happens', async () => {
  await orrery.apply(
    'apiVersion: orrery.dev/v1\nkind: ModelEndpoint\nmetadata: {name: m}\nspec: {provider: mock, model: m, script: [{text: hi}]}\n---\napiVersion: orrery.dev/v1\nkind: Agent\nmetadata: {name: a}\nspec: {model: m}',
  );
  const { data } = await orrery.graphql<{ startExecution: { id: string } }>(
    'mutation { startExecution(input: {agent: {name: "a"}, input: "hello"}) { ... on AgentRun { id } } }',
  );
  const { id } = data.startExecution;
  const client = clientOf();
  const seen: string[] = [];
  for await (const { executionEvents } of client.subscribe(ExecutionEventsDocument, { id }))
    seen.push(executionEvents.__typename);
  expect(seen.at(-1)).toBe('ExecutionFinished');
  const leaving = new AbortController();
  const nothing = first(client.subscribe(ModelTokensDocument, { id }, { signal: leaving.signal }));
  leaving.abort();
  expect(await nothing).toBeUndefined();
});
