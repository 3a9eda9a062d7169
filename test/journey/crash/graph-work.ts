import { onTestFinished } from 'vitest';
import { type ModelUpstreamRequest, startModelUpstream, type UpstreamReply } from '../../support/model-upstream.ts';
import { startToolUpstream } from '../../support/tool-upstream.ts';

/** The places of a task's graph at which something is called, as often as in a run that nothing disturbs. */
export const placesOfTask = [
  'start',
  ...['left', 'right', 'both', 'both@2', 'check'],
  ...['left#2', 'both#2', 'check#2', 'end#2'],
].flatMap((place) => {
  const hasTools = place.startsWith('left') || place.startsWith('right');
  const calls = hasTools ? ['model:1', 'tool:1.1', 'tool:1.2', 'model:2'] : ['model:1'];
  return calls.map((call) => `${place}/${call}`);
});

/** The models and tools that the agents of tasks call, in the test's own process, so that they survive the platform. */
export interface GraphWork {
  /** An endpoint, its tool, the agents, and the system `round-trip`. */
  manifests: string;
  /** The idempotency keys of the requests, each as often as it came. */
  arrivals: string[];
}

/**
 * Starts the models and tools of tasks that fan out to two agents with tools, join under the eyes of a person, and go
 * back once for a second round.
 */
export async function startGraphWork(onArrival: (idempotencyKey: string) => Promise<void>): Promise<GraphWork> {
  const arrivals: string[] = [];
  const arrive = async (idempotencyKey: string): Promise<void> => {
    arrivals.push(idempotencyKey);
    await onArrival(idempotencyKey);
  };
  const models = await startModelUpstream({
    reply: (request) => {
      const idempotencyKey = String(request.headers['idempotency-key']);
      return { ...replyTo(request, idempotencyKey), pause: { afterChunks: 0, until: arrive(idempotencyKey) } };
    },
  });
  const tools = await startToolUpstream({
    answer: async ({ headers }) => {
      const idempotencyKey = String(headers['idempotency-key']);
      await arrive(idempotencyKey);
      return { body: placeOf(idempotencyKey) };
    },
  });
  onTestFinished(async () => {
    await models.close();
    await tools.close();
  });
  return { manifests: manifestsOf(models.baseUrl, tools.url), arrivals };
}

/** The step's place in its run. */
export function placeOf(idempotencyKey: string): string {
  return idempotencyKey.slice(idempotencyKey.indexOf(':') + 1);
}

/** What a model says follows from its place and the conversation, so it says the same when it is asked again. */
function replyTo({ body }: ModelUpstreamRequest, idempotencyKey: string): UpstreamReply {
  const place = placeOf(idempotencyKey);
  const messages = body['messages'] as { role: string; content: string | null }[];
  const results = messages.flatMap(({ role, content }) => (role === 'tool' ? [content] : []));
  if (body['tools'] && results.length === 0) {
    const toolCalls = [1, 2].map((number) => ({ name: 'receipt', arguments: { number } }));
    return { toolCalls };
  }
  if (place.startsWith('check')) return { text: place.startsWith('check#2') ? 'fine' : 'again' };
  return { text: `${place} ${results.join(' ')}`.trim() };
}

function manifestsOf(modelUrl: string, toolUrl: string): string {
  const agent = (name: string, tools = '[]'): string => `
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: ${name} }
spec: { prompt: "You are ${name}.", model: scripted, tools: ${tools} }
---`;
  return `${agent('start')}${agent('left', '[receipt]')}${agent('right', '[receipt]')}${agent('both')}${agent('check')}${agent('end')}
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: receipt }
spec: { type: http, url: "${toolUrl}/receipt" }
---
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: scripted }
spec: { provider: openai, model: scripted-1, baseUrl: "${modelUrl}" }
---
apiVersion: orrery.dev/v1
kind: AgentSystem
metadata: { name: round-trip }
spec:
  agents: [start, left, right, both, check, end]
  graph:
    start: { edges: [{ to: left }, { to: right }] }
    left: { edges: [{ to: both }] }
    right: { edges: [{ to: both }] }
    both: { edges: [{ to: check }], review: { checkpointId: joined } }
    check: { edges: [{ to: left, condition: { outputContains: again } }, { to: end, condition: { default: true } }] }
`;
}
