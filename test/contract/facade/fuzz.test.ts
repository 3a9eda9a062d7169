import http from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conventions } from '../../../rest-compat/apis/index.ts';
import { apiNames, type Route } from '../../../rest-compat/runtime/route.ts';
import { allRoutes, Documented } from '../../support/facade/documents.ts';
import type { World } from '../../support/facade/example.ts';
import { examples } from '../../support/facade/examples/index.ts';
import { type HostileRequest, hostileRequests } from '../../support/facade/hostile.ts';
import { makeWorld } from '../../support/facade/world.ts';
import { type Harness, harness } from '../../support/harness.ts';

// Whatever a route is sent, its answer comes, is in the API's own form, and is nobody's fault but the sender's. The
// requests are the same in every run; FUZZ_RUNS asks for more of each route, FUZZ_SEED for others.

const runs = Number(process.env['FUZZ_RUNS'] ?? 12);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);
/** Longer than any route waits for something to happen. */
const longestMs = 20_000;

const documented = new Documented();
const routes = allRoutes();
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const endless = new Set(['SSE', 'NDJSON', 'WATCH']);
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
let h: Harness;
let world: World;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  h = await harness({
    stopWith: (stop) => stops.push(stop),
    environment: { ORRERY_LISTEN: apiNames.map((api) => `${api}=0`).join(',') },
  });
  world = await makeWorld(h);
});
afterAll(async () => {
  agent.destroy();
  await Promise.all(stops.map((stop) => stop()));
});

interface Answer {
  status: number;
  contentType: string;
  text: string;
}

/** Sends the request to the route's own port; of a stream that begins only the head is read. */
function ask(route: Route, { method, path, headers, body }: HostileRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(h.platform.listeners[route.api] as string);
    const sized = body ? { ...headers, 'content-length': String(body.length) } : headers;
    const request = http.request({ hostname, port, method, path, headers: sized, agent }, (response) => {
      const status = response.statusCode ?? 0;
      const contentType = response.headers['content-type'] ?? '';
      if (status < 300 && (contentType.startsWith('text/event-stream') || endless.has(route.wire))) {
        response.destroy();
        resolve({ status, contentType, text: '' });
        return;
      }
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status, contentType, text: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    request.setTimeout(longestMs, () => request.destroy(new Error('There is no answer.')));
    request.on('error', reject);
    request.end(body);
  });
}

/** What is wrong with an answer of the route; empty when nothing is. */
function faultsOf(route: Route, { status, contentType, text }: Answer): string[] {
  if (status === 0 || status >= 500) return [`${status} is not the sender's fault: ${text.slice(0, 300)}`];
  if (/node_modules|\.ts:\d|at async|select .* from|syntax error at/i.test(text) && status >= 400)
    return [`the answer tells of the inside: ${text.slice(0, 300)}`];
  if (status < 400) return [];
  const { errorSchema } = conventions[route.api];
  const type = contentType.split(';')[0] ?? '';
  if (type !== errorSchema.contentType) return [`${status} has the type ${contentType}: ${text.slice(0, 300)}`];
  if (!type.endsWith('json')) return text.trim() === '' ? ['the answer says nothing'] : [];
  const body: unknown = JSON.parse(text);
  return ajv.validate(errorSchema.schema, body) ? [] : [`${ajv.errorsText()}: ${text.slice(0, 300)}`];
}

const served = routes.filter(({ wire }) => wire !== 'WS');

describe.each(served.map((route) => ({ ...route, title: `${route.api} ${route.method} ${route.path}` })))(
  '$title',
  (route) => {
    test('answers whatever it is sent in its own form', async () => {
      const example = await examples[route.id]?.success(world);
      if (!example) throw new Error('There is no example.');
      const when = route.when?.header === undefined ? {} : { [route.when.header]: 'x' };
      const headers = { authorization: `Bearer ${h.adminToken}`, ...example.headers, ...when };
      const property = fc.asyncProperty(hostileRequests(route, { ...example, headers }), async (request) => {
        const answer = await ask(route, request);
        expect(faultsOf(route, answer)).toEqual([]);
      });
      await fc.assert(property, { numRuns: runs, seed, endOnFailure: runs <= 100 });
    });
  },
);

test('the platform is as well as before', async () => {
  expect((await fetch(`${h.platform.url}/readyz`)).status).toBe(200);
  const route = routes.find(({ id }) => id === 'JochGetExecution');
  if (!route) throw new Error('There is no such route.');
  const { name } = await world.finishedRun();
  const response = await fetch(`${h.platform.listeners.joch}/v1/namespaces/default/executions/${name}`, {
    headers: { authorization: `Bearer ${h.adminToken}` },
  });
  const answer = {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    text: await response.text(),
  };
  expect(documented.faultsOf(route, answer)).toEqual([]);
});
