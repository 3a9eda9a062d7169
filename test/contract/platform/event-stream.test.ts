import { expect, test } from 'vitest';
import { readEventStream, type StreamedEvent } from '../../../src/platform/http/index.ts';

async function read(chunks: readonly Buffer[]): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = [];
  async function* body(): AsyncGenerator<Buffer> {
    yield* chunks;
  }
  for await (const event of readEventStream(body())) events.push(event);
  return events;
}

const lines = [
  '\uFEFF: a comment',
  'event: first',
  'data: {"text":"größer 🪐 {2: ok}"}',
  '',
  'data:no space',
  'data:  two spaces',
  'data',
  '',
  '',
  'id: 7',
  'retry: 10',
  'event: without data',
  '',
  'unknown: field',
  'data: [DONE]',
  '',
  'data: never finished',
];

const expected = [
  { event: 'first', data: '{"text":"größer 🪐 {2: ok}"}' },
  { event: 'message', data: 'no space\n two spaces\n' },
  { event: 'message', data: '[DONE]' },
];

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r'],
])('events are the same wherever the stream is cut, with line ends %s', async (_name, end) => {
  const bytes = Buffer.from(lines.join(end));
  expect(await read([bytes])).toEqual(expected);
  expect(await read([...bytes].map((byte) => Buffer.from([byte])))).toEqual(expected);
  for (let cut = 1; cut < bytes.length; cut++) {
    expect(await read([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(expected);
  }
});

test('an event that ends with the stream counts when its blank line came', async () => {
  for (const end of ['\n\n', '\r\n\r\n', '\r\r']) {
    expect(await read([Buffer.from(`data: last${end}`)])).toEqual([{ event: 'message', data: 'last' }]);
  }
  expect(await read([Buffer.from('data: last\n')])).toEqual([]);
});
