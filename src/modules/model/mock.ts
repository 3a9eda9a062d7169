import { setTimeout as delay } from 'node:timers/promises';
import type { Message, ModelRequest, ScriptedReply, ToolCallRequest, ToolOffer } from './model.ts';
import { statusFailure, timedOut } from './model-errors.ts';
import type { Provider, ProviderReply } from './provider.ts';

/** A model that is a function of what it is asked: for demos, for tests, and for trying out an agent at no cost. */
export const mockProvider: Provider = async (request, emit) => {
  const scripted = scriptedReply(request);
  if (scripted) await act(request, scripted);
  const reply = scripted ? fromScript(request, scripted) : unscripted(request);
  for (const [text] of reply.content.matchAll(/\S+\s*|\s+/g)) emit({ kind: 'text', text });
  for (const [index, { id, name, arguments: args }] of reply.toolCalls.entries()) {
    emit({ kind: 'toolCall', index, id, name, argumentsText: JSON.stringify(args) });
  }
  return reply;
};

/** The reply for this step. A last reply that only talks is given again and again; one that calls tools is not. */
function scriptedReply({ target: { script = [] }, step }: ModelRequest): ScriptedReply | undefined {
  const last = script.at(-1);
  return script[step - 1] ?? (last?.toolCalls?.length ? { text: undefined } : last);
}

async function act(request: ModelRequest, { delayMs = 0, error }: ScriptedReply): Promise<void> {
  const { signal, target, timeoutMs } = request;
  signal.throwIfAborted();
  if (delayMs > 0) {
    await delay(Math.min(delayMs, timeoutMs), undefined, { signal }).catch(() => signal.throwIfAborted());
    if (delayMs > timeoutMs) throw timedOut(target, timeoutMs);
  }
  if (error) throw statusFailure(target, error);
}

function fromScript(request: ModelRequest, scripted: ScriptedReply): ProviderReply {
  const calls = scripted.toolCalls ?? [];
  const text = scripted.text ?? (calls.length === 0 ? ownText(request) : '');
  const toolCalls = calls.map((call, index) => ({ id: callId(request, index), ...call }));
  return replyOf(request, { content: filledIn(text, request.messages), toolCalls, usage: scripted.usage });
}

function filledIn(text: string, messages: readonly Message[]): string {
  return text.replace(/\{\{(result|input)\}\}/g, (_, word) => lastOf(messages, word === 'result' ? 'tool' : 'user'));
}

function unscripted(request: ModelRequest): ProviderReply {
  request.signal.throwIfAborted();
  const tool = chosenTool(request);
  const toolCalls = tool ? [{ id: callId(request, 0), name: tool.name, arguments: toolInput(request, tool) }] : [];
  return replyOf(request, { content: ownText(request), toolCalls, usage: undefined });
}

function replyOf(request: ModelRequest, reply: Pick<ProviderReply, 'content' | 'toolCalls' | 'usage'>): ProviderReply {
  return {
    ...reply,
    finishReason: reply.toolCalls.length > 0 ? 'tool_calls' : 'stop',
    providerModel: request.target.model,
  };
}

const keywords = ['vector', 'search', 'web', 'db', 'echo'];

/** The tool that the conversation speaks of, else the first one at step 1. A tool that was called is not called again. */
function chosenTool({ messages, tools, step, toolChoice = 'auto' }: ModelRequest): ToolOffer | undefined {
  if (toolChoice === 'none') return undefined;
  if (typeof toolChoice === 'object') return tools.find((tool) => tool.name === toolChoice.name);
  const called = new Set(messages.flatMap((message) => message.toolCalls ?? []).map((call) => call.name));
  const offered = tools.filter((tool) => !called.has(tool.name));
  const spoken = messages
    .filter(({ role }) => role === 'system' || role === 'user')
    .map(({ content }) => content)
    .join('\n')
    .toLowerCase();
  for (const keyword of keywords) {
    const match = spoken.includes(keyword)
      ? offered.find((tool) => tool.name.toLowerCase().includes(keyword))
      : undefined;
    if (match) return match;
  }
  if (toolChoice === 'required') return offered[0] ?? tools[0];
  return step === 1 ? offered[0] : undefined;
}

/** What came in goes under the tool's first text property. */
function toolInput(request: ModelRequest, tool: ToolOffer): ToolCallRequest['arguments'] {
  const text = lastOf(request.messages, 'user') || `step=${request.step}`;
  const { properties } = tool.inputSchema;
  const entries = typeof properties === 'object' && properties !== null ? Object.entries(properties) : [];
  const [key = 'input'] = entries.find(([, schema]) => takesText(schema)) ?? [];
  return { [key]: text };
}

function takesText(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null || !('type' in schema)) return false;
  return schema.type === 'string' || (Array.isArray(schema.type) && schema.type.includes('string'));
}

function ownText({ target, step }: ModelRequest): string {
  return `model=${target.model} step=${step}`;
}

function lastOf(messages: readonly Message[], role: Message['role']): string {
  return messages.findLast((message) => message.role === role)?.content ?? '';
}

function callId({ step }: ModelRequest, index: number): string {
  return `call_${step}_${index + 1}`;
}
