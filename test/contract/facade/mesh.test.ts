import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiName, apiNames, type Route } from '../../../rest-compat/runtime/route.ts';
import { allRoutes } from '../../support/facade/documents.ts';
import type { Example, World } from '../../support/facade/example.ts';
import { examples } from '../../support/facade/examples/index.ts';
import { type MeshedDocument, meshed } from '../../support/facade/mesh.ts';
import { makeWorld } from '../../support/facade/world.ts';
import { type Harness, harness } from '../../support/harness.ts';

// The documents are read by a program of others, GraphQL Mesh, and the facade is asked through what it makes of them:
// whatever a document gets wrong about a name, a type or a null is an error here.

let h: Harness;
let world: World;
const stops: (() => Promise<void>)[] = [];
const documents = new Map<ApiName | 'orrery', MeshedDocument>();

beforeAll(async () => {
  h = await harness({
    stopWith: (stop) => stops.push(stop),
    environment: { ORRERY_LISTEN: apiNames.map((api) => `${api}=0`).join(',') },
  });
  world = await makeWorld(h);
  const token = h.adminToken;
  for (const api of apiNames)
    documents.set(api, await meshed(api, { endpoint: h.platform.listeners[api] ?? '', token }));
  documents.set('orrery', await meshed('orrery', { endpoint: h.platform.url, token }));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

function documentOf(name: ApiName | 'orrery'): MeshedDocument {
  const document = documents.get(name);
  if (!document) throw new Error(`${name} was not loaded.`);
  return document;
}

const routes = allRoutes().filter(({ wire, when }) => wire === 'JSON' && !when);

describe.each(apiNames)('%s', (api) => {
  const own = routes.filter((route) => route.api === api);

  test('has every route as an operation, as the merged document has', () => {
    const ids = own.map(({ id }) => id);
    expect(documentOf(api).operations).toEqual(expect.arrayContaining(ids));
    expect(documentOf('orrery').operations).toEqual(expect.arrayContaining(ids));
  });

  test.each(own.map((route) => ({ ...route, title: `${route.method} ${route.path}` })))(
    '$title answers with what its document promises',
    async (route) => {
      const example = await examples[route.id]?.success(world);
      const answer = await documentOf(api).ask(route.id, argsOf(route, example));
      expect(answer).toBeTypeOf('object');
      expect(JSON.stringify(answer)).not.toContain('Error"}');
    },
  );
});

/** The example as arguments, which have the names of the parameters as far as GraphQL allows. */
function argsOf(route: Route, example: Example | undefined): Record<string, unknown> {
  const { path = {}, query = '', headers = {}, body } = example ?? {};
  // Mesh puts arguments into a path as they are.
  const inPath = Object.fromEntries(Object.entries(path).map(([name, value]) => [name, encodeURIComponent(value)]));
  const named = { ...inPath, ...Object.fromEntries(new URLSearchParams(query)), ...headers };
  const args = Object.entries(named).map(([name, value]) => [name.replaceAll('-', '_'), asArgument(route, name, value)]);
  return { ...Object.fromEntries(args), ...(body !== undefined && { input: inputOf(route, body) }) };
}

function asArgument(route: Route, name: string, value: string): unknown {
  const binding = route.bindings.find(({ names }) => names.includes(name));
  return binding?.schema['type'] === 'integer' ? Number(value) : value;
}

function inputOf(route: Route, body: unknown): unknown {
  return typeof body === 'string' && route.body !== 'TEXT' ? JSON.parse(body) : body;
}
