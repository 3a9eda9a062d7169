import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { encodeKey } from '../src/platform/db/index.ts';
import { type BenchPostgres, startBenchPostgres } from './bench-postgres.ts';
import { type Orrery, startOrrery } from './children.ts';
import { compareCosts, comparison, type Read } from './compare-costs.ts';
import { graphql } from './graphql-client.ts';
import type { Bench } from './measurement.ts';
import { commonResources, rareResources, seededResource, seedResources } from './seed-resources.ts';
import type { SocketClient } from './socket-client.ts';
import { connect, subscribe } from './subscriber.ts';
import { Workplace } from './workplace.ts';

const few = 1_000;
const many = 1_000_000;
const pageSize = 100;

/** The program over a database of resources. */
interface Side {
  orrery: Orrery;
  /** How many resources it has. */
  count: number;
  /** The name of the Agent in the middle of all. */
  name: string;
  /** Its place in a list. */
  place: string;
  /** The name of an Agent that was made early. */
  early: string;
  /** The place in the journal of the event that made it: so far back that a watch of few or many never reaches the end. */
  cursor: string;
  /** Watches begin anew on this connection. */
  beginning: SocketClient;
  /** A watch of the Agents that have the common label, which began at the end of the journal. */
  live: SocketClient;
}

/** The cost of reading, listing, watching and changing resources with a million of them against a thousand. */
export const resourcesGrowth: Bench = {
  name: 'resources-growth',
  run: (say) =>
    Workplace.use(async (place) => {
      const postgres = await startBenchPostgres(place);
      const small = await openSide(place, postgres, few);
      say(`writing ${many.toLocaleString('en-US')} resources`);
      const large = await openSide(place, postgres, many);
      const measurements = await compareCosts(reads, { few: small, many: large }, say);
      return {
        method: `The same program over two databases in one PostgreSQL: ${few.toLocaleString('en-US')} resources with their labels, revisions and events, and ${many.toLocaleString('en-US')} of them. Half are Agents and half Tools, half of each have one label, and ${rareResources.count} have another label and a namespace of their own. One caller over HTTP or one WebSocket, ${comparison}; every page has its ${pageSize} rows in both.`,
        measurements,
        notes: [],
      };
    }),
};

const common = [commonResources.label];
const rare = [rareResources.label];

const reads: readonly Read<Side>[] = [
  { what: 'get: a resource by its name', run: ({ orrery, name }) => get(orrery, { name }) },
  { what: 'get: a resource as it was', run: ({ orrery, early, cursor }) => get(orrery, { name: early, asOf: cursor }) },
  { what: 'list: the first 100', run: (side) => list(side, { first: pageSize }) },
  { what: 'list: the last 100', run: (side) => list(side, { last: pageSize }) },
  { what: 'list: 100 of a kind in the middle', run: (side) => listOn(side, { kind: 'AGENT' }) },
  { what: 'list: 100 of two kinds in the middle', run: (side) => listOn(side, { kinds: ['AGENT', 'TOOL'] }) },
  {
    what: 'list: 100 of a kind and namespace in the middle',
    run: (side) => listOn(side, { kind: 'AGENT', namespace: commonResources.namespace }),
  },
  {
    what: 'list: 100 of a kind after a name',
    run: (side) => list(side, { first: pageSize, filter: { kind: 'AGENT', afterName: side.name } }),
  },
  {
    what: 'list: 100 with a label of half, in the middle',
    run: (side) => listOn(side, { kind: 'AGENT', labels: common }),
  },
  {
    what: 'list: 100 of a namespace with a label of half, in the middle',
    run: (side) => listOn(side, { kind: 'AGENT', labels: common, namespace: commonResources.namespace }),
  },
  { what: 'list: the few with a label', run: (side) => listFew(side, { labels: rare }) },
  {
    what: 'list: the few with a label of a tenth and that',
    run: (side) => listFew(side, { labels: [rareResources.sharedLabel, rareResources.label] }),
  },
  { what: 'list: the few of a namespace', run: (side) => listFew(side, { namespace: rareResources.namespace }) },
  {
    what: 'watch: begin with the few with a label',
    run: (side) => begin(side, { initial: true, selector: { labels: rare } }),
  },
  {
    what: 'watch: begin with the first 100 of a kind',
    run: (side) =>
      begin(side, { initial: true, selector: { kind: 'AGENT', namespace: commonResources.namespace } }, pageSize),
  },
  {
    what: 'watch: 100 changes of a kind from a cursor far back',
    run: (side) => begin(side, { after: side.cursor, selector: { kind: 'AGENT' } }, pageSize),
  },
  {
    what: 'watch: 100 changes of a label of half from there',
    run: (side) => begin(side, { after: side.cursor, selector: { kind: 'AGENT', labels: common } }, pageSize),
  },
  { what: 'watch: a resource changed to the change received', run: follow },
];

const getQuery = `query Get($name: String!, $asOf: Cursor) {
  resource(kind: AGENT, name: $name, asOf: $asOf) { id name generation labels { key value } ... on Agent { spec { prompt } } }
}`;
const listQuery = `query List($first: Int, $last: Int, $after: String, $filter: ResourceFilter) {
  resources(first: $first, last: $last, after: $after, filter: $filter) {
    edges { cursor node { id kind name ready labels { key value } } } }
}`;
const watchSubscription = `subscription Watch($after: Cursor, $initial: Boolean! = false, $selector: ResourceSelector) {
  resourceChanged(after: $after, initial: $initial, selector: $selector) {
    __typename
    ... on ResourceListed { name resourceVersion }
    ... on ResourceApplied { cursor name resourceVersion }
    ... on Bookmark { cursor }
  }
}`;
const liveSubscription = `subscription Live($selector: ResourceSelector) {
  resourceChanged(selector: $selector) { __typename ... on ResourceApplied { cursor resource { name ... on Agent { spec { prompt } } } } }
}`;
const changeMutation = `mutation Change($name: String!, $prompt: String!) {
  patchResource(input: { kind: AGENT, name: $name, spec: { prompt: $prompt } }) { __typename ... on Failure { message } }
}`;
const madeQuery = `query Made($id: ID!) {
  events(first: 1, filter: { subject: $id }) { edges { node { ... on ResourceApplied { cursor } } } }
}`;

interface ListArgs {
  first?: number;
  last?: number;
  after?: string;
  filter?: object;
}

async function get(orrery: Orrery, variables: { name: string; asOf?: string }): Promise<void> {
  const { resource } = await graphql<{ resource: { name: string } | null }>(orrery, getQuery, variables);
  if (resource?.name !== variables.name) throw new Error(`There is no ${variables.name}.`);
}

/** A page that must have `size` rows: one that shows something else would be fast or slow for the wrong reason. */
async function list({ orrery }: Side, args: ListArgs, size = pageSize): Promise<void> {
  const { resources } = await graphql<{ resources: { edges: unknown[] } }>(orrery, listQuery, args);
  if (resources.edges.length !== size) throw new Error(`The page has ${resources.edges.length} rows, not ${size}.`);
}

function listOn(side: Side, filter: object): Promise<void> {
  return list(side, { first: pageSize, after: side.place, filter });
}

function listFew(side: Side, filter: object): Promise<void> {
  return list(side, { first: pageSize, filter }, rareResources.count);
}

let streams = 0;

/** Starts a watch and takes its first messages: by default the few and the bookmark behind them. */
function begin({ beginning }: Side, variables: object, messages = rareResources.count + 1): Promise<void> {
  const id = `watch-${++streams}`;
  let missing = messages;
  return new Promise((resolve, reject) => {
    beginning.onMessage = (payload) => {
      if (!payload.includes(`"${id}"`)) return;
      if (payload.includes('"errors"') || payload.includes('"error"')) reject(new Error(payload.toString('utf8')));
      if (--missing > 0) return;
      beginning.onMessage = () => undefined;
      beginning.send(JSON.stringify({ id, type: 'complete' }));
      resolve();
    };
    subscribe(beginning, { id, query: watchSubscription, variables });
  });
}

let changes = 0;

/** A prompt that no resource ever had. */
function newPrompt(): string {
  return `Hi for the ${++changes}th time.`;
}

async function change({ orrery, name }: Side, prompt: string): Promise<void> {
  const variables = { name, prompt };
  const { patchResource } = await graphql<{ patchResource: { message?: string } }>(orrery, changeMutation, variables);
  if (patchResource.message !== undefined) throw new Error(`Not changed: ${patchResource.message}`);
}

/** Changes a resource and waits until its watcher has the change, which may come before the answer. */
async function follow(side: Side): Promise<void> {
  const prompt = newPrompt();
  const received = new Promise<void>((resolve) => {
    side.live.onMessage = (payload) => {
      if (payload.includes(prompt)) resolve();
    };
  });
  await change(side, prompt);
  await received;
}

async function openSide(place: Workplace, postgres: BenchPostgres, count: number): Promise<Side> {
  const databaseUrl = await postgres.createDatabase(`resources_${count}`);
  const environment = { DATABASE_URL: databaseUrl, ORRERY_QUICKSTART: 'false' };
  const orrery = place.keep(await startOrrery(path.join(place.folder, `home-${count}`), environment));
  const writer = new pg.Client({ connectionString: databaseUrl });
  await writer.connect();
  await seedResources(writer, { count, perTransaction: Math.min(count / 10, 2_000) });
  await writer.end();
  const { id, kind, name } = seededResource(count / 2);
  const early = seededResource(count / 10);
  const made = await graphql<{ events: { edges: { node: { cursor: string } }[] } }>(orrery, madeQuery, {
    id: early.id,
  });
  const side = {
    orrery,
    count,
    name,
    early: early.name,
    place: encodeKey(JSON.stringify([kind, name, id])),
    cursor: made.events.edges[0]?.node.cursor ?? '',
    beginning: place.keep(await connect(orrery)),
    live: place.keep(await connect(orrery)),
  };
  await openLive(side);
  return side;
}

/** Opens the live watch, and waits until it has begun. */
async function openLive(side: Side): Promise<void> {
  const variables = { selector: { kind: 'AGENT', labels: common } };
  subscribe(side.live, { id: 'live', query: liveSubscription, variables });
  let hasBegun = false;
  const begun = side.live.next().then(() => {
    hasBegun = true;
  });
  while (!hasBegun) await Promise.race([change(side, newPrompt()).then(() => setTimeout(200)), begun]);
}
