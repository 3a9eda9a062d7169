/** What a client may say in the graphql-transport-ws protocol. */
export type ClientMessage =
  | { type: 'connection_init'; payload: Record<string, unknown> | null }
  | { type: 'ping' | 'pong'; payload: Record<string, unknown> | null }
  | { type: 'subscribe'; id: string; payload: Record<string, unknown> }
  | { type: 'complete'; id: string };

/** Close codes of the protocol, and of HTTP and WebSocket where it is silent. */
export const closeCodes = {
  goingAway: 1001,
  internal: 4500,
  badMessage: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  protocolNotAcceptable: 4406,
  initTimeout: 4408,
  duplicateId: 4409,
  tooSlow: 4413,
  tooManyInits: 4429,
} as const;

/** A message of the client, or the words for what is wrong with it. */
export function readMessage(value: unknown): ClientMessage | string {
  if (!isObject(value)) return 'A message is a JSON object.';
  const { type, id, payload } = value;
  switch (type) {
    case 'connection_init':
    case 'ping':
    case 'pong':
      if (payload !== undefined && payload !== null && !isObject(payload))
        return `The payload of ${type} is an object.`;
      return { type, payload: payload ?? null };
    case 'subscribe':
      if (!isId(id)) return 'subscribe needs an id: a string that is not empty.';
      return isObject(payload) ? { type, id, payload } : 'subscribe needs a payload: an object with the operation.';
    case 'complete':
      return isId(id) ? { type, id } : 'complete needs an id: a string that is not empty.';
    default:
      return typeof type === 'string'
        ? `A client does not send messages of the type ${type.slice(0, 40)}.`
        : 'A message has a type.';
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
