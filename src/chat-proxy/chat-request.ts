import { isUtf8 } from 'node:buffer';
import { invalidRequest } from './chat-error.ts';

const maxMessages = 2_048;

/** A request for a chat completion, checked as far as everybody who serves one needs it. */
export interface ChatRequest {
  /** As it came. */
  bytes: Buffer;
  body: Record<string, unknown>;
  model: string;
  messages: Record<string, unknown>[];
  isStream: boolean;
  /** Whether the stream is to end with a chunk of usage. */
  wantsUsage: boolean;
}

/** Reads a request's body. @throws OrreryError INPUT_INVALID naming the member at fault */
export function readChatRequest(bytes: Buffer): ChatRequest {
  const body = objectIn(bytes);
  const { model, stream, stream_options: options } = body;
  if (typeof model !== 'string' || model === '') throw invalidRequest('model', 'The member model must name a model.');
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean')
    throw invalidRequest('stream', 'The member stream must be true or false.');
  const wantsUsage = isObject(options) && options['include_usage'] === true;
  return { bytes, body, model, messages: messagesIn(body), isStream: stream === true, wantsUsage };
}

/** How many characters a model is given to read. */
export function inputCharacters({ messages, body }: ChatRequest): number {
  const tools = Array.isArray(body['tools']) ? JSON.stringify(body['tools']).length : 0;
  return messages.reduce((sum, { content }) => sum + characters(content), tools);
}

function characters(content: unknown): number {
  if (typeof content === 'string') return content.length;
  if (!Array.isArray(content)) return 0;
  return content.reduce((sum: number, part: unknown) => sum + (isObject(part) ? characters(part['text']) : 0), 0);
}

function objectIn(bytes: Buffer): Record<string, unknown> {
  if (!isUtf8(bytes)) throw invalidRequest(null, 'The body is not valid UTF-8.');
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw invalidRequest(null, 'The body is not valid JSON.');
  }
  if (!isObject(value)) throw invalidRequest(null, 'The body must be a JSON object.');
  return value;
}

function messagesIn({ messages }: Record<string, unknown>): Record<string, unknown>[] {
  if (!Array.isArray(messages) || messages.length === 0)
    throw invalidRequest('messages', 'The member messages must be a list of one message at least.');
  if (messages.length > maxMessages)
    throw invalidRequest('messages', `There may be at most ${maxMessages} messages, not ${messages.length}.`);
  for (const [index, message] of messages.entries()) {
    if (!isObject(message)) throw invalidRequest(`messages[${index}]`, 'A message must be an object.');
    if (typeof message['role'] !== 'string')
      throw invalidRequest(`messages[${index}].role`, 'A message must say its role.');
  }
  return messages as Record<string, unknown>[];
}

/** Whether a JSON value is an object and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
