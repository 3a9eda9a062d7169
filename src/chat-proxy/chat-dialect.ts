import type { Message, MessageRole, ToolCallRequest, ToolChoice, ToolOffer } from '../modules/model/index.ts';
import type { DirectCall } from '../modules/model-access/index.ts';
import { invalidRequest } from './chat-error.ts';
import { type ChatRequest, isObject } from './chat-request.ts';

const roles: Record<string, MessageRole> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
};

/**
 * A request in OpenAI's words as a call of a model that speaks another dialect.
 * @throws OrreryError INPUT_INVALID naming the member that cannot be translated
 */
export function directCallOf(request: ChatRequest): DirectCall {
  const { body, model } = request;
  refuseUntranslated(body);
  const tools = toolsOf(body['tools']);
  return {
    model,
    messages: messagesOf(request),
    tools,
    toolChoice: choiceOf(body['tool_choice'], tools),
    parameters: {
      temperature: numberIn(body, 'temperature', { least: 0, most: 2 }),
      topP: numberIn(body, 'top_p', { least: 0, most: 1 }),
      maxOutputTokens:
        numberIn(body, 'max_completion_tokens', { least: 1 }) ?? numberIn(body, 'max_tokens', { least: 1 }),
      stop: stopOf(body['stop']),
    },
  };
}

/** The conversation without its dialect. @throws OrreryError INPUT_INVALID naming the member at fault */
export function messagesOf({ messages }: ChatRequest): Message[] {
  return messages.map((message, index) => messageOf(message, `messages[${index}]`));
}

function messageOf(message: Record<string, unknown>, at: string): Message {
  const role = roles[String(message['role'])];
  if (!role) throw invalidRequest(`${at}.role`, `A message cannot have the role ${String(message['role'])}.`);
  const content = textOf(message['content'], `${at}.content`);
  const { name, tool_call_id: toolCallId } = message;
  const toolCalls = role === 'assistant' ? callsOf(message['tool_calls'], `${at}.tool_calls`) : [];
  if (role === 'tool' && typeof toolCallId !== 'string')
    throw invalidRequest(`${at}.tool_call_id`, 'A tool message must name the call that it answers.');
  return {
    role,
    content,
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(typeof toolCallId === 'string' && { toolCallId }),
    ...(typeof name === 'string' && { name }),
  };
}

function textOf(content: unknown, at: string): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) throw invalidRequest(at, 'The content of a message is text or a list of parts.');
  const texts = content.map((part: unknown, index) => {
    if (isObject(part) && typeof part['text'] === 'string') return part['text'];
    throw invalidRequest(`${at}[${index}]`, 'Only parts of the type text can be given to this model.');
  });
  return texts.join('');
}

function callsOf(calls: unknown, at: string): ToolCallRequest[] {
  if (calls === undefined || calls === null) return [];
  if (!Array.isArray(calls)) throw invalidRequest(at, 'The tool calls of a message are a list.');
  return calls.map((call: unknown, index) => {
    const called = isObject(call) && isObject(call['function']) ? call['function'] : {};
    const { name } = called;
    const id = isObject(call) ? call['id'] : undefined;
    if (typeof name !== 'string' || typeof id !== 'string')
      throw invalidRequest(`${at}[${index}]`, 'A tool call has an id and a function with a name.');
    return { id, name, arguments: argumentsOf(called['arguments'], `${at}[${index}].function.arguments`) };
  });
}

function argumentsOf(text: unknown, at: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(typeof text === 'string' && text.trim() !== '' ? text : '{}');
    if (isObject(value)) return value;
  } catch {
    // Said below, as for what is JSON and no object.
  }
  throw invalidRequest(at, 'The arguments of a tool call are the text of a JSON object.');
}

function toolsOf(tools: unknown): ToolOffer[] {
  if (tools === undefined || tools === null) return [];
  if (!Array.isArray(tools)) throw invalidRequest('tools', 'The member tools must be a list.');
  return tools.map((tool: unknown, index) => {
    const offered = isObject(tool) && isObject(tool['function']) ? tool['function'] : {};
    const { name, description, parameters } = offered;
    if (typeof name !== 'string' || name === '')
      throw invalidRequest(`tools[${index}].function.name`, 'A tool is a function with a name.');
    const inputSchema = isObject(parameters) ? parameters : { type: 'object', properties: {} };
    return { name, description: typeof description === 'string' ? description : '', inputSchema };
  });
}

function choiceOf(choice: unknown, tools: readonly ToolOffer[]): ToolChoice | undefined {
  if (choice === undefined || choice === null) return undefined;
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  const name = isObject(choice) && isObject(choice['function']) ? choice['function']['name'] : undefined;
  const offered = tools.find((tool) => tool.name === name);
  if (offered) return { name: offered.name };
  throw invalidRequest('tool_choice', 'The member tool_choice is auto, none, required or a function that is offered.');
}

function stopOf(stop: unknown): string[] | undefined {
  if (stop === undefined || stop === null) return undefined;
  const texts: unknown[] = Array.isArray(stop) ? stop : [stop];
  if (texts.length <= 4 && texts.every((text) => typeof text === 'string')) return texts as string[];
  throw invalidRequest('stop', 'The member stop is a text or a list of at most four.');
}

function numberIn(
  body: Record<string, unknown>,
  name: string,
  bounds: { least: number; most?: number },
): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  const { least, most = Number.MAX_SAFE_INTEGER } = bounds;
  if (typeof value === 'number' && value >= least && value <= most) return value;
  const range = bounds.most === undefined ? `${least} or more` : `between ${least} and ${most}`;
  throw invalidRequest(name, `The member ${name} must be a number, ${range}.`);
}

/** Hints that another dialect lacks are passed over; what changes the shape or the number of answers is not. */
function refuseUntranslated(body: Record<string, unknown>): void {
  const { n, response_format: format, logprobs, functions, modalities } = body;
  if (typeof n === 'number' && n !== 1) throw untranslated('n');
  if (isObject(format) && format['type'] !== 'text') throw untranslated('response_format');
  if (logprobs === true) throw untranslated('logprobs');
  if (functions !== undefined && functions !== null) throw untranslated('functions');
  if (Array.isArray(modalities) && modalities.some((modality) => modality !== 'text')) throw untranslated('modalities');
}

function untranslated(param: string): Error {
  return invalidRequest(param, `The provider of this model cannot be asked with the member ${param}.`);
}
