import { type Answer, RequestRefused, showRefusal } from '../operations/index.ts';
import type { Exchange } from './exchange.ts';
import type { AnswerType } from './media-types.ts';

/** Writes a whole answer. */
export function send(
  exchange: Exchange,
  answer: { status: number; type: string; body: string; headers?: Record<string, string> },
): void {
  const { response } = exchange;
  if (response.headersSent || response.destroyed) return;
  const headers = exchange.headers(answer.headers);
  headers['content-type'] = `${answer.type}; charset=utf-8`;
  headers['content-length'] = String(Buffer.byteLength(answer.body));
  response.writeHead(answer.status, headers);
  response.end(answer.body);
}

/** Writes the answer to a request that was turned down. */
export function sendRefusal(
  exchange: Exchange,
  refused: RequestRefused,
  more: { type: AnswerType; headers?: Record<string, string> },
): void {
  const body = JSON.stringify(refusedAnswer(refused, exchange.requestId));
  // A body that was not read to its end would be taken for the next request.
  const closing: Record<string, string> = exchange.request.complete ? {} : { connection: 'close' };
  send(exchange, {
    status: statusOf(refused, more.type),
    type: more.type,
    body,
    headers: { ...closing, ...more.headers },
  });
}

/** A refusal in the shape of a GraphQL answer. */
export function refusedAnswer(refused: RequestRefused, requestId: string): Answer {
  return { errors: showRefusal(refused, requestId) };
}

/** Clients that know only application/json are told about their document in an answer with status 200. */
export function statusOf(outcome: object, type: AnswerType): number {
  if (!(outcome instanceof RequestRefused)) return 200;
  return outcome.isDocumentFault && type === 'application/json' ? 200 : outcome.status;
}
