import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldRun, type RunEvent, type RunFold } from '../../support/fold.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { approvalStory } from '../../support/story.ts';
import { approve } from './client.ts';
import { type Face, faces, type Told, type Wanted } from './faces.ts';
import { type Line, sentEvents } from './line.ts';
import { journalOf, startAt } from './told-runs.ts';

// Cuts between events: over each stream after each event, and on from there over each stream. Where the line breaks in
// the middle of an event is tried byte by byte in byte-cuts.test.ts.

let site: Harness;
let line: Line;

beforeAll(async () => {
  site = await harness({ stopWith: afterAll });
  line = { url: site.url.replace(/\/graphql$/, ''), token: site.adminToken };
  await site.apply(approvalStory);
});

/** Reads on from the last cursor of what was told, to the end. */
async function readOn(face: Face, run: Wanted, before: readonly Told[]): Promise<Told[]> {
  const told = [...before];
  for await (const one of face.read(line, { ...run, after: before.at(-1)?.cursor ?? run.after })) told.push(one);
  return told;
}

/** Reads until so many events of the run were told, and leaves. */
async function readSome(face: Face, run: Wanted, events: number): Promise<Told[]> {
  const told: Told[] = [];
  if (events === 0) return told;
  for await (const one of face.read(line, run)) {
    told.push(one);
    if (eventsIn(told).length === events) break;
  }
  return told;
}

function eventsIn(told: readonly Told[]): RunEvent[] {
  return told.flatMap(({ event }) => event ?? []);
}

const foldOf = (told: readonly Told[]): RunFold => foldRun(eventsIn(told));

/** Approves what the run asks for, as soon as it waits for it. Resolves when it is finished. */
async function attend(run: Wanted): Promise<void> {
  const [graphql] = faces.filter(({ name }) => name === 'GraphQL over WebSocket');
  for await (const { event } of graphql?.read(line, run) ?? []) {
    if (event?.type !== 'EXECUTION_WAITING') continue;
    const { data } = await site.graphql<{ execution: { approvals: { id: string }[] } }>(
      'query ($id: ID!) { execution(id: $id) { approvals { id } } }',
      { id: run.id },
    );
    await approve(line, data.execution.approvals[0]?.id ?? '');
  }
}

/** By turns: over all that is cut, each stream is asked to go on from each event. */
const inTurn = (turn: number): Face => faces[turn % faces.length] as Face;

test('a run that is over can be cut after any event of any stream, and goes on over others as if uncut', async () => {
  const run = await startAt(site, 'payer');
  await attend(run);
  const whole = await journalOf(site, run);
  expect(foldRun(whole)).toMatchObject({ phase: 'SUCCEEDED', claims: 2, approvals: { 'its approval': 'APPROVED' } });
  for (const [turn, from] of faces.entries()) {
    expect(foldOf(await readOn(from, run, [])), from.name).toEqual(foldRun(whole));
    await Promise.all(
      whole.slice(0, -1).map(async (_, cut) => {
        const before = await readSome(from, run, cut);
        const to = inTurn(turn + cut);
        const told = await readOn(to, run, before);
        expect(foldOf(told), `${from.name}, ${cut} events, ${to.name}`).toEqual(foldRun(whole));
      }),
    );
  }
});

test('a run that goes on while its streams are cut is told without a loss or a repeat', async () => {
  const measure = await startAt(site, 'payer');
  await attend(measure);
  const { length } = await journalOf(site, measure);
  await Promise.all(
    Array.from({ length: length - 1 }, async (_, cut) => {
      const run = await startAt(site, 'payer');
      const attended = attend(run);
      const read = [cut, cut + 3, cut + 6].map(async (turn) => {
        const [from, to] = [inTurn(turn), inTurn(turn + 1 + (cut % (faces.length - 1)))];
        return { way: `${from.name} to ${to.name}`, told: await readOn(to, run, await readSome(from, run, cut)) };
      });
      await attended;
      const whole = foldRun(await journalOf(site, run));
      for (const { way, told } of await Promise.all(read))
        expect(foldOf(told), `${way} after ${cut} events`).toEqual(whole);
    }),
  );
});

test('a stream that begins now says where that is, so that one who is cut before any event loses none', async () => {
  const stream = sentEvents(line, { path: '/v1/events/stream' });
  const { value } = await stream.next();
  expect(value).toEqual({ id: expect.any(String) });
  await stream.return(undefined);
  const run = await startAt(site, 'payer');
  await attend(run);
  const whole = foldRun(await journalOf(site, run));
  for (const face of faces)
    expect(foldOf(await readOn(face, { ...run, after: value?.['id'] ?? '' }, [])), face.name).toEqual(whole);
});
