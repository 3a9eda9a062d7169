import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { isOrreryError, OrreryError } from '../../platform/errors.ts';
import { malformed, refusal } from '../operations/index.ts';

/** Reads the body as text, counting bytes as they come. @throws RequestRefused when it is too large or not UTF-8 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  const body = await readBytes(request, limitBytes).catch((error: unknown) => {
    throw isOrreryError(error) ? refusal(error) : error;
  });
  if (!isUtf8(body)) throw malformed('The body is not valid UTF-8.');
  return body.toString('utf8');
}

/** Reads the body as it is. @throws OrreryError BODY_TOO_LARGE, or REQUEST_INVALID when the client breaks it off */
export async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes);
  return gather(request, limitBytes);
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
      if (!request.complete)
        reject(new OrreryError('REQUEST_INVALID', 'The connection closed before the body was complete.'));
    });
  });
}

function tooLarge(limitBytes: number): OrreryError {
  return new OrreryError('BODY_TOO_LARGE', `The body is larger than ${limitBytes} bytes.`, {
    fix: 'Send less at once.',
    facts: { limitBytes },
  });
}
