import path from 'node:path';
import pg from 'pg';
import { encodeKey } from '../src/platform/db/index.ts';
import { type BenchPostgres, startBenchPostgres } from './bench-postgres.ts';
import { type Orrery, startOrrery } from './children.ts';
import { compareCosts, comparison, type Read } from './compare-costs.ts';
import { applyManifests, graphql } from './graphql-client.ts';
import { writeEvents } from './journal-writer.ts';
import type { Bench } from './measurement.ts';
import { makeSomeRare, rare, seedEvents, seedExecutions, seededExecutionId } from './seed.ts';
import type { SocketClient } from './socket-client.ts';
import { connect, subscribe } from './subscriber.ts';
import { Workplace } from './workplace.ts';

const few = 1_000;
const many = 1_000_000;
const eventsResumed = 100;

/** The program over a database of one size. */
interface Side {
  orrery: Orrery;
  /** How many rows it has. */
  count: number;
  /** Cursor of an event in the middle of the journal. */
  middle: string;
  /** An execution whose events stand there. */
  execution: string;
  /** Cursor of an execution in the middle of the list. */
  executionCursor: string;
  /** Some agent's id. */
  agent: string;
  writer: pg.Client;
  /** Streams begin anew on this connection. */
  resuming: SocketClient;
  /** A subscription to changes of resources, which began at the end of the journal. */
  live: SocketClient;
}

/** The cost of reading the journal, lists and streams with a million rows against a thousand. */
export const growth: Bench = {
  name: 'growth',
  run: (say) =>
    Workplace.use(async (place) => {
      const postgres = await startBenchPostgres(place);
      const small = await openSide(place, postgres, few);
      say(`writing ${many.toLocaleString('en-US')} executions and as many events`);
      const large = await openSide(place, postgres, many);
      const measurements = await compareCosts(reads, { few: small, many: large }, say);
      return {
        method: `The same program over two databases in one PostgreSQL: ${few.toLocaleString('en-US')} executions and as many journal events, and ${many.toLocaleString('en-US')} of each. One caller over HTTP or one WebSocket, ${comparison}.`,
        measurements,
        notes: [],
      };
    }),
};

const reads: readonly Read<Side>[] = [
  {
    what: 'journal: 100 events after a cursor in its middle',
    run: ({ orrery, middle }) => graphql(orrery, journalQuery, { after: middle }),
  },
  {
    what: 'journal: the events of one execution',
    run: ({ orrery, execution }) => graphql(orrery, executionJournalQuery, { execution }),
  },
  { what: 'list: the newest 100 executions', run: ({ orrery }) => graphql(orrery, listQuery) },
  {
    what: 'list: 100 executions after a cursor in the middle',
    run: ({ orrery, executionCursor }) => graphql(orrery, listQuery, { after: executionCursor }),
  },
  {
    what: 'list: 100 failed executions of one agent',
    run: ({ orrery, agent }) => graphql(orrery, listQuery, { filter: { agent, phases: ['FAILED'] } }),
  },
  {
    what: 'list: the executions of a namespace with few',
    run: async ({ orrery }) =>
      requireRare((await graphql<ListAnswer>(orrery, listQuery, { filter: { namespace: rare.namespace } })).executions),
  },
  {
    what: 'list: the few executions that wait',
    run: async ({ orrery }) =>
      requireRare((await graphql<ListAnswer>(orrery, listQuery, { filter: { phases: ['WAITING'] } })).executions),
  },
  {
    what: 'journal: the few events of a type',
    run: async ({ orrery }) => {
      const { events } = await graphql<JournalAnswer>(orrery, journalQuery, {
        filter: { types: ['EXECUTION_PAUSED'] },
      });
      requireRare(events);
    },
  },
  {
    what: 'journal: 100 events of two frequent types after the middle',
    run: ({ orrery, middle }) =>
      graphql(orrery, journalQuery, { after: middle, filter: { types: ['EXECUTION_RESUMED', 'EXECUTION_FINISHED'] } }),
  },
  { what: 'watch: 100 events from a cursor in the middle', run: resume },
  { what: 'watch: an event written to an event received', run: follow },
];

const journalQuery = `query Journal($after: Cursor, $filter: EventFilter) {
  events(first: 100, after: $after, filter: $filter) { edges { node { __typename ... on JournalEvent { cursor at subjectId } } } }
}`;
const executionJournalQuery = `query JournalOfExecution($execution: ID!) {
  events(first: 100, filter: { execution: $execution }) { edges { node { __typename ... on JournalEvent { cursor at } } } }
}`;
const listQuery = `query List($after: String, $filter: ExecutionFilter) {
  executions(first: 100, after: $after, filter: $filter) { edges { cursor node { id name phase createdAt } } }
}`;
const resumeSubscription = `subscription Resume($after: Cursor) {
  events(after: $after) { __typename ... on JournalEvent { cursor at subjectId } }
}`;
const liveSubscription = `subscription Live {
  events(filter: { types: [RESOURCE_APPLIED] }) { __typename ... on JournalEvent { cursor at subjectId } }
}`;

interface ListAnswer {
  executions: { edges: unknown[] };
}

interface JournalAnswer {
  events: { edges: unknown[] };
}

/** A filter that finds something else than what it should would be fast for the wrong reason. */
function requireRare({ edges }: { edges: unknown[] }): void {
  if (edges.length !== rare.count) throw new Error(`The filter found ${edges.length} things, not ${rare.count}.`);
}

let streams = 0;

/** Starts a stream in the middle of the journal and takes its first hundred events. */
function resume({ resuming, middle }: Side): Promise<void> {
  const id = `resume-${++streams}`;
  let missing = eventsResumed;
  return new Promise((resolve) => {
    resuming.onMessage = (payload) => {
      if (!payload.includes(`"${id}"`) || --missing > 0) return;
      resuming.onMessage = () => undefined;
      resuming.send(JSON.stringify({ id, type: 'complete' }));
      resolve();
    };
    subscribe(resuming, { id, query: resumeSubscription, variables: { after: middle } });
  });
}

/** Writes an event and waits until the subscriber has it. */
async function follow({ live, writer }: Side): Promise<void> {
  const received = live.next();
  await writeEvents(writer, 1);
  await received;
}

async function openSide(place: Workplace, postgres: BenchPostgres, count: number): Promise<Side> {
  const databaseUrl = await postgres.createDatabase(`rows_${count}`);
  const environment = { DATABASE_URL: databaseUrl, ORRERY_QUICKSTART: 'false' };
  const orrery = place.keep(await startOrrery(path.join(place.folder, `home-${count}`), environment));
  await applyManifests(
    orrery,
    'apiVersion: orrery.dev/v1\nkind: Agent\nmetadata: { name: agent }\nspec: { prompt: Hi }',
  );
  const writer = new pg.Client({ connectionString: databaseUrl });
  await writer.connect();
  place.keep({ stop: () => writer.end() });
  const perTransaction = Math.min(count / 10, 2_000);
  await seedExecutions(writer, { count, perTransaction });
  await seedEvents(writer, { count, perTransaction });
  await makeSomeRare(writer);
  await writer.query('vacuum analyze execution, event');
  const execution = seededExecutionId(count / 20);
  const found = await graphql<{ events: { edges: { node: { cursor: string } }[] } }>(orrery, executionJournalQuery, {
    execution,
  });
  const { rows } = await writer.query<{ id: string }>(`select id from resource where kind = 'Agent'`);
  return {
    orrery,
    count,
    middle: found.events.edges[0]?.node.cursor ?? '',
    execution,
    executionCursor: encodeKey(seededExecutionId(count / 2)),
    agent: rows[0]?.id ?? '',
    writer,
    resuming: place.keep(await connect(orrery)),
    live: place.keep(await openLive(orrery, writer)),
  };
}

/** Opens the live subscription, and waits until it has begun. */
async function openLive(orrery: Orrery, writer: pg.Client): Promise<SocketClient> {
  const client = await connect(orrery);
  subscribe(client, { id: 'live', query: liveSubscription });
  const begun = client.next();
  const timer = setInterval(() => void writeEvents(writer, 1), 200);
  await begun;
  clearInterval(timer);
  return client;
}
