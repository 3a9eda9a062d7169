import path from 'node:path';
import pg from 'pg';
import { startBenchPostgres } from './bench-postgres.ts';
import { type Orrery, startOrrery, startServer } from './children.ts';
import { Deliveries } from './deliveries.ts';
import { applyManifests } from './graphql-client.ts';
import { writeEvents } from './journal-writer.ts';
import type { Bench, Measurement } from './measurement.ts';
import { SocketClient } from './socket-client.ts';
import { median, percentile } from './statistics.ts';
import { openMany, subscribeMany } from './subscriber.ts';
import { Workplace } from './workplace.ts';

const subscribers = 1_000;
const query = `subscription {
  events(filter: { types: [RESOURCE_APPLIED] }) {
    __typename ... on ResourceApplied { cursor at subjectId kind name generation }
  }
}`;
const singles = 40;
const bursts = 5;
const burstSize = 100;
const changes = 100;
const changeEveryMs = 100;
const latencyLimitMs = 100;

/** A server with its subscribers, and how events come to be there. */
interface Side {
  name: string;
  deliveries: Deliveries;
  publish(count: number): void;
  /** Milliseconds from each publication to its last delivery. */
  single: number[];
  burst: number[];
}

/** One event, and a hundred, to a thousand WebSockets; then a stream of changes and how late they arrive. */
export const fanOut: Bench = {
  name: 'fan-out',
  run: (say) =>
    Workplace.use(async (place) => {
      const bare = await openBare(place);
      const library = await openLibrary(place);
      const { orrery, ours } = await openOurs(place);
      const sides = [ours, bare, library];
      for (let round = 0; round < singles; round++) await publishToAll(sides, 1, (side) => side.single);
      for (const { name, single } of sides) say(`${name}: one event in ${median(single).toFixed(1)} ms`);
      for (let round = 0; round < bursts; round++) await publishToAll(sides, burstSize, (side) => side.burst);
      for (const side of sides) say(`${side.name}: ${burstRate(side).toFixed(0)} deliveries/s in a burst`);
      const delays = await delaysOfChanges(orrery, ours.deliveries);
      say(`commit to client: p50 ${median(delays).toFixed(0)} ms, p99 ${percentile(delays, 0.99).toFixed(0)} ms`);
      return {
        method: `${subscribers} WebSockets with the same subscription, read by one process. One event, and a burst of ${burstSize}: the peers have them in memory; ours are written to the journal by another process, so its time holds the commit, the wake-up and the reading of the journal besides. Commit to client: a resource changed over HTTP every ${changeEveryMs} ms, counted from the beginning of the transaction that wrote the event; an event that is lost or comes twice fails the run.`,
        measurements: measurements({ ours, bare, library }, delays),
        notes: [
          `One event through graphql-ws, median: ${median(library.single).toFixed(1)} ms.`,
          `Burst through bare ws: ${burstRate(bare).toFixed(0)} deliveries/s.`,
          `Commit to client: ${delays.length} deliveries of ${changes} changes, p50 ${median(delays).toFixed(0)} ms, slowest ${percentile(delays, 1).toFixed(0)} ms.`,
        ],
      };
    }),
};

function measurements(sides: { ours: Side; bare: Side; library: Side }, delays: readonly number[]): Measurement[] {
  const { ours, bare, library } = sides;
  return [
    {
      what: `one event to ${subscribers} subscribers, last delivery`,
      unit: 'ms',
      ours: median(ours.single),
      against: { name: 'bare ws', value: median(bare.single) },
      bar: { is: 'at most', ratio: 1.5 },
    },
    {
      what: `a burst of ${burstSize} events to ${subscribers} subscribers`,
      unit: 'deliveries/s',
      ours: burstRate(ours),
      against: { name: 'graphql-ws', value: burstRate(library) },
      bar: { is: 'at least', ratio: 10 },
    },
    {
      what: `event committed to event on the client, p99, ${subscribers} subscribers`,
      unit: 'ms',
      ours: percentile(delays, 0.99),
      against: { name: 'limit', value: latencyLimitMs },
      bar: { is: 'at most', ratio: 1 },
    },
  ];
}

async function publishToAll(sides: readonly Side[], count: number, times: (side: Side) => number[]): Promise<void> {
  for (const side of sides) {
    const startedAt = performance.now();
    side.publish(count);
    await side.deliveries.each(count);
    times(side).push(performance.now() - startedAt);
  }
}

function burstRate({ burst }: Side): number {
  return (subscribers * burstSize * 1_000) / median(burst);
}

async function openBare(place: Workplace): Promise<Side> {
  const server = place.keep(await startServer('servers/bare-ws'));
  const clients = await openMany(subscribers, () => SocketClient.open(server.url));
  const publish = (count: number): void => void server.process.send({ events: eventsInMemory(count) });
  return { name: 'bare ws', deliveries: new Deliveries(place.keep(stopping(clients))), publish, single: [], burst: [] };
}

async function openLibrary(place: Workplace): Promise<Side> {
  const server = place.keep(await startServer('servers/graphql-ws'));
  const clients = await subscribeMany({ url: server.url, adminToken: '' }, query, subscribers);
  const publish = (count: number): void => void server.process.send({ events: eventsInMemory(count) });
  const deliveries = new Deliveries(place.keep(stopping(clients)));
  await deliveries.untilAllSubscribed(() => publish(1));
  return { name: 'graphql-ws', deliveries, publish, single: [], burst: [] };
}

async function openOurs(place: Workplace): Promise<{ orrery: Orrery; ours: Side }> {
  const databaseUrl = await (await startBenchPostgres(place)).createDatabase('fanout');
  const environment = { DATABASE_URL: databaseUrl, ORRERY_QUICKSTART: 'false' };
  const orrery = place.keep(await startOrrery(path.join(place.folder, 'home'), environment));
  await applyManifests(orrery, manifest(0));
  const writer = new pg.Client({ connectionString: databaseUrl });
  await writer.connect();
  place.keep({ stop: () => writer.end() });
  const publish = (count: number): void => void writeEvents(writer, count);
  const deliveries = new Deliveries(place.keep(stopping(await subscribeMany(orrery, query, subscribers))));
  await deliveries.untilAllSubscribed(() => publish(1));
  return { orrery, ours: { name: 'orrery', deliveries, publish, single: [], burst: [] } };
}

function stopping(clients: SocketClient[]): SocketClient[] & { stop(): Promise<void> } {
  const stop = async (): Promise<void> => {
    for (const client of clients) await client.stop();
  };
  return Object.assign(clients, { stop });
}

/** What the subscription of ours gives for an event that `writeEvents` wrote. */
function eventsInMemory(count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({
    __typename: 'ResourceApplied',
    cursor: `MDEyMzQ1NjcuNWFiYy4${String(index).padStart(4, '0')}`,
    at: new Date().toISOString(),
    subjectId: 'res_01k00000000000000000000000',
    kind: 'Agent',
    name: 'agent',
    generation: index + 1,
  }));
}

/** Changes a resource again and again, and gives how late each subscriber heard of each change. */
async function delaysOfChanges(orrery: Orrery, deliveries: Deliveries): Promise<number[]> {
  const delays: number[] = [];
  const all = deliveries.each(changes, (payload) => {
    const at = payload.indexOf('"at":"') + '"at":"'.length;
    delays.push(Date.now() - Date.parse(payload.toString('latin1', at, payload.indexOf('"', at))));
  });
  const sent: Promise<void>[] = [];
  for (let change = 1; change <= changes; change++) {
    sent.push(applyManifests(orrery, manifest(change)));
    await new Promise((resolve) => setTimeout(resolve, changeEveryMs));
  }
  await Promise.all([all, ...sent]);
  return delays;
}

function manifest(change: number): string {
  return `apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: agent, labels: { change: "${change}" } }
spec: { prompt: "Be brief.", model: some-model }`;
}
