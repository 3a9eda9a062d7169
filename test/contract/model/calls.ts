import {
  createModelGateway,
  type Message,
  type ModelReply,
  type ModelRequest,
  type ModelTarget,
  type ToolOffer,
} from '../../../src/modules/model/index.ts';
import { createOutboundClient } from '../../../src/platform/http/index.ts';
import { type ModelUpstream, type ModelUpstreamOptions, startModelUpstream } from '../../support/model-upstream.ts';

const open: (() => Promise<void>)[] = [];

/** Closes whatever the test opened. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0)) await close();
}

export async function upstreamWith(options: ModelUpstreamOptions = {}): Promise<ModelUpstream> {
  const upstream = await startModelUpstream(options);
  open.push(() => upstream.close());
  return upstream;
}

export type Asked = Omit<Partial<ModelRequest>, 'target'> & { target?: Partial<ModelTarget> };

/** Calls a model through the gateway with the least that a call needs. */
export async function call(asked: Asked): Promise<ModelReply> {
  const outbound = createOutboundClient({ allow: [] });
  try {
    return await createModelGateway({ outbound }).call({
      messages: [{ role: 'user', content: 'Hello' }],
      tools: [],
      parameters: {},
      step: 1,
      idempotencyKey: 'run:agent/model:1',
      signal: new AbortController().signal,
      timeoutMs: 5_000,
      ...asked,
      target: { provider: 'mock', model: 'm', options: {}, allowPrivate: true, ...asked.target },
    });
  } finally {
    await outbound.close();
  }
}

/** What a call fails with. */
export async function failureOf(asked: Asked): Promise<unknown> {
  return call(asked).then(
    () => undefined,
    (error: unknown) => error,
  );
}

export const apiKey = 'sk-secret-0123456789';
/** Two tools whose names providers would not take, or would confuse. */
export const tools: ToolOffer[] = [
  {
    name: 'memory.read',
    description: 'Reads.',
    inputSchema: { type: 'object', properties: { key: { type: 'string' } } },
  },
  { name: 'memory_read', description: 'Reads too.', inputSchema: { type: 'object', properties: {} } },
];
/** A conversation in which both tools were called. */
export const conversation: Message[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Grüße' },
  {
    role: 'assistant',
    content: '',
    toolCalls: [
      { id: 'c1', name: 'memory.read', arguments: { key: 'ä' } },
      { id: 'c2', name: 'memory_read', arguments: {} },
    ],
  },
  { role: 'tool', toolCallId: 'c1', name: 'memory.read', content: 'one' },
  { role: 'tool', toolCallId: 'c2', name: 'memory_read', content: 'two' },
];

/** Calls the upstream as the named provider. */
export function ask(upstream: ModelUpstream, provider: string, asked: Asked = {}): Promise<ModelReply> {
  return call({ ...asked, target: { provider, model: 'big-1', baseUrl: upstream.baseUrl, apiKey, ...asked.target } });
}
