import type { Exchange } from '../../src/server/index.ts';
import type { Asked } from './asked.ts';
import type { Convention, ErrorAnswer, Problem } from './convention.ts';
import { hasBody } from './request-body.ts';
import type { ServedRoute } from './served-route.ts';
import type { Aside } from './write-shape.ts';

/** A whole answer. */
interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer | undefined;
}

const jsonType = 'application/json; charset=utf-8';

/** Writes a whole answer. */
export function sendReply(exchange: Exchange, { status, headers, body }: Reply): void {
  const { request, response } = exchange;
  if (response.headersSent || response.destroyed) return;
  const all = exchange.headers(headers);
  // A body that was not read to its end would be taken for the next request.
  if (!request.complete && hasBody(request)) all['connection'] = 'close';
  if (body !== undefined) all['content-length'] = String(Buffer.byteLength(body));
  response.writeHead(status, all);
  response.end(body);
}

/** Writes a value as it is, outside the API's envelope. */
export function sendJson(exchange: Exchange, value: unknown, headers: Record<string, string> = {}): void {
  const body = JSON.stringify(value);
  sendReply(exchange, { status: 200, headers: { 'content-type': jsonType, ...headers }, body });
}

/** Writes the answer of success around the JSON of the shaped data. */
export function sendSuccess(
  exchange: Exchange,
  served: ServedRoute,
  shaped: { asked: Asked; json: string; aside: Aside },
): void {
  const { route, convention } = served;
  const { asked, json, aside } = shaped;
  asked.status = route.status;
  const headers = { ...convention.headers, ...deprecation(served), ...aside.headers };
  if (headers['etag'] !== undefined) headers['etag'] = quoted(headers['etag']);
  const isFresh = route.method === 'GET' && isKnown(asked.headers['if-none-match'], headers['etag']);
  const status = isFresh ? 304 : route.status;
  const body = status === 304 || status === 204 ? undefined : bodyOf(served, asked, json);
  if (route.wire === 'REDIRECT') headers['location'] = onlyText(json);
  else if (body !== undefined) headers['content-type'] ??= typeOf(served);
  sendReply(exchange, { status, headers, body });
}

function bodyOf({ route, convention }: ServedRoute, asked: Asked, json: string): string | Buffer {
  switch (route.wire) {
    case 'TEXT':
      return onlyText(json);
    case 'BYTES':
      return Buffer.from(onlyText(json), 'base64');
    case 'REDIRECT':
      return '';
    default:
      return convention.success(json, asked);
  }
}

function typeOf({ route: { wire }, convention }: ServedRoute): string {
  if (wire === 'TEXT') return 'text/plain; charset=utf-8';
  return wire === 'BYTES' ? 'application/octet-stream' : (convention.jsonType ?? jsonType);
}

/** Writes a failure in the API's own form. `more` are headers besides those of every failure. */
export function sendProblem(
  exchange: Exchange,
  convention: Convention,
  failed: { asked: Asked; problem: Problem; more?: Record<string, string> },
): void {
  const answer = errorAnswer(convention, failed);
  sendReply(exchange, { status: answer.status, headers: answer.headers, body: answer.body });
}

/** A failure in the API's own form, with every header that it has. */
export function errorAnswer(
  convention: Convention,
  { asked, problem, more }: { asked: Asked; problem: Problem; more?: Record<string, string> },
): ErrorAnswer & { headers: Record<string, string> } {
  asked.status = problem.status;
  const answer = convention.error(problem, asked);
  const headers: Record<string, string> = { ...convention.headers, ...answer.headers, ...more };
  if (problem.status === 401) headers['www-authenticate'] ??= 'Bearer';
  headers['content-type'] = answer.contentType;
  return { ...answer, headers };
}

/** The headers of a route that should not be used any more. */
export function deprecation({ route, convention }: ServedRoute): Record<string, string> | undefined {
  if (route.deprecated === undefined) return undefined;
  const since = Math.floor(Date.parse(route.deprecated) / 1_000);
  return { deprecation: `@${since}`, link: `</docs#${convention.api}>; rel="deprecation"; type="text/html"` };
}

function quoted(tag: string): string {
  return /^(W\/)?"/.test(tag) ? tag : `"${tag}"`;
}

/** Whether the client has this version already. Weak comparison, as for If-None-Match. */
function isKnown(header: string | undefined, etag: string | undefined): boolean {
  if (header === undefined || etag === undefined) return false;
  const bare = etag.replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === bare);
}

/** The one string of the data: itself, or the only member of an object. */
function onlyText(json: string): string {
  const value: unknown = JSON.parse(json);
  const text = typeof value === 'object' && value !== null ? Object.values(value)[0] : value;
  return text === null || text === undefined ? '' : String(text);
}
