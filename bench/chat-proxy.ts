import path from 'node:path';
import autocannon from 'autocannon';
import { Client } from 'undici';
import { type Child, cpuMs, startOrrery, startScript, startServer } from './children.ts';
import { applyManifests } from './graphql-client.ts';
import type { Bench } from './measurement.ts';
import { installPeer, peersFolder, peerVersion } from './peer-packages.ts';
import { median, percentile } from './statistics.ts';
import { Workplace } from './workplace.ts';

const chunks = 20;
const gapMs = 5;
const callers = 32;
const rounds = 5;
const callsPerRound = 300;
const streamsPerRound = 20;
const roundSeconds = 3;
const messages = [
  { role: 'system', content: 'You are a helpful assistant.' },
  { role: 'user', content: 'Tell me about the quick brown fox, in a few words.' },
];

/** Where chat completions are asked for, and what the body and the headers must say there. */
interface Target {
  child: Child;
  origin: string;
  headers: Record<string, string>;
  model: string;
}

/** One streamed answer as its client saw it. */
interface Streamed {
  firstByteMs: number;
  /** Events that came with the same read as another. */
  batched: number;
  gapsMs: number[];
}

/** `/v1/chat/completions` against the upstream called directly, and against Portkey's gateway. */
export const chatProxy: Bench = {
  name: 'chat-proxy',
  run: (say) =>
    Workplace.use(async (place) => {
      installPeer('@portkey-ai/gateway', say);
      const { direct, ours, peer } = await startAll(place);
      for (const target of [direct, ours, peer]) await requestsPerSecond(target, 2);
      const rates = { ours: [] as number[], peer: [] as number[], direct: [] as number[], cpu: [] as number[] };
      const added: number[] = [];
      const addedFirst: number[] = [];
      const seen: Streamed[] = [];
      const seenDirect: Streamed[] = [];
      for (let round = 0; round < rounds; round++) {
        added.push(await addedLatency(direct, ours));
        const [plain, proxied] = [await streams(direct), await streams(ours)];
        addedFirst.push(firstByte(proxied) - firstByte(plain));
        seenDirect.push(...plain);
        seen.push(...proxied);
        const mine = await requestsPerSecond(ours, roundSeconds);
        rates.ours.push(mine.rate);
        rates.cpu.push(mine.cpuMs);
        rates.peer.push((await requestsPerSecond(peer, roundSeconds)).rate);
        rates.direct.push((await requestsPerSecond(direct, roundSeconds)).rate);
        say(
          `added ${added.at(-1)?.toFixed(2)} ms, first byte ${addedFirst.at(-1)?.toFixed(2)} ms, ${mine.rate.toFixed(0)}/s`,
        );
      }
      return reportOf({ added, addedFirst, rates, seen, seenDirect });
    }),
};

function reportOf(found: {
  added: number[];
  addedFirst: number[];
  rates: { ours: number[]; peer: number[]; direct: number[]; cpu: number[] };
  seen: Streamed[];
  seenDirect: Streamed[];
}) {
  const { added, addedFirst, rates, seen, seenDirect } = found;
  const name = `Portkey ${peerVersion('@portkey-ai/gateway')}`;
  const limit = (value: number) => ({ against: { name: 'limit', value }, bar: { is: 'at most' as const, ratio: 1 } });
  return {
    method: `POST /v1/chat/completions in front of one upstream on the same machine. Ours authenticates an API token, asks a policy, keeps limits and breaker and meters each call into PostgreSQL; the peer does none of that. Latencies: one caller with one kept connection, calls to the upstream and through the proxy in turn, the difference of their medians. Streams: ${chunks} chunks, one every ${gapMs} ms.`,
    measurements: [
      { what: 'chat completion, added p50 at one caller', unit: 'ms', ours: median(added), ...limit(0.6) },
      {
        what: `chat completions at ${callers} callers`,
        unit: 'requests/s',
        ours: median(rates.ours),
        against: { name, value: median(rates.peer) },
        bar: { is: 'at least' as const, ratio: 6 },
      },
      { what: 'streamed, added time to first byte, p50', unit: 'ms', ours: median(addedFirst), ...limit(0.7) },
      {
        what: 'streamed, chunks that arrive by themselves',
        unit: 'chunks',
        ours: aloneIn(seen),
        against: { name: 'upstream called directly', value: aloneIn(seenDirect) },
        bar: { is: 'at least' as const, ratio: 0.99 },
      },
    ],
    notes: [
      `The upstream called directly at ${callers} callers: ${median(rates.direct).toFixed(0)} requests/s. CPU of our process for each request: ${median(rates.cpu).toFixed(3)} ms.`,
      `Between two chunks, p50 and p99: ${gapsOf(seen)} ms through ours, ${gapsOf(seenDirect)} ms directly.`,
    ],
  };
}

function aloneIn(seen: readonly Streamed[]): number {
  return seen.reduce((sum, { batched }) => sum + chunks - batched, 0);
}

function gapsOf(seen: readonly Streamed[]): string {
  const gaps = seen.flatMap(({ gapsMs }) => gapsMs);
  return `${percentile(gaps, 0.5).toFixed(1)} and ${percentile(gaps, 0.99).toFixed(1)}`;
}

const manifests = (upstreamUrl: string): string => `
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: bench }
spec:
  provider: openai-compatible
  model: bench-model
  baseUrl: "${upstreamUrl}/v1"
  limits: { requestsPerMinute: 100000000 }
  pricing: { inputPerMillionTokens: "0.15", outputPerMillionTokens: "0.6" }
---
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: known-models }
spec: { applyMode: global, limits: { allowedModels: [bench-model] } }
`;

async function startAll(place: Workplace): Promise<{ direct: Target; ours: Target; peer: Target }> {
  const upstream = place.keep(await startServer('servers/chat-upstream', [String(chunks), String(gapMs)]));
  const orrery = place.keep(await startOrrery(path.join(place.folder, 'home'), { ORRERY_QUICKSTART: 'false' }));
  await applyManifests(orrery, manifests(upstream.url));
  const portkey = place.keep(await startScript(path.join(peersFolder, 'portkey.mjs')));
  const json = { 'content-type': 'application/json' };
  const headers = { ...json, authorization: 'Bearer key' };
  return {
    direct: { child: upstream, origin: upstream.url, headers, model: 'bench-model' },
    ours: {
      child: orrery,
      origin: orrery.url,
      headers: { ...json, authorization: `Bearer ${orrery.adminToken}` },
      model: 'bench',
    },
    peer: {
      child: portkey,
      origin: portkey.url,
      headers: { ...headers, 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${upstream.url}/v1` },
      model: 'bench-model',
    },
  };
}

function bodyFor({ model }: Target, isStream: boolean): string {
  return JSON.stringify({ model, messages, ...(isStream && { stream: true }) });
}

async function requestsPerSecond(target: Target, seconds: number): Promise<{ rate: number; cpuMs: number }> {
  const cpuBefore = cpuMs(target.child) ?? Number.NaN;
  const result = await autocannon({
    url: `${target.origin}/v1/chat/completions`,
    connections: callers,
    duration: seconds,
    method: 'POST',
    headers: target.headers,
    body: bodyFor(target, false),
  });
  if (result.errors + result.non2xx + result.timeouts > 0) throw new Error(`Requests to ${target.origin} failed.`);
  const cpu = (cpuMs(target.child) ?? Number.NaN) - cpuBefore;
  return { rate: result.requests.average, cpuMs: cpu / result.requests.total };
}

/** What the proxy adds to the median call of one caller. The two are called in turn, so that both see the same machine. */
async function addedLatency(direct: Target, ours: Target): Promise<number> {
  const both = [direct, ours].map((target) => ({ target, client: new Client(target.origin), times: [] as number[] }));
  for (let call = 0; call < callsPerRound; call++) {
    for (const { target, client, times } of both) {
      const startedAt = performance.now();
      const answer = await client.request(requestTo(target, false));
      await answer.body.dump();
      if (answer.statusCode !== 200) throw new Error(`${target.origin} answered with ${answer.statusCode}.`);
      times.push(performance.now() - startedAt);
    }
  }
  const [plain = 0, proxied = 0] = both.map(({ times }) => median(times));
  await Promise.all(both.map(({ client }) => client.close()));
  return proxied - plain;
}

async function streams(target: Target): Promise<Streamed[]> {
  const client = new Client(target.origin);
  const seen: Streamed[] = [];
  for (let call = 0; call < streamsPerRound; call++) seen.push(await streamed(client, target));
  await client.close();
  return seen.slice(1);
}

function firstByte(seen: readonly Streamed[]): number {
  return median(seen.map(({ firstByteMs }) => firstByteMs));
}

async function streamed(client: Client, target: Target): Promise<Streamed> {
  const startedAt = performance.now();
  const answer = await client.request(requestTo(target, true));
  const reads: { at: number; events: number }[] = [];
  for await (const read of answer.body as AsyncIterable<Buffer>) {
    reads.push({ at: performance.now(), events: read.toString().split('"content"').length - 1 });
  }
  const withEvents = reads.filter(({ events }) => events > 0);
  const events = withEvents.reduce((sum, read) => sum + read.events, 0);
  if (events !== chunks) throw new Error(`${target.origin} streamed ${events} chunks, not ${chunks}.`);
  return {
    firstByteMs: (reads[0]?.at ?? Number.NaN) - startedAt,
    batched: withEvents.reduce((sum, read) => sum + (read.events > 1 ? read.events : 0), 0),
    gapsMs: withEvents.slice(1).map(({ at }, index) => at - (withEvents[index]?.at ?? at)),
  };
}

function requestTo(target: Target, isStream: boolean) {
  return {
    method: 'POST',
    path: '/v1/chat/completions',
    headers: target.headers,
    body: bodyFor(target, isStream),
  } as const;
}
