import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { type Asked, jsonLines, type Line, messages, sentEvents } from './line.ts';
import { subscribe } from './subscribe.ts';
import { journalEnd } from './told-runs.ts';

// Changes of resources as the watches of the APIs tell them: cut after each change and each byte, and on from there.

/** A change, in words that every API has. */
interface Change {
  cursor: string;
  what: string;
}

interface Watch {
  name: string;
  read(line: Line, after: string): AsyncGenerator<Change>;
}

let site: Harness;
let line: Line;
let start: string;

const tool = (name: string, description = 'A tool.'): string =>
  JSON.stringify({
    apiVersion: 'orrery.dev/v1',
    kind: 'Tool',
    metadata: { name },
    spec: { type: 'http', url: 'https://a.test', description },
  });

const story = ['applied hammer', 'applied saw', 'applied hammer', 'deleted saw', 'applied saw', 'deleted hammer'];

beforeAll(async () => {
  site = await harness({ stopWith: afterAll });
  line = { url: site.url.replace(/\/graphql$/, ''), token: site.adminToken };
  start = await journalEnd(site);
  for (const [index, what] of story.entries()) {
    const name = what.split(' ')[1] ?? '';
    if (what.startsWith('applied')) await site.apply(tool(name, `Number ${index}.`));
    else
      await site.graphql(
        `mutation ($name: String!) { deleteResource(input: { kind: TOOL, name: $name }) { __typename } }`,
        { name },
      );
  }
});

// biome-ignore lint/suspicious/noExplicitAny: frames are read as a client of their API would
type Frame = any;

function watched({ type, object }: Frame): Change {
  const { name, resourceVersion } = object.metadata;
  return { cursor: resourceVersion, what: `${type === 'DELETED' ? 'deleted' : 'applied'} ${name}` };
}

const path = '/v1/resources?watch=true&kind=tools&allowWatchBookmarks=true';

async function* overLines(line: Line, asked: Asked): AsyncGenerator<Change> {
  for await (const frame of jsonLines(line, asked)) if (frame.type !== 'BOOKMARK') yield watched(frame);
}

async function* overSse(line: Line, asked: Asked, tell: (frame: Frame) => Change | undefined): AsyncGenerator<Change> {
  for await (const { data } of sentEvents(line, asked)) {
    const change = data === undefined ? undefined : tell(JSON.parse(data));
    if (change) yield change;
  }
}

const watches: readonly Watch[] = [
  {
    name: 'GET with watch and resourceVersion',
    read: (line, after) => overLines(line, { path: `${path}&resourceVersion=${after}` }),
  },
  {
    name: 'WATCH with resourceVersion',
    read: (line, after) =>
      overLines(line, { method: 'WATCH', path: `/v1/resources?kind=tools&resourceVersion=${after}` }),
  },
  {
    name: 'NDJSON with resourceVersion',
    read: (line, after) =>
      overLines(line, { path: `${path}&resourceVersion=${after}`, headers: { accept: 'application/x-ndjson' } }),
  },
  {
    name: 'SSE with Last-Event-ID',
    read: (line, after) => overSse(line, { path, headers: { 'last-event-id': after } }, watched),
  },
  {
    name: 'Orloj event bus with since',
    read: (line, after) =>
      overSse(line, { path: `/v1/events/watch?kind=Tool&since=${after}` }, ({ id, type, name }) => ({
        cursor: id,
        what: `${type === 'resource.deleted' ? 'deleted' : 'applied'} ${name}`,
      })),
  },
  {
    name: 'Fabric SSE with Last-Event-ID',
    read: (line, after) =>
      overSse(line, { path: '/v1/events/stream', headers: { 'last-event-id': after } }, ({ data }) => ({
        cursor: data.cursor,
        what: `${data.kind === 'resource.deleted' ? 'deleted' : 'applied'} ${data.payload.name}`,
      })),
  },
  {
    name: 'Roboticus WebSocket with after',
    async *read(line, after) {
      for await (const { type, cursor, name } of messages(line, `/ws?after=${after}`))
        if (type !== 'connected')
          yield { cursor, what: `${type === 'resource_deleted' ? 'deleted' : 'applied'} ${name}` };
    },
  },
  {
    name: 'GraphQL over SSE',
    async *read(line, after) {
      const query = `subscription ($after: Cursor) { resourceChanged(selector: { kind: TOOL }, after: $after) { __typename
        ... on JournalEvent { cursor } ... on ResourceApplied { name } ... on ResourceDeleted { name } } }`;
      const told = subscribe<{ resourceChanged: Frame }>(line, 'sse', { query, variables: { after } });
      for await (const { resourceChanged: event } of told)
        if (event.__typename !== 'Bookmark')
          yield {
            cursor: event.cursor,
            what: `${event.__typename === 'ResourceDeleted' ? 'deleted' : 'applied'} ${event.name}`,
          };
    },
  },
];

/** Takes changes until so many came, or the line broke. */
async function take(changes: AsyncGenerator<Change>, count: number): Promise<Change[]> {
  const taken: Change[] = [];
  if (count <= 0) return taken;
  for await (const change of changes) if (taken.push(change) === count) break;
  return taken;
}

/** Reads on from the last version that arrived, until every change is told. */
async function readOn(watch: Watch, before: readonly Change[]): Promise<Change[]> {
  const after = before.at(-1)?.cursor ?? start;
  return [...before, ...(await take(watch.read(line, after), story.length - before.length))];
}

/** A watch's version without that of the object in front of it. */
const placesOf = (changes: readonly Change[]): string[] => changes.map(({ cursor }) => cursor.replace(/^\d+@/, ''));

test('a watch can be cut after any change, and goes on over every other as if uncut', async () => {
  const [first] = watches;
  const whole = await readOn(first as Watch, []);
  expect(whole.map(({ what }) => what)).toEqual(story);
  for (const from of watches)
    await Promise.all(
      story.map(async (_, cut) => {
        const before = await take(from.read(line, start), cut);
        for (const to of watches) {
          const changes = await readOn(to, before);
          expect(
            changes.map(({ what }) => what),
            `${from.name}, ${cut}, ${to.name}`,
          ).toEqual(story);
          expect(placesOf(changes), `${from.name}, ${cut}, ${to.name}`).toEqual(placesOf(whole));
        }
      }),
    );
});

const atOnce = 24;

test('a watch can break after any byte, and goes on from the last object that came whole', async () => {
  const [watch] = watches as [Watch];
  const whole = await readOn(watch, []);
  const [from = '', ...places] = whole.slice(-3).map(({ cursor }) => cursor);
  const last = whole.slice(-2);
  // Wherever the line broke, what comes after a version is the same, and is asked for once.
  const rests = new Map<string, Change[]>();
  for (const [index, after] of [from, ...places.slice(0, 1)].entries())
    rests.set(after, await take(watch.read(line, after), last.length - index));
  const heard: number[] = [];
  const isWhole = (count: number): boolean => count === last.length;
  for (let first = 0; first === 0 || !heard.slice(-atOnce).every(isWhole); first += atOnce) {
    const read = Array.from({ length: atOnce }, async (_, index) => {
      const bytes = first + index;
      const before = await take(watch.read({ ...line, breaksAfter: bytes }, from), last.length);
      const rest = isWhole(before.length) ? [] : rests.get(before.at(-1)?.cursor ?? from);
      expect([...before, ...(rest ?? [])], `cut after ${bytes} bytes`).toEqual(last);
      return before.length;
    });
    heard.push(...(await Promise.all(read)));
  }
  expect(new Set(heard)).toEqual(new Set([0, 1, 2]));
}, 60_000);
