import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { forgetJournal } from '../../support/forgotten-journal.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { reach } from '../../support/runs.ts';
import { shortStory } from '../../support/story.ts';
import type { Wanted } from './faces.ts';
import { jsonLines, type Line, sentEvents } from './line.ts';
import { runEvents, subscribe } from './subscribe.ts';
import { journalEnd, startAt } from './told-runs.ts';

let site: Harness;
let line: Line;
/** A run of which nothing is kept any more. */
let lost: Wanted;
/** One that is kept. */
let kept: Wanted;

beforeAll(async () => {
  site = await harness({ stopWith: afterAll });
  line = { url: site.url.replace(/\/graphql$/, ''), token: site.adminToken };
  await site.apply(shortStory);
  lost = await finished();
  await forgetJournal(site);
  kept = await finished();
});

async function finished(): Promise<Wanted> {
  const run = await startAt(site, 'greeter');
  await reach(site, run.id, 'SUCCEEDED');
  return run;
}

const eventsOf = ({ name }: Wanted): string => `/v1/namespaces/default/executions/${name}/events`;

interface Place {
  name: string;
  path: (cursor: string) => string;
  accept?: string;
  /** The failure in the form of the API. */
  envelope: (code: 'invalid' | 'expired') => unknown;
}

const jochFailure = (code: string) => ({
  error: { code: code === 'invalid' ? 'Invalid' : 'Expired', message: expect.any(String), details: expect.anything() },
});
const fabricFailure = (code: string) => ({
  meta: expect.objectContaining({ status: code === 'invalid' ? 400 : 410 }),
  context: expect.anything(),
  data: null,
  error: expect.objectContaining({ code: expect.any(String), message: expect.any(String) }),
  links: expect.anything(),
});

const overHttp: Place[] = [
  { name: 'Joch SSE', path: (cursor) => `${eventsOf(kept)}?after=${cursor}`, envelope: jochFailure },
  {
    name: 'Joch NDJSON',
    path: (cursor) => `${eventsOf(kept)}?after=${cursor}`,
    accept: 'application/x-ndjson',
    envelope: jochFailure,
  },
  { name: 'Joch watch', path: (cursor) => `/v1/resources?watch=1&resourceVersion=${cursor}`, envelope: jochFailure },
  { name: 'Orloj events', path: (cursor) => `/v1/events/watch?since=${cursor}`, envelope: () => expect.any(String) },
  { name: 'Fabric SSE', path: (cursor) => `/v1/events/stream?after=${cursor}`, envelope: fabricFailure },
];

async function get({ path, accept = '*/*' }: Place, cursor: string) {
  const headers = { authorization: `Bearer ${line.token}`, accept };
  const answer = await fetch(line.url + path(cursor), { headers });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json');
  return { status: answer.status, said: isJson ? JSON.parse(text) : text };
}

test.each(overHttp)('$name refuses a cursor that is none with 400, and one that is too old with 410', async (place) => {
  expect(await get(place, 'nonsense')).toEqual({ status: 400, said: place.envelope('invalid') });
  expect(await get(place, lost.after)).toEqual({ status: 410, said: place.envelope('expired') });
});

test.each(['/ws?after=', '/v1/events/ws?after='])('a WebSocket at %s is refused before it is one', async (path) => {
  for (const [cursor, status] of [
    ['nonsense', 400],
    [lost.after, 410],
  ] as const) {
    const socket = new WebSocket(line.url.replace('http', 'ws') + path + cursor, {
      headers: { authorization: `Bearer ${line.token}` },
    });
    socket.on('error', () => undefined);
    const [, answer] = await once(socket, 'unexpected-response');
    const chunks = await answer.toArray();
    expect(answer.statusCode).toBe(status);
    expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ error: expect.anything() });
  }
});

test('a Last-Event-ID that is too old is refused with 410 wherever events have ids', async () => {
  for (const path of [eventsOf(kept), '/v1/events/stream', '/v1/resources?watch=1']) {
    const headers = {
      authorization: `Bearer ${line.token}`,
      accept: 'text/event-stream',
      'last-event-id': lost.after,
    };
    expect([path, (await fetch(line.url + path, { headers })).status]).toEqual([path, 410]);
  }
});

test('a run whose beginning is lost says so in a frame, and the stream ends', async () => {
  const events = sentEvents(line, { path: eventsOf(lost) });
  const { value } = await events.next();
  expect(value).toMatchObject({ event: 'Expired' });
  expect(JSON.parse(value?.['data'] ?? '')).toEqual(jochFailure('expired'));
  expect((await events.next()).done).toBe(true);
  const lines = [];
  for await (const one of jsonLines(line, { path: eventsOf(lost), headers: { accept: 'application/x-ndjson' } }))
    lines.push(one);
  expect(lines).toEqual([jochFailure('expired')]);
});

test('a run that is kept is told from its beginning though older events are lost', async () => {
  const told: string[] = [];
  for await (const { event } of sentEvents(line, { path: eventsOf(kept) })) told.push(event ?? '');
  expect(told.at(0)).toBe('ExecutionCreated');
  expect(told.at(-1)).toBe('ExecutionSucceeded');
});

test('the graph tells a gap, and ends when nothing can come after it', async () => {
  for (const transport of ['websocket', 'sse'] as const) {
    const query = `subscription ($id: ID!, $after: Cursor) { executionEvents(id: $id, after: $after) { __typename } }`;
    const told: string[] = [];
    for await (const { executionEvents } of subscribe<{ executionEvents: { __typename: string } }>(line, transport, {
      query,
      variables: { id: lost.id, after: lost.after },
    }))
      told.push(executionEvents.__typename);
    expect(told).toEqual(['StreamGap']);
  }
});

test('the graph completes at once for who has every event of a run that is over', async () => {
  for (const transport of ['websocket', 'sse', 'last-event-id'] as const) {
    const events = runEvents(line, transport, { id: kept.id, after: await journalEnd(site) });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  }
});
