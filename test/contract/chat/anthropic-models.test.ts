import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { shortStory } from '../../support/story.ts';
import { endpoint } from '../model-access/endpoints.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({
    role: { api: true, worker: false },
    stopWith: (stop) => stops.push(stop),
    environment: { ORRERY_LISTEN: 'anthropic=0' },
  });
  const more = ['a', 'b', 'c'].map((name) => endpoint(name, `provider: mock, model: mock-${name}`));
  await h.apply([...more, shortStory].join('---\n'));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Page {
  data: { type: string; id: string; display_name: string; created_at: string }[];
  has_more: boolean;
  first_id: string | null;
  last_id: string | null;
}

/** Asks as Anthropic's clients do: with the key and the version of the API in headers of their own. */
async function ask(query = '', key = h.adminToken) {
  const response = await fetch(`${h.platform.listeners['anthropic']}/anthropic/v1/models${query}`, {
    headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
  });
  return { status: response.status, page: (await response.json()) as Page };
}

const ids = ['agent:default/greeter', 'default/a', 'default/b', 'default/c', 'default/short-model'];

test('models and agents are listed in the shape that Anthropic documents', async () => {
  const { status, page } = await ask();
  expect(status).toBe(200);
  expect(Object.keys(page)).toEqual(['data', 'has_more', 'first_id', 'last_id']);
  expect(page.data.map(({ id }) => id)).toEqual(ids);
  for (const model of page.data)
    expect(model).toEqual({
      type: 'model',
      id: model.id,
      display_name: expect.stringMatching(/./),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
    });
  expect(page).toMatchObject({ has_more: false, first_id: ids[0], last_id: ids.at(-1) });
});

test('a list is walked forwards and backwards, a page at a time, without loss or repeat', async () => {
  const walk = async (parameter: 'after_id' | 'before_id', edge: 'last_id' | 'first_id', from: string) => {
    const pages: string[][] = [];
    for (let id: string | null = from, goesOn = true; goesOn; ) {
      const { page }: { page: Page } = await ask(`?limit=2${id ? `&${parameter}=${encodeURIComponent(id)}` : ''}`);
      pages.push(page.data.map((model) => model.id));
      ({ has_more: goesOn, [edge]: id } = page);
    }
    return pages;
  };
  expect(await walk('after_id', 'last_id', '')).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
  expect(await walk('before_id', 'first_id', ids[4] ?? '')).toEqual([ids.slice(2, 4), ids.slice(0, 2)]);
});

test.each([
  ['?limit=0', 400, 'invalid_request_error'],
  ['?limit=1001', 400, 'invalid_request_error'],
  ['?limit=many', 400, 'invalid_request_error'],
])('%s is refused with %i in the words of Anthropic', async (query, status, type) => {
  expect(await ask(query)).toMatchObject({ status, page: { type: 'error', error: { type } } });
});

test('a wrong key is refused in the words of Anthropic, with the id of the request', async () => {
  expect(await ask('', 'sk-ant-nobody')).toEqual({
    status: 401,
    page: {
      type: 'error',
      error: { type: 'authentication_error', message: expect.any(String) },
      request_id: expect.stringMatching(/^req_/),
    },
  });
});
