import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiNames, type Route } from '../../../rest-compat/runtime/route.ts';
import { allRoutes } from '../../support/facade/documents.ts';
import type { Example, World } from '../../support/facade/example.ts';
import { examples } from '../../support/facade/examples/index.ts';
import { type Aimed, aim, namesOf } from '../../support/facade/fuzz/aim.ts';
import { attacksOn } from '../../support/facade/fuzz/attack.ts';
import { chatFaultsOf, chatPath, faultsOf } from '../../support/facade/fuzz/judge.ts';
import { send } from '../../support/facade/fuzz/wire.ts';
import { makeWorld } from '../../support/facade/world.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { approvalStory, shortStory } from '../../support/story.ts';

// Every route is sent requests with one thing made wrong, and every answer is judged by the OpenAPI documents. A failure
// prints its seed and path; `FUZZ_SEED` and `FUZZ_PATH` repeat it. `FUZZ_RUNS` says how many requests each route gets in
// a long run, for which `FUZZ_SEED=random` takes another seed each time.

const runs = Number(process.env['FUZZ_RUNS'] ?? 20);
const given = process.env['FUZZ_SEED'] ?? '1';
const seed = given === 'random' ? Date.now() : Number(given);
const path = process.env['FUZZ_PATH'];

/** A request for a chat with one of everything that such requests have. */
const conversation = {
  messages: [
    { role: 'system', content: 'Be short.' },
    { role: 'user', content: [{ type: 'text', text: 'hi' }], name: 'Ann' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'sum', arguments: '{"expression":"1"}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', content: '1' },
    { role: 'user', content: 'And now?' },
  ],
  tools: [{ type: 'function', function: { name: 'sum', description: 'Adds.', parameters: { type: 'object' } } }],
  tool_choice: 'auto',
  stream: false,
  stream_options: { include_usage: true },
  temperature: 0.5,
  top_p: 1,
  max_tokens: 10,
  stop: ['x'],
  n: 1,
  response_format: { type: 'text' },
  user: 'ann',
};

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
afterAll(() => Promise.all(stops.map((stop) => stop())));

const routes = allRoutes().filter(({ wire }) => wire !== 'WS');

describe.each(routes.map((route) => ({ ...route, title: `${route.api} ${route.method} ${route.path}` })))(
  '$title',
  (route) => {
    test('answers whatever it is sent as its documents say', { timeout: 60_000 + runs * 1_000 }, async () => {
      const example = await exampleOf(route);
      const attack = attacksOn({ hasBody: route.body !== null });
      await fc.assert(
        fc.asyncProperty(attack, fc.boolean(), async (attack, isOwnPort) => {
          const shot = aim(route, example, { attack, token: h.adminToken });
          const shown = await send((isOwnPort && h.platform.listeners[route.api]) || (h.platform.url ?? ''), shot);
          const faults = faultsOf(route, { shot, isOwnPort }, shown);
          const names = namesOf(route, example, attack);
          if (shown.status === 400 && names.length > 0 && !says(shown.text, names))
            faults.push(`it does not say which of ${names} is wrong`);
          expect(faults, `${shown.status} ${shown.text.slice(0, 500)}`).toEqual([]);
        }),
        { numRuns: runs, seed, ...(path !== undefined && { path }) },
      );
    });
  },
);

test.each(['default/short-model', 'agent:default/greeter'])(
  'a chat with %s is answered in the words of its dialect, whatever it is sent',
  { timeout: 60_000 + runs * 1_000 },
  async (model) => {
    await restore();
    const chat: Aimed = { method: 'POST', path: chatPath, bindings: [] };
    const example: Example = { status: 200, body: { ...conversation, model } };
    await fc.assert(
      fc.asyncProperty(attacksOn({ hasBody: true }), async (attack) => {
        const shot = aim(chat, example, { attack, token: h.adminToken });
        const shown = await send(h.platform.listeners['openai'] ?? '', shot);
        expect(chatFaultsOf(shot, shown), `${shown.status} ${shown.text.slice(0, 500)}`).toEqual([]);
      }),
      { numRuns: runs * 3, seed, ...(path !== undefined && { path }) },
    );
  },
);

test('the platform is well after all of it', async () => {
  const { status } = await send(h.platform.url ?? '', { method: 'GET', target: '/readyz', headers: {} });
  expect(status).toBe(200);
});

async function restore(): Promise<void> {
  await h.apply(approvalStory);
  await h.apply(shortStory);
}

/** What the route would answer with success. What requests before it took away is put back. */
async function exampleOf({ id }: Route): Promise<Example> {
  await restore();
  const make = examples[id]?.success;
  if (!make) throw new Error(`${id} has no example.`);
  return make(world);
}

/** Whether a refusal says where the fault is, by the words of a name. A cursor, and the whole of a body, are called so. */
function says(text: string, names: readonly string[]): boolean {
  const words = names.flatMap((name) => [name, ...(name.match(/[A-Z]?[a-z]{4,}/g) ?? [])]);
  return /cursor|nested more than/i.test(text) || words.some((word) => text.toLowerCase().includes(word.toLowerCase()));
}
