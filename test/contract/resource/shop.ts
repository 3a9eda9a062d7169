import { type Harness, harness } from '../../support/harness.ts';

/** A list of the graph. */
export interface List<T> {
  edges: { cursor: string; node: T }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** What a mutation answered. */
export interface Answer {
  __typename: string;
  [field: string]: unknown;
}

/** A platform without a worker, for all tests of a file. */
export function openShop(stopWith: (stop: () => Promise<void>) => void): Promise<Harness> {
  return harness({ role: { api: true, worker: false }, stopWith });
}

/** The data of an operation. Fails the test when there are errors. */
export async function ask<T>(h: Harness, query: string, variables: object = {}): Promise<T> {
  const { data, errors } = await h.graphql<T>(query, variables);
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** A manifest in the hub's version, as JSON. */
export function manifest(kind: string, name: string, spec: object, metadata: object = {}): string {
  return JSON.stringify({ apiVersion: 'orrery.dev/v1', kind, metadata: { name, ...metadata }, spec });
}

/** Several manifests as one text. */
export function documents(...texts: string[]): string {
  return texts.join('\n---\n');
}

/** An agent in a namespace of its own, with all that it names. The agent comes first, what it names after it. */
export function shop(namespace: string): string {
  const at = { namespace };
  const clerk = { prompt: 'Sell.', model: 'fast', tools: ['clock', 'pay'] };
  const pay = { url: 'https://pay.example', sideEffect: 'FINANCIAL', runtime: { timeoutMs: 90_000 } };
  return documents(
    manifest('Agent', 'clerk', clerk, { ...at, labels: { team: 'red' } }),
    manifest('ModelEndpoint', 'fast', { provider: 'mock', model: 'fast', secret: 'keys' }, at),
    manifest('Tool', 'clock', { type: 'builtin', builtin: 'clock' }, at),
    manifest('Tool', 'pay', pay, at),
    manifest('Secret', 'keys', { values: { value: 'open-sesame', other: 'open-barley' } }, at),
  );
}
