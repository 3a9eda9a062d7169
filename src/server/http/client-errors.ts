import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { catalogue, type ErrorCode } from '../../platform/errors.ts';
import type { ParserError } from './watch-method.ts';

/** What is wrong with a request that the parser refused, in the words of every other refusal. */
const faults: Record<string, { status: number; code: ErrorCode; message: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'REQUEST_INVALID', message: 'The request did not come in time.' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'REQUEST_INVALID', message: 'The headers are too large.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, code: 'BODY_TOO_LARGE', message: 'The body is too large.' },
};
const malformed = { status: 400, code: 'REQUEST_INVALID', message: 'This is not a request of HTTP.' } as const;

/** Answers bytes that are no request and ends their connection. */
export function refuseBytes(error: ParserError, connection: Duplex): void {
  if (error.code === 'ECONNRESET' || connection.destroyed) return;
  const { status, code, message } = faults[error.code ?? ''] ?? malformed;
  const body = JSON.stringify({ error: { code, message, retryable: catalogue[code].retryable } });
  const head = `content-type: application/json; charset=utf-8\r\ncontent-length: ${body.length}\r\nconnection: close`;
  const bytes = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n\r\n${body}`;
  if (connection.writable) connection.end(bytes, () => connection.destroy());
  else connection.destroy();
}
