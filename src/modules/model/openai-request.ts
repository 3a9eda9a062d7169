import type { Message, ModelRequest } from './model.ts';
import type { ToolNames } from './tool-names.ts';

/** The body of a chat completions request. */
export function openAiBody(
  request: ModelRequest,
  names: ToolNames,
  dialect: { maxTokensField: string },
): Record<string, unknown> {
  const { target, parameters } = request;
  const maxTokens = parameters.maxOutputTokens ?? (Number(target.options['max_tokens']) || undefined);
  return {
    model: target.model,
    messages: request.messages.map((message) => openAiMessage(message, names)),
    stream: true,
    stream_options: { include_usage: true },
    temperature: parameters.temperature,
    top_p: parameters.topP,
    stop: parameters.stop,
    [dialect.maxTokensField]: maxTokens,
    ...(request.tools.length === 0
      ? {}
      : { tools: openAiTools(request, names), tool_choice: openAiChoice(request.toolChoice, names) }),
  };
}

function openAiChoice(choice: ModelRequest['toolChoice'], names: ToolNames): unknown {
  if (typeof choice !== 'object') return choice;
  return { type: 'function', function: { name: names.toWire(choice.name) } };
}

function openAiTools(request: ModelRequest, names: ToolNames): unknown[] {
  return request.tools.map(({ name, description, inputSchema }) => ({
    type: 'function',
    function: { name: names.toWire(name), description, parameters: inputSchema },
  }));
}

function openAiMessage(message: Message, names: ToolNames): Record<string, unknown> {
  const { role, content, toolCalls = [] } = message;
  if (role === 'tool') return { role, tool_call_id: message.toolCallId, content };
  const name = message.name === undefined ? {} : { name: message.name };
  if (toolCalls.length === 0) return { role, content, ...name };
  const calls = toolCalls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: names.toWire(call.name), arguments: JSON.stringify(call.arguments) },
  }));
  return { role, content: content === '' ? null : content, ...name, tool_calls: calls };
}
