import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldRun, type RunEvent, readRun } from '../../support/fold.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { apply, approve, type Place, startRun } from './client.ts';
import { drain, runEvents, type Transport, take } from './subscribe.ts';

// The model wants two calls of a tool that needs a person, one after the other, and then answers.
const manifests = `
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: scripted }
spec:
  provider: mock
  model: mock-1
  script:
    - toolCalls: [{ name: send, arguments: { expression: "1 + 1" } }]
    - toolCalls: [{ name: look, arguments: { expression: "2 + 2" } }]
    - text: It is done.
---
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: send }
spec: { type: builtin, builtin: calculator, requiresApproval: true }
---
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: look }
spec: { type: builtin, builtin: calculator }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: clerk }
spec: { model: scripted, tools: [send, look] }
`;

const transports: readonly Transport[] = ['websocket', 'sse', 'last-event-id'];

// One for all tests: a process can run only one engine.
let site: Harness;
let place: Place;

beforeAll(async () => {
  site = await harness({ stopWith: afterAll });
  place = { url: site.url.replace(/\/graphql$/, ''), token: site.adminToken };
  await apply(place, manifests);
});

let runs = 0;

function start(): Promise<string> {
  return startRun(place, 'clerk', `run-${++runs}`);
}

async function journalOf(id: string): Promise<RunEvent[]> {
  const client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
  try {
    return await readRun(client, id);
  } finally {
    await client.end();
  }
}

/** Follows a run without being cut, and approves what it asks for. */
async function attend(id: string): Promise<RunEvent[]> {
  const seen: RunEvent[] = [];
  for await (const event of runEvents(place, 'websocket', { id, after: '' })) {
    seen.push(event);
    // Not sooner: a run that is not parked yet takes the decision without another turn, and has fewer events.
    const asked = seen.find(({ type }) => type === 'APPROVAL_REQUESTED');
    if (event.type === 'EXECUTION_WAITING' && asked) await approve(place, asked.subjectId);
  }
  return seen;
}

/** Follows a run over one transport, is cut after so many events, and goes on over another from the last cursor. */
async function followCut(
  id: string,
  { from, to, cutAfter }: { from: Transport; to: Transport; cutAfter: number },
): Promise<RunEvent[]> {
  const before = await take(runEvents(place, from, { id, after: '' }), cutAfter);
  const after = before.at(-1)?.cursor ?? '';
  return [...before, ...(await drain(runEvents(place, to, { id, after })))];
}

/** How many events the run of the clerk has, as one that nobody disturbs shows. */
async function lengthOfRun(): Promise<number> {
  const events = await attend(await start());
  expect(foldRun(events)).toMatchObject({ phase: 'SUCCEEDED', claims: 2 });
  expect(Object.values(foldRun(events).approvals)).toEqual(['APPROVED']);
  return events.length;
}

const ways: { from: Transport; to: Transport }[] = [
  { from: 'websocket', to: 'sse' },
  { from: 'sse', to: 'websocket' },
  { from: 'websocket', to: 'last-event-id' },
  { from: 'last-event-id', to: 'websocket' },
];

test.each(ways)(
  'a live run that is cut at any event over $from goes on over $to without a loss or a repeat',
  async ({ from, to }) => {
    const length = await lengthOfRun();
    // Without its last event, after which the stream has ended and there is nothing to go on with.
    const cuts = Array.from({ length: length - 1 }, (_, index) => index + 1);
    await Promise.all(
      cuts.map(async (cutAfter) => {
        const id = await start();
        const [uncut, cut] = await Promise.all([attend(id), followCut(id, { from, to, cutAfter })]);
        expect(foldRun(cut), `cut after ${cutAfter}`).toEqual(foldRun(uncut));
        expect(foldRun(cut), `cut after ${cutAfter}`).toEqual(foldRun(await journalOf(id)));
      }),
    );
  },
);

test('a finished run can be read event by event, each over another transport', async () => {
  const id = await start();
  const uncut = await attend(id);
  const seen: RunEvent[] = [];
  while (seen.at(-1)?.type !== 'EXECUTION_FINISHED') {
    const transport = transports[seen.length % transports.length] ?? 'sse';
    const [event] = await take(runEvents(place, transport, { id, after: seen.at(-1)?.cursor ?? '' }), 1);
    if (!event) throw new Error(`The stream over ${transport} ended after ${seen.length} events.`);
    seen.push(event);
  }
  expect(foldRun(seen)).toEqual(foldRun(uncut));
});

test('a subscription that starts at the beginning of a finished run gives what a live one gave', async () => {
  const id = await start();
  const live = await attend(id);
  for (const transport of transports) {
    expect(await drain(runEvents(place, transport, { id, after: '' })), transport).toEqual(live);
  }
});
