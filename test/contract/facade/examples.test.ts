import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonText } from '../../../rest-compat/compiler/json-text.ts';
import type { RouteExample } from '../../../rest-compat/compiler/openapi/examples.ts';
import { apiNames, type Route } from '../../../rest-compat/runtime/route.ts';
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

describe.each(apiNames)('%s', (api) => {
  test('answers as its documentation shows', async () => {
    const own = routes.filter((route) => route.api === api);
    const text = jsonText(Object.fromEntries(own.map(({ id }) => [id, recorded[id]])));
    await expect(text).toMatchFileSnapshot(`../../../rest-compat/apis/${api}/examples.json`);
  });
});
