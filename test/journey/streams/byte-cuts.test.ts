import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldRun, type RunFold } from '../../support/fold.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { reach } from '../../support/runs.ts';
import { shortStory } from '../../support/story.ts';
import { face, type Told, type Wanted } from './faces.ts';
import type { Line } from './line.ts';
import { journalOf, startAt } from './told-runs.ts';

// Cuts within events: one stream of each wire, after every byte of its answer, with its head, of the last two events of
// a run. The frames of a watch are tried in watch-cuts.test.ts.

let site: Harness;
let line: Line;
let run: Wanted;
let whole: RunFold;

beforeAll(async () => {
  site = await harness({ stopWith: afterAll });
  await site.apply(shortStory);
  line = { url: site.url.replace(/\/graphql$/, ''), token: site.adminToken };
  run = await startAt(site, 'greeter');
  await reach(site, run.id, 'SUCCEEDED');
  const events = (await journalOf(site, run)).slice(-3);
  run.after = events[0]?.cursor ?? '';
  whole = foldRun(events.slice(1));
  expect(whole).toMatchObject({ phase: 'SUCCEEDED', steps: { 'agent/model:1': { completed: 1 } } });
});

/** What is told until the line breaks, and then from the last cursor that arrived whole. */
async function readOver({ from, to, bytes }: { from: string; to: string; bytes: number }) {
  const told: Told[] = [];
  for await (const one of face(from).read({ ...line, breaksAfter: bytes }, run)) told.push(one);
  const heard = told.length;
  if (told.at(-1)?.event?.type !== 'EXECUTION_FINISHED')
    told.push(...(await restOver(to, told.at(-1)?.cursor ?? run.after)));
  return { heard, fold: foldRun(told.flatMap(({ event }) => event ?? [])) };
}

const rests = new Map<string, Promise<Told[]>>();

/** What a stream tells after a cursor. Wherever the line broke, that is the same, and is asked for once. */
function restOver(to: string, after: string): Promise<Told[]> {
  const read = async (): Promise<Told[]> => {
    const told: Told[] = [];
    for await (const one of face(to).read(line, { ...run, after })) told.push(one);
    return told;
  };
  const rest = rests.get(`${to} ${after}`) ?? read();
  rests.set(`${to} ${after}`, rest);
  return rest;
}

const atOnce = 24;

test.each([
  { wire: 'SSE', from: 'Joch SSE with Last-Event-ID', to: 'Orloj SSE with since' },
  { wire: 'NDJSON', from: 'Joch NDJSON with after', to: 'Fabric SSE with Last-Event-ID' },
  { wire: 'WS', from: 'Roboticus WebSocket with after', to: 'Joch NDJSON with after' },
])(
  'a stream on the wire $wire can break after any byte and goes on over itself and another API',
  async (way) => {
    const { from } = way;
    const heard: number[] = [];
    let isWhole = false;
    for (let first = 0; !isWhole; first += atOnce) {
      const cuts = Array.from({ length: atOnce }, (_, index) => first + index);
      const read = cuts.map(async (bytes) => {
        const told = await readOver({ from, to: bytes % 2 === 0 ? from : way.to, bytes });
        expect(told.fold, `${from} cut after ${bytes} bytes`).toEqual(whole);
        return told.heard;
      });
      heard.push(...(await Promise.all(read)));
      isWhole = heard.slice(-atOnce).every((count) => count === whole.cursors.length);
    }
    // Cuts fell before, between and behind the two events.
    expect(new Set(heard)).toEqual(new Set([0, 1, 2]));
  },
  180_000,
);
