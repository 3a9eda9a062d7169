import { STATUS_CODES } from 'node:http';
import type { JsonSchema, Member, Route, Wire } from '../../runtime/route.ts';
import { statusOf } from '../statuses.ts';
import { type AnswerContext, answerSchema } from './answer-schema.ts';

interface ResponseBody {
  schema: JsonSchema;
  example?: unknown;
  examples?: Record<string, { $ref: string }>;
  [extension: `x-${string}`]: unknown;
}

export interface Response {
  description: string;
  headers?: Record<string, { description?: string; schema: JsonSchema }>;
  content?: Record<string, ResponseBody>;
}

const mediaTypes: Record<Wire, string | undefined> = {
  JSON: 'application/json',
  TEXT: 'text/plain',
  BYTES: 'application/octet-stream',
  REDIRECT: undefined,
  SSE: 'text/event-stream',
  NDJSON: 'application/x-ndjson',
  WATCH: 'application/x-ndjson',
  WS: undefined,
};

/** Everything that a route can answer with. `error` is the schema of the API's errors. */
export function responsesOf(route: Route, context: AnswerContext, error: JsonSchema): Record<string, Response> {
  const { contentType } = context.convention.errorSchema;
  const failed = (description: string): Response => ({ description, content: { [contentType]: { schema: error } } });
  const failures = route.statuses.map((status) => [String(status), failed(failureText(route, status, context))]);
  return {
    ...successes(route, context),
    ...Object.fromEntries(failures),
    default: failed('Any other failure.'),
  };
}

function failureText(route: Route, status: number, { convention }: AnswerContext): string {
  const codes = [...new Set([...route.failures, ...route.refusals, route.missing.code])].filter((code) =>
    statusOf(code, convention).includes(status),
  );
  const phrase = STATUS_CODES[status] ?? 'Failure';
  return codes.length > 0 ? `${phrase}: ${codes.join(', ')}.` : `${phrase}.`;
}

function successes(route: Route, context: AnswerContext): Record<string, Response> {
  const wires = [route.wire, ...route.orWire];
  const plain = wires.filter((wire) => wire !== 'WS');
  const streams = plain.length > 0 ? plainSuccess(route, plain, context) : {};
  return wires.includes('WS') ? { '101': socketResponse(route, context), ...streams } : streams;
}

function plainSuccess(route: Route, wires: readonly Wire[], context: AnswerContext): Record<string, Response> {
  const headers = headersOf(route, context);
  const status = route.status === 101 ? 200 : route.status;
  const contents = status === 204 || status === 304 ? [] : wires.flatMap((wire) => contentOf(route, wire, context));
  const response: Response = {
    description: STATUS_CODES[status] ?? 'Success',
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(contents.length > 0 && { content: Object.fromEntries(contents) }),
  };
  const ended = { description: 'The stream has ended, and nothing of it is left.' };
  const known = { description: 'Not Modified: the client has this version already.' };
  return {
    [String(status)]: response,
    ...(route.ends && { '204': ended }),
    ...(hasVersion(route) && { '304': known }),
  };
}

/** Whether what is read has a version, which a client may say that it has. */
function hasVersion({ method, shape }: Route): boolean {
  const members = shape.kind === 'object' ? shape.members : [];
  return method === 'GET' && members.some(({ header }) => header?.toLowerCase() === 'etag');
}

function contentOf(route: Route, wire: Wire, context: AnswerContext) {
  const mediaType = mediaTypes[wire];
  if (mediaType === undefined) return [];
  const data = answerSchema(route.shape, context);
  if (wire === 'JSON') return [[mediaType, { schema: context.convention.successSchema(data) }] as const];
  if (route.kind !== 'subscription') return [[mediaType, { schema: { type: 'string' } }] as const];
  return [[mediaType, { schema: framesOf(data) }] as const];
}

/** A text of many frames. OpenAPI 3.1 has no word for the items of a stream; JSON Schema has one for what a text holds. */
function framesOf(frame: JsonSchema): JsonSchema {
  return { type: 'string', contentMediaType: 'application/json', contentSchema: frame };
}

function socketResponse(route: Route, context: AnswerContext): Response {
  const schema = answerSchema(route.shape, context);
  return {
    description: 'Switching Protocols: a WebSocket with one JSON text per message.',
    content: { 'application/json': { schema: framesOf(schema) } },
  };
}

function headersOf(route: Route, context: AnswerContext): NonNullable<Response['headers']> {
  const members = route.shape.kind === 'object' ? route.shape.members : [];
  const shown = members.flatMap((member) => headerOf(member, context));
  const location = { description: 'Where to go on.', schema: { type: 'string' } };
  return Object.fromEntries(route.wire === 'REDIRECT' ? [['Location', location], ...shown] : shown);
}

function headerOf({ header, shape }: Member, context: AnswerContext) {
  if (header === undefined) return [];
  const { description } = shape;
  const schema = answerSchema({ ...shape, isNullable: false }, context);
  return [[header, { ...(description !== undefined && { description }), schema }] as const];
}
