import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { announce } from './announce.ts';

// An upstream that costs next to nothing: the same completion to everybody, streamed when the body asks for it, with
// one chunk every few milliseconds.

const [, , chunks = '20', gapMs = '5'] = process.argv;
const head = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'bench' };
const content = 'The quick brown fox jumps over the lazy dog. '.repeat(8);
const whole = Buffer.from(
  JSON.stringify({
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 20, completion_tokens: 90, total_tokens: 110 },
  }),
);
const piece = Buffer.from(
  `data: ${JSON.stringify({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { content: 'word ' }, finish_reason: null }],
  })}\n\n`,
);

function stream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let left = Number(chunks);
  const send = (): void => {
    response.write(piece);
    left--;
    if (left > 0) setTimeout(send, Number(gapMs));
    else response.end('data: [DONE]\n\n');
  };
  send();
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    if (Buffer.concat(parts).includes('"stream":true')) stream(response);
    else response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length }).end(whole);
  });
});
server.listen(0, '127.0.0.1', () => announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
