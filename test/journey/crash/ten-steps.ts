import { onTestFinished } from 'vitest';
import { type ModelUpstreamRequest, startModelUpstream, type UpstreamReply } from '../../support/model-upstream.ts';
import { startToolUpstream, type UpstreamAnswer, type UpstreamCall } from '../../support/tool-upstream.ts';

/** The ten steps of a run of the agent `worker`, in their order. */
export const tenSteps = [
  'agent/model:1',
  'agent/tool:1.1',
  'agent/model:2',
  'agent/tool:2.1',
  'agent/model:3',
  'agent/tool:3.1',
  'agent/model:4',
  'agent/tool:4.1',
  'agent/tool:4.2',
  'agent/model:5',
] as const;

/** The three steps of a run of the agent `asker`; the second needs a person. */
export const askedSteps = ['agent/model:1', 'agent/tool:1.1', 'agent/model:2'] as const;

/** How many tool calls each turn of an agent wants, by the tool that it is offered. */
const wantedCalls: Record<string, readonly number[]> = { receipt: [1, 1, 1, 2], signature: [1] };

/** A request of a step, as a model or a tool got it. */
export interface Arrival {
  /** The name of the run. */
  run: string;
  /** The step's place in the run. */
  key: string;
  idempotencyKey: string;
}

/** The models and tools that the runs call, in the test's own process, so that they survive the platform. */
export interface Work {
  /** An endpoint, its tools, and the agents `worker` and `asker`. */
  manifests: string;
  arrivals: Arrival[];
  /** From now on leaves this step of this run without an answer. */
  hold(run: string, key: string): void;
  /** Answers everybody. */
  release(): void;
  /** How often each step of a run was asked for. */
  askedOf(run: string): Record<string, number>;
}

/**
 * Starts the models and tools. Each call of a tool gives a receipt with the run's name, the call's number, and how
 * often that call was made; a run's output lists the receipts, so it tells whose answers were used.
 */
export async function startWork(options: { onArrival?: (arrival: Arrival) => Promise<void> } = {}): Promise<Work> {
  const arrivals: Arrival[] = [];
  const held = new Set<string>();
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const arrive = async (run: string, idempotencyKey: string): Promise<void> => {
    const arrival = { run, key: idempotencyKey.slice(idempotencyKey.indexOf(':') + 1), idempotencyKey };
    arrivals.push(arrival);
    if (held.has(`${run} ${arrival.key}`)) await released;
    await options.onArrival?.(arrival);
  };
  const timesAsked = (idempotencyKey: string): number =>
    arrivals.filter((arrival) => arrival.idempotencyKey === idempotencyKey).length;

  const models = await startModelUpstream({
    reply: (request) => {
      const until = arrive(runOf(request), String(request.headers['idempotency-key']));
      return { ...replyTo(request), pause: { afterChunks: 0, until } };
    },
  });
  const tools = await startToolUpstream({
    answer: async (call): Promise<UpstreamAnswer> => {
      const { run, number } = argumentsOf(call);
      const idempotencyKey = String(call.headers['idempotency-key']);
      const answered = arrive(run, idempotencyKey);
      const body = `${run}/${number}#${timesAsked(idempotencyKey)}`;
      await answered;
      return { body };
    },
  });
  onTestFinished(async () => {
    release();
    await models.close();
    await tools.close();
  });
  return {
    manifests: manifestsOf(models.baseUrl, tools.url),
    arrivals,
    hold: (run, key) => void held.add(`${run} ${key}`),
    release: () => {
      held.clear();
      release();
    },
    askedOf: (run) => countByKey(arrivals.filter((arrival) => arrival.run === run)),
  };
}

/** The output of a run some of whose steps were asked for more than once; `asked` counts by step, in any order. */
export function outputOf(run: string, asked: Record<string, number>): string {
  const calls = Object.keys(asked).filter((key) => key.includes('/tool:'));
  return calls
    .sort()
    .map((key, index) => `${run}/${index + 1}#${asked[key]}`)
    .join(', ');
}

/** Each of `keys` once, but those of `twice` twice. */
export function askedFor(keys: readonly string[], twice: readonly string[] = []): Record<string, number> {
  return Object.fromEntries(keys.map((key) => [key, twice.includes(key) ? 2 : 1]));
}

function countByKey(arrivals: readonly Arrival[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { key } of arrivals) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

interface ModelMessage {
  role: string;
  content: string | null;
}

function messagesOf({ body }: ModelUpstreamRequest): ModelMessage[] {
  return body['messages'] as ModelMessage[];
}

function runOf(request: ModelUpstreamRequest): string {
  return messagesOf(request).find(({ role }) => role === 'user')?.content ?? '';
}

/** What the model says depends on the conversation alone, so it says the same when it is asked again. */
function replyTo(request: ModelUpstreamRequest): UpstreamReply {
  const messages = messagesOf(request);
  const [offer] = request.body['tools'] as { function: { name: string } }[];
  const name = offer?.function.name ?? '';
  const turn = messages.filter(({ role }) => role === 'assistant').length;
  const receipts = messages.flatMap(({ role, content }) => (role === 'tool' ? [content] : []));
  const count = wantedCalls[name]?.[turn];
  if (count === undefined) return { text: receipts.join(', ') };
  const toolCalls = Array.from({ length: count }, (_, index) => ({
    name,
    arguments: { run: runOf(request), number: receipts.length + index + 1 },
  }));
  return { toolCalls };
}

function argumentsOf({ body }: UpstreamCall): { run: string; number: number } {
  return body as { run: string; number: number };
}

function manifestsOf(modelUrl: string, toolUrl: string): string {
  const agent = (name: string, tool: string): string => `
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: ${tool} }
spec: { type: http, url: "${toolUrl}/${tool}", requiresApproval: ${tool === 'signature'} }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: ${name} }
spec: { model: scripted, tools: [${tool}] }
---`;
  return `${agent('worker', 'receipt')}${agent('asker', 'signature')}
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: scripted }
spec: { provider: openai, model: scripted-1, baseUrl: "${modelUrl}" }
`;
}
