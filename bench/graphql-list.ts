import { deepStrictEqual } from 'node:assert/strict';
import path from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { type BenchPostgres, startBenchPostgres } from './bench-postgres.ts';
import { type Child, cpuMs, startOrrery, startServer } from './children.ts';
import { applyManifests, type Endpoint, graphql } from './graphql-client.ts';
import type { Bench } from './measurement.ts';
import { seedExecutions } from './seed.ts';
import { median } from './statistics.ts';
import { Workplace } from './workplace.ts';

const query = `query List {
  executions(first: 100) {
    edges { cursor node { id name phase createdAt ... on AgentRun { agent { id name } } } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const agents = 10;
const executions = 1_000;
const callers = 16;
const roundSeconds = 3;
const rounds = 5;

/** `/graphql` against mercurius with JIT: a list of 100 executions, each with its agent. */
export const graphqlList: Bench = {
  name: 'graphql-list',
  run: (say) =>
    Workplace.use(async (place) => {
      const { ours, peer, narrow } = await startAll(place, await startBenchPostgres(place));
      for (const other of [peer, narrow]) await requireEqualAnswers(ours, other);
      for (const server of [ours, peer, narrow]) await requestsPerSecond(server, 2);
      const mine: Round[] = [];
      const theirs: Round[] = [];
      const narrowly: Round[] = [];
      for (let round = 0; round < rounds; round++) {
        mine.push(await requestsPerSecond(ours, roundSeconds));
        theirs.push(await requestsPerSecond(peer, roundSeconds));
        narrowly.push(await requestsPerSecond(narrow, roundSeconds));
        say(`orrery ${describe(mine.at(-1))}; mercurius ${describe(theirs.at(-1))}`);
      }
      return {
        method: `POST /graphql for 100 executions with their agents, ${callers} callers. The same operation and equal answers (checked), the same rows in the same PostgreSQL, the same SQL over the same number of connections, prepared in both; both batch the agents into one statement. Ours authenticates an API token on each request, the peer nobody.`,
        measurements: [
          {
            what: '/graphql list of 100 with one nested field',
            unit: 'requests/s',
            ours: rateOf(mine),
            against: { name: 'mercurius with JIT', value: rateOf(theirs) },
            bar: { is: 'at least', ratio: 1.1 },
          },
        ],
        notes: [
          `CPU of the server's process for each request: ours ${cpuOf(mine)} ms, mercurius ${cpuOf(theirs)} ms.`,
          `Mercurius with SQL written by hand for this operation, which reads only the columns shown: ${rateOf(narrowly).toFixed(0)} requests/s, ${cpuOf(narrowly)} ms CPU; ours has ${(rateOf(mine) / rateOf(narrowly)).toFixed(2)} of that.`,
        ],
      };
    }),
};

interface Round {
  /** Requests per second. */
  rate: number;
  /** CPU of the server's own process for each request. */
  cpuMs: number;
}

type Server = Child & Endpoint;

function describe(round: Round | undefined): string {
  return `${round?.rate.toFixed(0)}/s, ${round?.cpuMs.toFixed(2)} ms CPU`;
}

function rateOf(rounds: readonly Round[]): number {
  return median(rounds.map(({ rate }) => rate));
}

function cpuOf(rounds: readonly Round[]): string {
  return median(rounds.map((round) => round.cpuMs)).toFixed(2);
}

async function startAll(
  place: Workplace,
  postgres: BenchPostgres,
): Promise<{ ours: Server; peer: Server; narrow: Server }> {
  const databaseUrl = await postgres.createDatabase('list');
  const environment = { DATABASE_URL: databaseUrl, ORRERY_QUICKSTART: 'false' };
  const ours = place.keep(await startOrrery(path.join(place.folder, 'home'), environment));
  await applyManifests(ours, Array.from({ length: agents }, (_, index) => agentManifest(index)).join('\n---\n'));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const organizationId = await seedExecutions(client, { count: executions, perTransaction: executions });
  await client.end();
  const startPeer = async (...args: string[]): Promise<Server> => {
    const peer = place.keep(await startServer('servers/mercurius', [databaseUrl, organizationId, ...args]));
    return { ...peer, adminToken: '' };
  };
  return { ours, peer: await startPeer(), narrow: await startPeer('only what is shown') };
}

function agentManifest(index: number): string {
  return `apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: agent-${index} }
spec: { prompt: "Be agent ${index}.", model: some-model }`;
}

/** Both answer the same question with the same data, or the comparison means nothing. */
async function requireEqualAnswers(ours: Endpoint, peer: Endpoint): Promise<void> {
  const [mine, theirs] = await Promise.all([graphql<ListAnswer>(ours, query), graphql<ListAnswer>(peer, query)]);
  deepStrictEqual(mine, theirs);
  if (mine.executions.edges.length !== 100 || mine.executions.edges.some(({ node }) => !node.agent?.name)) {
    throw new Error('The list does not hold 100 executions with their agents.');
  }
}

interface ListAnswer {
  executions: { edges: { node: { agent: { name: string } | null } }[] };
}

async function requestsPerSecond(to: Server, seconds: number): Promise<Round> {
  const cpuBefore = cpuMs(to) ?? Number.NaN;
  const result = await autocannon({
    url: `${to.url}/graphql`,
    connections: callers,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${to.adminToken}` },
    body: JSON.stringify({ query }),
  });
  if (result.errors + result.non2xx + result.timeouts > 0) throw new Error(`Requests to ${to.url} failed.`);
  const cpu = (cpuMs(to) ?? Number.NaN) - cpuBefore;
  return { rate: result.requests.average, cpuMs: cpu / result.requests.total };
}
