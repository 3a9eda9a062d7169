import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { ask, library } from './harness.ts';

/** A connection on which bytes are sent as they are, and answers are read one by one. */
function raw({ url }: { url: string }): {
  socket: Socket;
  send(bytes: string): Promise<void>;
  answer(): Promise<{ status: number; text: string } | undefined>;
} {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay();
  let heard = '';
  let isOver = false;
  let wake: () => void = () => undefined;
  socket.on('data', (bytes) => {
    heard += bytes;
    wake();
  });
  socket.on('close', () => {
    isOver = true;
    wake();
  });
  socket.on('error', () => undefined);
  const take = (): { status: number; text: string } | undefined => {
    const head = heard.indexOf('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(heard.slice(0, head))?.[1] ?? Number.NaN);
    if (head < 0 || heard.length < head + 4 + length) return undefined;
    const status = Number(heard.slice(9, 12));
    const text = heard.slice(head + 4, head + 4 + length);
    heard = heard.slice(head + 4 + length);
    return { status, text };
  };
  return {
    socket,
    send: (bytes) => new Promise((resolve) => socket.write(bytes, () => setImmediate(resolve))),
    async answer() {
      for (;;) {
        const answer = take();
        if (answer || isOver) return answer;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

const serve = () => library({ routes: ({ fastify }) => fastify.get('/echo', ({ method }) => method) });
const message = (method: string, path = '/echo') => `${method} ${path} HTTP/1.1\r\nHost: test\r\n\r\n`;
// Nobody serves it here, not even where a GET is.
const nothingToWatch = { status: 404, text: expect.stringContaining('Not Found') };

test('WATCH is a method like any other: first, after other requests, before them, and after itself', async () => {
  const { send, answer, socket } = raw(await serve());
  await send(message('WATCH'));
  expect(await answer()).toMatchObject(nothingToWatch);
  await send(message('GET'));
  expect(await answer()).toEqual({ status: 200, text: 'GET' });
  await send(message('WATCH'));
  expect(await answer()).toMatchObject(nothingToWatch);
  await send(message('WATCH'));
  expect(await answer()).toMatchObject(nothingToWatch);
  await send(`${message('GET')}${message('WATCH')}${message('GET')}`);
  expect(await answer()).toEqual({ status: 200, text: 'GET' });
  expect(await answer()).toMatchObject(nothingToWatch);
  expect(await answer()).toEqual({ status: 200, text: 'GET' });
  socket.destroy();
});

test('WATCH is understood wherever its bytes are parted, on a new connection and on a kept one', async () => {
  const server = await serve();
  const whole = message('WATCH');
  for (let cut = 1; cut < whole.length; cut++) {
    const { send, answer, socket } = raw(server);
    await send(whole.slice(0, cut));
    await send(whole.slice(cut));
    expect(await answer(), `cut at ${cut}`).toMatchObject(nothingToWatch);
    await send(message('GET'));
    expect(await answer()).toEqual({ status: 200, text: 'GET' });
    await send(whole.slice(0, cut));
    await send(whole.slice(cut));
    expect(await answer(), `kept, cut at ${cut}`).toMatchObject(nothingToWatch);
    socket.destroy();
  }
});

test('every other method that does not exist is refused as before, wherever its bytes are parted', async () => {
  const server = await serve();
  for (const method of ['FETCH', 'WATCHED', 'WATC', 'watch', 'POWATCH', 'XWATCH', 'WA\r\nTCH', 'WATCH\t']) {
    const whole = message(method);
    for (let cut = 1; cut <= method.length + 1; cut++) {
      for (const isKept of [false, true]) {
        const { send, answer, socket } = raw(server);
        if (isKept) {
          await send(message('GET'));
          await answer();
        }
        await send(whole.slice(0, cut));
        await send(whole.slice(cut));
        expect((await answer())?.status, `${JSON.stringify(method)} cut at ${cut}`).toBe(400);
        expect(await answer()).toBeUndefined();
        socket.destroy();
      }
    }
  }
});

test('a GET or a POST that says WATCH in its header is one', async () => {
  const server = await serve();
  const headers = { 'x-http-method-override': 'WATCH' };
  expect((await ask(server, { method: 'GET', path: '/echo', headers })).status).toBe(404);
  expect((await ask(server, { method: 'POST', path: '/echo', headers, body: {} })).status).toBe(404);
  expect((await ask(server, { method: 'PUT', path: '/echo', headers, body: {} })).text).toContain('PUT /echo');
});

test('a client that leaves in the middle of the word leaves nothing behind', async () => {
  const server = await library();
  const { send, socket } = raw(server);
  await send('WAT');
  socket.destroy();
  const again = raw(server);
  await again.send(message('WATCH'));
  expect(await again.answer()).toMatchObject(nothingToWatch);
  again.socket.destroy();
});
