import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conventions } from '../../../rest-compat/apis/index.ts';
import { apiNames, type Route } from '../../../rest-compat/runtime/route.ts';
import { actionName } from '../../../schema/identity.ts';
import { actions, may, type Role, roles } from '../../../src/modules/identity/index.ts';
import { allRoutes, Documented } from '../../support/facade/documents.ts';
import type { Example, MakeExample, World } from '../../support/facade/example.ts';
import { examples } from '../../support/facade/examples/index.ts';
import { requestOf } from '../../support/facade/request.ts';
import { makeWorld } from '../../support/facade/world.ts';
import { type Harness, harness } from '../../support/harness.ts';

// One suite over the route table: a route that is added without an example fails it, and so does an answer that the
// OpenAPI documents do not describe.

const documented = new Documented();
const routes = allRoutes();
let h: Harness;
let world: World;
const tokens = new Map<Role, string>();
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  h = await harness({
    stopWith: (stop) => stops.push(stop),
    environment: { ORRERY_LISTEN: apiNames.map((api) => `${api}=0`).join(',') },
  });
  world = await makeWorld(h);
  for (const role of roles) tokens.set(role, await h.tokenFor(role.toUpperCase() as 'VIEWER'));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Answer {
  status: number;
  contentType: string;
  text: string;
}

/** Sends what the example says to the route on its API's own port, and checks the answer against the documents. */
async function send(route: Route, example: Example): Promise<Answer> {
  const answer = await answerOf(route, example);
  expect(documented.faultsOf(route, answer), `${answer.status} ${answer.text.slice(0, 500)}`).toEqual([]);
  return answer;
}

async function answerOf(route: Route, example: Example): Promise<Answer> {
  const { url, init } = requestOf(h, route, example);
  const leave = new AbortController();
  const response = await fetch(url, { ...init, signal: leave.signal });
  const contentType = response.headers.get('content-type') ?? '';
  const isEndless = response.status < 300 && !['JSON', 'TEXT', 'BYTES', 'REDIRECT'].includes(route.wire);
  const text = isEndless ? '' : await response.text();
  leave.abort();
  return { status: response.status, contentType, text };
}

/** What succeeds, so that one thing about it can be made wrong. */
async function good(route: Route): Promise<Example> {
  return make(examples[route.id]?.success);
}

async function make(how: MakeExample | undefined): Promise<Example> {
  if (!how) throw new Error('There is no such example.');
  return how(world);
}

/** A role that may not do what the route does; undefined when every role may. */
function tooLow(route: Route): Role | undefined {
  const needed = actions.filter((action) => route.actions.includes(actionName(action)));
  return roles.find((role) => needed.some((action) => !may({ role }, action)));
}

/** A test of what only some routes have; the others have no such test, rather than one that is skipped. */
function testWhere(isSo: boolean, title: string, run: () => Promise<void>): void {
  if (isSo) test(title, run);
}

const served = routes.filter(({ wire }) => wire !== 'WS');

test('every route has an example that succeeds', () => {
  expect(served.filter(({ id }) => !examples[id]).map(({ id }) => id)).toEqual([]);
});

test('every example is of a route', () => {
  const ids = new Set(routes.map(({ id }) => id));
  expect(Object.keys(examples).filter((id) => !ids.has(id))).toEqual([]);
});

describe.each(served.map((route) => ({ ...route, title: `${route.api} ${route.method} ${route.path}` })))(
  '$title',
  (route) => {
    const convention = conventions[route.api];
    const answers = (status: number): boolean => route.statuses.includes(convention.errorStatus(status));

    const has = examples[route.id];

    testWhere(has !== undefined, 'succeeds as documented', async () => {
      const example = await good(route);
      const answer = await send(route, example);
      expect(answer.status, answer.text.slice(0, 500)).toBe(example.status);
      if (example.check)
        example.check((answer.contentType.includes('json') ? JSON.parse(answer.text) : answer.text) as never);
    });

    testWhere(!route.isPublic, 'turns away who shows no token or a wrong one', async () => {
      for (const token of [null, 'wrong']) expect((await send(route, { status: 401, token })).status).toBe(401);
    });

    testWhere(has !== undefined && tooLow(route) !== undefined, 'turns away who may not do it', async () => {
      const token = tokens.get(tooLow(route) ?? 'viewer') ?? null;
      expect((await send(route, { ...(await good(route)), token })).status).toBe(403);
    });

    testWhere(
      has !== undefined && answers(404) && route.path.includes('{'),
      'does not find what is not there',
      async () => {
        const example = await good(route);
        const path = Object.fromEntries(
          Object.keys(example.path ?? {}).map((name) => [name, unknownOf(name, route, example)]),
        );
        const answer = await send(route, { ...example, path });
        expect(answer.status, answer.text).toBe(404);
      },
    );

    testWhere(has !== undefined && route.body === 'JSON', 'refuses a body that is not JSON', async () => {
      const answer = await send(route, { ...(await good(route)), body: '{"half": ' });
      expect(answer.status).toBe(convention.errorStatus(400));
    });

    testWhere(
      has !== undefined && route.body !== null && answers(413),
      'refuses a body that is too large',
      async () => {
        const body = JSON.stringify({ filler: 'x'.repeat(convention.maxBodyBytes) });
        const answer = await send(route, { ...(await good(route)), body });
        expect(answer.status).toBe(convention.errorStatus(413));
      },
    );

    const typed = route.bindings.filter(
      ({ in: from, isLenient, named, words }) =>
        from === 'query' &&
        !isLenient &&
        (words !== undefined || ['Int', 'Float', 'Boolean', 'DateTime'].includes(named)),
    );
    testWhere(has !== undefined && typed.length > 0, 'refuses parameters that make no sense', async () => {
      for (const { names } of typed) {
        const answer = await send(route, { ...(await good(route)), query: `${names[0]}=%21nonsense` });
        expect([names[0], answer.status]).toEqual([names[0], convention.errorStatus(400)]);
      }
    });

    testWhere(
      route.bindings.some(({ in: from }) => from === 'path'),
      'refuses a null character in its path',
      async () => {
        const names = route.bindings.filter(({ in: from }) => from === 'path').map(({ variable }) => variable);
        const path = Object.fromEntries(names.map((name) => [name, 'a\0b']));
        expect([400, 404]).toContain((await send(route, { status: 404, path, body: bodyFor(route) })).status);
      },
    );

    testWhere(has?.conflict !== undefined, 'says when things are not as they should be', async () => {
      const example = await make(examples[route.id]?.conflict);
      const answer = await send(route, example);
      expect(answer.status, answer.text).toBe(example.status);
    });

    test('is there for its own method only', async () => {
      const others = routes
        .filter(({ api, path }) => api === route.api && path === route.path)
        .map(({ method }) => method);
      const method = (['DELETE', 'PUT', 'PATCH'] as const).find((candidate) => !others.includes(candidate));
      const answer = await answerOf({ ...route, method: method ?? 'PATCH' }, { status: 405 });
      expect(answer.status).toBe(convention.errorStatus(405));
      expect(answer.contentType.split(';')[0]).toBe(convention.errorSchema.contentType);
    });
  },
);

/** Something that a route with a body reads. */
function bodyFor({ body }: Route): string | undefined {
  return body === null ? undefined : '{}';
}

/** Kinds stay what they are, as an unknown kind is another fault, unless there is nothing else that may be missing. */
function unknownOf(name: string, { path }: Route, example: Example): string {
  return name === 'kind' && !path.endsWith('{kind}') ? (example.path?.[name] ?? '') : `no-such-${name}`;
}
