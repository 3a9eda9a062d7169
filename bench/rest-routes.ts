import { deepStrictEqual } from 'node:assert/strict';
import path from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { startBenchPostgres } from './bench-postgres.ts';
import { startOrrery, startServer } from './children.ts';
import { applyManifests, type Endpoint } from './graphql-client.ts';
import type { Bench, Measurement } from './measurement.ts';
import { seedExecutions } from './seed.ts';
import { median } from './statistics.ts';
import { Workplace } from './workplace.ts';

const agents = 10;
const executions = 1_000;
const callers = 16;
const roundSeconds = 3;
const rounds = 5;

interface Route {
  what: string;
  path: string;
  bar: number;
}

const routes: readonly Route[] = [
  { what: 'REST route reading one row', path: '/v1/namespaces/default/executions/seeded-500', bar: 0.8 },
  { what: 'REST list of 100 with nested fields', path: '/v1/namespaces/default/executions?limit=100', bar: 0.55 },
];

/** Routes compiled from operations against the same routes written by hand in fastify. */
export const restRoutes: Bench = {
  name: 'rest-routes',
  run: (say) =>
    Workplace.use(async (place) => {
      const { ours, peer } = await startBoth(place);
      const measurements: Measurement[] = [];
      for (const route of routes) measurements.push(await compare(route, { ours, peer, say }));
      return {
        method: `GET of two routes of Joch's execution API, ${callers} callers. Equal answers (checked) from the same rows in the same PostgreSQL over the same number of connections. Ours authenticates an API token, checks rights and runs a GraphQL operation; the peer is written by hand, asks nobody who they are, and reads each answer with one statement.`,
        measurements,
        notes: [],
      };
    }),
};

async function compare(
  route: Route,
  { ours, peer, say }: { ours: Endpoint; peer: Endpoint; say: (line: string) => void },
): Promise<Measurement> {
  deepStrictEqual(await answerOf(ours, route), await answerOf(peer, route));
  for (const server of [ours, peer]) await requestsPerSecond(server, route, 2);
  const mine: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    mine.push(await requestsPerSecond(ours, route, roundSeconds));
    theirs.push(await requestsPerSecond(peer, route, roundSeconds));
    say(`${route.what}: orrery ${mine.at(-1)?.toFixed(0)}/s, by hand ${theirs.at(-1)?.toFixed(0)}/s`);
  }
  return {
    what: route.what,
    unit: 'requests/s',
    ours: median(mine),
    against: { name: 'fastify by hand', value: median(theirs) },
    bar: { is: 'at least', ratio: route.bar },
  };
}

async function startBoth(place: Workplace): Promise<{ ours: Endpoint; peer: Endpoint }> {
  const postgres = await startBenchPostgres(place);
  const databaseUrl = await postgres.createDatabase('rest');
  const environment = { DATABASE_URL: databaseUrl, ORRERY_QUICKSTART: 'false' };
  const ours = place.keep(await startOrrery(path.join(place.folder, 'home'), environment));
  const manifests = Array.from(
    { length: agents },
    (_, index) => `apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: agent-${index} }
spec: { prompt: "Be agent ${index}.", model: some-model }`,
  );
  await applyManifests(ours, manifests.join('\n---\n'));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const organizationId = await seedExecutions(client, { count: executions, perTransaction: executions });
  await client.end();
  const peer = place.keep(await startServer('servers/rest', [databaseUrl, organizationId]));
  return { ours, peer: { url: peer.url, adminToken: '' } };
}

async function answerOf(from: Endpoint, route: Route): Promise<unknown> {
  const response = await fetch(`${from.url}${route.path}`, { headers: { authorization: `Bearer ${from.adminToken}` } });
  if (response.status !== 200) throw new Error(`${route.path} answered ${response.status}: ${await response.text()}`);
  const answer = (await response.json()) as { items?: unknown; metadata: { resourceVersion?: string } };
  // Where a watch goes on from only the journal knows; ours reads it with the list.
  if (answer.items) delete answer.metadata.resourceVersion;
  return answer;
}

async function requestsPerSecond(to: Endpoint, route: Route, seconds: number): Promise<number> {
  const result = await autocannon({
    url: `${to.url}${route.path}`,
    connections: callers,
    duration: seconds,
    headers: { authorization: `Bearer ${to.adminToken}` },
  });
  if (result.errors + result.non2xx + result.timeouts > 0) throw new Error(`Requests to ${to.url} failed.`);
  return result.requests.average;
}
