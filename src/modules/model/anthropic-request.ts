import type { Message, ModelRequest } from './model.ts';
import type { ToolNames } from './tool-names.ts';

const defaultMaxTokens = 4096;

type Block =
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> }
  | { type: 'tool_result'; tool_use_id: string; content: string };

interface Turn {
  role: 'user' | 'assistant';
  content: Block[];
}

/** The body of a messages request. */
export function anthropicBody(request: ModelRequest, names: ToolNames): Record<string, unknown> {
  const { target, parameters, messages } = request;
  const system = messages.filter((message) => message.role === 'system' && message.content !== '');
  return {
    model: target.model,
    max_tokens: parameters.maxOutputTokens ?? (Number(target.options['max_tokens']) || defaultMaxTokens),
    ...(system.length === 0 ? {} : { system: system.map((message) => message.content).join('\n\n') }),
    messages: turnsOf(messages, names),
    stream: true,
    temperature: parameters.temperature,
    top_p: parameters.topP,
    stop_sequences: parameters.stop,
    ...(request.tools.length === 0
      ? {}
      : { tools: anthropicTools(request, names), tool_choice: anthropicChoice(request.toolChoice, names) }),
  };
}

function anthropicChoice(choice: ModelRequest['toolChoice'], names: ToolNames): unknown {
  if (choice === undefined) return undefined;
  if (typeof choice === 'object') return { type: 'tool', name: names.toWire(choice.name) };
  return { type: choice === 'required' ? 'any' : choice };
}

function anthropicTools(request: ModelRequest, names: ToolNames): unknown[] {
  return request.tools.map(({ name, description, inputSchema }) => ({
    name: names.toWire(name),
    description,
    input_schema: { type: 'object', ...inputSchema },
  }));
}

/** Messages as turns that alternate: what one side says in a row is one turn, tool results belong to the user's. */
function turnsOf(messages: readonly Message[], names: ToolNames): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    if (message.role === 'system') continue;
    const content = blocksOf(message, names);
    // An empty turn is refused, and an empty text block as well.
    if (content.length === 0) continue;
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else turns.push({ role, content });
  }
  return turns;
}

function blocksOf(message: Message, names: ToolNames): Block[] {
  if (message.role === 'tool')
    return [{ type: 'tool_result', tool_use_id: message.toolCallId ?? '', content: message.content }];
  const text: Block[] = message.content.trim() === '' ? [] : [{ type: 'text', text: message.content }];
  const calls = (message.toolCalls ?? []).map(
    (call): Block => ({ type: 'tool_use', id: call.id, name: names.toWire(call.name), input: call.arguments }),
  );
  return [...text, ...calls];
}
