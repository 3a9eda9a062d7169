import path from 'node:path';
import { request } from 'undici';
import { type Child, startOrrery, startScript, startServer } from './children.ts';
import { applyManifests, type Endpoint, graphql } from './graphql-client.ts';
import type { Bench } from './measurement.ts';
import { installPeer, peersFolder, peerVersion } from './peer-packages.ts';
import { RunWatcher } from './run-watcher.ts';
import { median } from './statistics.ts';
import { Workplace } from './workplace.ts';

const callers = 16;
const rounds = 3;
const roundMs = 5_000;
const message = '1 + 2';

/** Starts a run and resolves when it has finished well. */
type Run = () => Promise<void>;

/** A run of two model calls and a tool call between them, kept through a crash, against a Mastra workflow. */
export const durableRuns: Bench = {
  name: 'durable-runs',
  run: (say) =>
    Workplace.use(async (place) => {
      installPeer('@mastra/core', say);
      const upstream = place.keep(await startServer('servers/model-upstream'));
      const ours = await startOurs(place, upstream);
      const peer = await startPeer(place, upstream);
      const all = { ours: { rates: [], times: [] } as Numbers, peer: { rates: [], times: [] } as Numbers };
      for (const [run] of [[ours], [peer]] as const) await runAt(run, { callers, forMs: 2_000 });
      for (let round = 0; round < rounds; round++) {
        for (const [run, numbers] of [
          [ours, all.ours],
          [peer, all.peer],
        ] as const) {
          numbers.rates.push(perSecond(await runAt(run, { callers, forMs: roundMs })));
          numbers.times.push(median(await runAt(run, { callers: 1, forMs: roundMs / 2 })));
        }
        say(`orrery ${describe(all.ours)}; mastra ${describe(all.peer)}`);
      }
      return {
        method: `A run of two model calls and one tool call; both ask the same mock upstream over HTTP, the tool adds two numbers in process. Ours: \`orrery serve\` with its own PostgreSQL, startExecution over HTTP with a token, the end seen by one WebSocket subscription for all callers; every call is a recorded step with events and audit. Peer: a Mastra ${peerVersion('@mastra/core')} workflow with an agent step behind plain node http, its state in a libsql file, the end seen by the response.`,
        measurements: [
          {
            what: `durable runs at ${callers} callers`,
            unit: 'runs/s',
            ours: median(all.ours.rates),
            against: { name: 'Mastra on libsql', value: median(all.peer.rates) },
            bar: { is: 'at least', ratio: 3 },
          },
          {
            what: 'durable run at one caller, p50',
            unit: 'ms',
            ours: median(all.ours.times),
            against: { name: 'Mastra on libsql', value: median(all.peer.times) },
            bar: { is: 'at most', ratio: 0.5 },
          },
        ],
        notes: [],
      };
    }),
};

interface Numbers {
  rates: number[];
  times: number[];
}

function describe({ rates, times }: Numbers): string {
  return `${rates.at(-1)?.toFixed(0)} runs/s, ${times.at(-1)?.toFixed(1)} ms`;
}

/** Runs as often as so many callers can for a while. @returns milliseconds of each run */
async function runAt(run: Run, load: { callers: number; forMs: number }): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + load.forMs;
  const caller = async (): Promise<void> => {
    while (performance.now() < until) {
      const startedAt = performance.now();
      await run();
      times.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: load.callers }, caller));
  return times;
}

/** With every caller busy all the time, the rate follows from how long a run takes (Little's law). */
function perSecond(times: readonly number[]): number {
  const meanMs = times.reduce((sum, time) => sum + time, 0) / times.length;
  return (callers * 1_000) / meanMs;
}

const manifests = (modelUrl: string): string => `
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: bench }
spec: { provider: openai-compatible, model: bench, baseUrl: "${modelUrl}/v1", allowPrivate: true }
---
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: calculator }
spec: { type: builtin, builtin: calculator, sideEffect: READ_ONLY }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: adder }
spec: { prompt: "Add.", model: bench, tools: [calculator] }
`;

const startMutation = `mutation Start($input: StartExecutionInput!) {
  startExecution(input: $input) { __typename ... on AgentRun { id } ... on Failure { message } }
}`;

const runQuery = `query Run($id: ID!) { execution(id: $id) { phase progress { modelCalls toolCalls } } }`;

async function startOurs(place: Workplace, upstream: Child): Promise<Run> {
  const home = path.join(place.folder, 'home');
  const orrery = place.keep(await startOrrery(home, { ORRERY_QUICKSTART: 'false' }));
  await applyManifests(orrery, manifests(upstream.url));
  const watcher = place.keep(await RunWatcher.open(orrery));
  const id = await startRun(orrery);
  await watcher.finished(id);
  const { execution } = await graphql<{ execution: unknown }>(orrery, runQuery, { id });
  const expected = JSON.stringify({ phase: 'SUCCEEDED', progress: { modelCalls: 2, toolCalls: 1 } });
  if (JSON.stringify(execution) !== expected) throw new Error(`The run came to ${JSON.stringify(execution)}.`);
  return async () => watcher.finished(await startRun(orrery));
}

async function startRun(to: Endpoint): Promise<string> {
  const { startExecution } = await graphql<{ startExecution: { id?: string; message?: string } }>(to, startMutation, {
    input: { agent: { name: 'adder' }, input: { message } },
  });
  if (startExecution.id === undefined) throw new Error(`Not started: ${startExecution.message}`);
  return startExecution.id;
}

async function startPeer(place: Workplace, upstream: Child): Promise<Run> {
  const database = path.join(place.folder, 'mastra.db');
  const script = path.join(peersFolder, 'mastra.mjs');
  const peer = place.keep(await startScript(script, [`${upstream.url}/v1`, database]));
  const ask = async (body: object): Promise<PeerAnswer> => {
    const answer = await request(peer.url, { method: 'POST', body: JSON.stringify(body) });
    if (answer.statusCode !== 200) throw new Error(`The peer failed: ${await answer.body.text()}`);
    return (await answer.body.json()) as PeerAnswer;
  };
  const run = async (): Promise<string> => {
    const { id, status, toolCalls } = await ask({ message });
    if (status !== 'success' || toolCalls !== 1) throw new Error(`The peer's run came to ${status}.`);
    return id;
  };
  const { status } = await ask({ id: await run() });
  if (status !== 'success') throw new Error('The peer does not keep its runs.');
  return async () => void (await run());
}

interface PeerAnswer {
  id: string;
  status: string;
  toolCalls: number;
}
