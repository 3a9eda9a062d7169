import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conventions } from '../../../rest-compat/apis/index.ts';
import type { RouteExample } from '../../../rest-compat/compiler/example-file.ts';
import { jsonText } from '../../../rest-compat/compiler/json-text.ts';
import { type ApiName, apiNames, type Route } from '../../../rest-compat/runtime/route.ts';
import { allRoutes } from '../../support/facade/documents.ts';
import type { Example, World } from '../../support/facade/example.ts';
import { examples } from '../../support/facade/examples/index.ts';
import { settled } from '../../support/facade/recording.ts';
import { requestOf } from '../../support/facade/request.ts';
import { makeWorld } from '../../support/facade/world.ts';
import { type Harness, harness } from '../../support/harness.ts';

// What people read in the documentation is what the platform answered. `npx vitest run test/contract/facade/examples.test.ts --update`
// records it; `npm run generate` then puts it into the OpenAPI documents.

const recorded: Record<string, RouteExample> = {};
const errors = new Map<ApiName, Record<string, unknown>>();
const stops: (() => Promise<void>)[] = [];
const routes = allRoutes().filter(({ wire, when, body }) => !when && (wire === 'JSON' || body !== null));

beforeAll(async () => {
  const h = await harness({
    stopWith: (stop) => stops.push(stop),
    environment: { ORRERY_LISTEN: apiNames.map((api) => `${api}=0`).join(',') },
  });
  const world = await makeWorld(h);
  // Lists first, while there is little to list.
  for (const route of [...routes].sort((a, b) => turnOf(a) - turnOf(b)))
    recorded[route.id] = await record(world, route);
  for (const api of apiNames) errors.set(api, await recordErrors(world, api));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

function turnOf({ method, path }: Route): number {
  if (method !== 'GET') return 2;
  return path.includes('{') ? 1 : 0;
}

async function record(world: World, route: Route): Promise<RouteExample> {
  const names = new Map<string, string>();
  const fresh: World['fresh'] = (prefix) => {
    const name = world.fresh(prefix);
    names.set(name, prefix);
    return name;
  };
  const example = await examples[route.id]?.success({ ...world, fresh });
  if (!example) throw new Error(`${route.id} has no example.`);
  const exchange = await exchangeOf(world.h, route, example);
  // The number at the end of a name that nothing has yet means nothing to a reader.
  let text = JSON.stringify(exchange);
  for (const [name, prefix] of names) text = text.replaceAll(name, prefix);
  return settled(route.id, JSON.parse(text) as RouteExample);
}

async function exchangeOf(h: Harness, route: Route, example: Example): Promise<RouteExample> {
  const { path, query, body } = example;
  const { url, init } = requestOf(h, route, example);
  const response = await fetch(url, init);
  const text = await response.text();
  expect(response.status, `${route.id}: ${text}`).toBe(example.status);
  return {
    ...(path && { path }),
    ...(query && { query: Object.fromEntries(new URLSearchParams(query)) }),
    ...(body !== undefined && { request: body }),
    ...(route.wire === 'JSON' && { response: JSON.parse(text) as unknown }),
  };
}

/** One answer of the API for each status of refusal that its routes have. */
async function recordErrors(world: World, api: ApiName): Promise<Record<string, unknown>> {
  const own = routes.filter((route) => route.api === api);
  const found = new Map<number, unknown>();
  const ask = async (route: Route | undefined, example: Partial<Example> | undefined): Promise<void> => {
    if (!route || !example) return;
    const { url, init } = requestOf(world.h, route, { status: 0, ...example });
    const response = await fetch(url, init);
    const text = await response.text();
    const body = response.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as unknown) : text;
    if (response.status >= 400 && !found.has(response.status))
      found.set(response.status, settled(`${api} ${response.status}`, { response: body }).response);
  };
  const written = own.find(({ body, wire }) => body !== null && wire === 'JSON');
  const conflicting = own.find(({ id }) => examples[id]?.conflict);
  const named = own.find(({ path, method }) => method === 'GET' && /\{(name|model)\}/.test(path));
  const strict = own.find(({ body, bindings }) => body !== null && bindings.some(isNeeded));
  await ask(strict, { path: { ns: 'default' }, body: {} });
  await ask(
    own.find(({ isPublic }) => !isPublic),
    { token: null },
  );
  await ask(written, { body: {}, token: await world.h.tokenFor('VIEWER') });
  await ask(named, { path: { ns: 'default', name: 'nobody', model: 'nobody' } });
  await ask(conflicting, await examples[conflicting?.id ?? '']?.conflict?.({ ...world, fresh: (prefix) => prefix }));
  await ask(written, { body: 'x'.repeat(conventions[api].maxBodyBytes + 1) });
  return Object.fromEntries([...found].map(([status, body]) => [`${status}`, body]));
}

function isNeeded({ in: from, isRequired }: Route['bindings'][number]): boolean {
  return from === 'body' && isRequired;
}

describe.each(apiNames)('%s', (api) => {
  test('answers as its documentation shows', async () => {
    const own = routes.filter((route) => route.api === api);
    const text = jsonText({ errors: errors.get(api), ...Object.fromEntries(own.map(({ id }) => [id, recorded[id]])) });
    await expect(text).toMatchFileSnapshot(`../../../rest-compat/apis/${api}/examples.json`);
  });
});
