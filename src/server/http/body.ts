import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { OrreryError } from '../../platform/errors.ts';
import { malformed, type RequestRefused, refusal } from '../operations/index.ts';

/** Reads the body as text, counting bytes as they come. @throws RequestRefused when it is too large or not UTF-8 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const body = await gather(request, limitBytes);
  if (!isUtf8(body)) throw malformed('The body is not valid UTF-8.');
  return body.toString('utf8');
}

function gather(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limitBytes) chunks.push(chunk);
      else {
        request.pause();
        request.removeAllListeners('data');
        reject(tooLarge(limitBytes));
      }
    });
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)));
    request.once('close', () => {
      if (!request.complete) reject(malformed('The connection closed before the body was complete.'));
    });
  });
}

function tooLarge(limitBytes: number): RequestRefused {
  return refusal(
    new OrreryError('BODY_TOO_LARGE', `The body is larger than ${limitBytes} bytes.`, {
      fix: 'Send less at once.',
      facts: { limitBytes },
    }),
  );
}
