import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conventions } from '../../../rest-compat/apis/index.ts';
import { apiNames, type Route } from '../../../rest-compat/runtime/route.ts';
import { Documented } from '../../support/facade/documents.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { shortStory } from '../../support/story.ts';

interface HandWritten {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { example: object }> } }>>;
}

/** What is documented without an operation: the API, the method and the path, and the body that is shown. */
const documented = apiNames.flatMap((api) => {
  const file = `rest-compat/apis/${api}/hand-written.json`;
  if (!fs.existsSync(file)) return [];
  const { paths } = JSON.parse(fs.readFileSync(file, 'utf8')) as HandWritten;
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { requestBody }]) => ({
      ...{
        api,
        path,
        method: method.toUpperCase() as Route['method'],
        body: requestBody?.content['application/json']?.example,
      },
    })),
  );
});

const judge = new Documented();
let h: Harness;
let stop = async (): Promise<void> => undefined;
beforeAll(async () => {
  h = await harness({
    environment: { ORRERY_LISTEN: 'swarm=0,openai=0' },
    stopWith: (given) => {
      stop = given;
    },
  });
  await h.apply(shortStory);
});
afterAll(() => stop());

async function ask(route: Pick<Route, 'api' | 'path' | 'method'>, body?: unknown, token = h.adminToken) {
  const response = await fetch(`${h.platform.listeners[route.api]}${route.path}`, {
    method: route.method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    text: await response.text(),
  };
  return { status: answer.status, faults: judge.faultsOf({ ...route, wire: 'JSON' }, answer) };
}

test.each(documented)('$method $path of $api answers as its document says', async ({ body, ...route }) => {
  expect(await ask(route, body)).toEqual({ status: 200, faults: [] });
});

test('what refuses a chat is documented', async () => {
  const route = { api: 'openai', path: '/v1/chat/completions', method: 'POST' } as const;
  const messages = [{ role: 'user', content: 'x' }];
  expect(await ask(route, { model: 'default/short-model' })).toEqual({ status: 400, faults: [] });
  expect(await ask(route, { model: 'default/short-model', messages }, 'wrong')).toEqual({ status: 401, faults: [] });
  expect(await ask(route, { model: 'nobody/knows', messages })).toEqual({ status: 404, faults: [] });
  const filler = 'x'.repeat(conventions.openai.maxBodyBytes + 1);
  expect(await ask(route, { model: 'default/short-model', messages, filler })).toEqual({ status: 413, faults: [] });
});
