import { once } from 'node:events';
import { WebSocket } from 'ws';

/** What a reader was given: a name where the wire has names, an id where it has ids, and the data. */
export interface Got {
  event?: string;
  id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  data?: any;
}

export interface Reader {
  status: number;
  headers: Headers;
  /** The next thing that the stream says; undefined when it has ended. */
  next(): Promise<Got | undefined>;
  leave(): void;
}

/** Reads to the end. */
export async function drain(reader: Reader): Promise<Got[]> {
  const all: Got[] = [];
  for (let got = await reader.next(); got; got = await reader.next()) all.push(got);
  return all;
}

type Site = { url: string; adminToken: string };

export interface Ask {
  wire?: 'SSE' | 'NDJSON' | 'WATCH';
  token?: string | null;
  headers?: Record<string, string>;
}

/** Opens a stream over HTTP. An answer that is no stream has its JSON as the only thing that it says. */
export async function open(site: Site, path: string, { wire = 'SSE', token, headers }: Ask = {}): Promise<Reader> {
  const leave = new AbortController();
  const accept = { SSE: 'text/event-stream', NDJSON: 'application/x-ndjson', WATCH: 'application/json' }[wire];
  const shown = new Headers({ accept, ...headers });
  if (token !== null) shown.set('authorization', `Bearer ${token ?? site.adminToken}`);
  const response = await fetch(site.url.replace('/graphql', path), {
    headers: shown,
    signal: leave.signal,
  });
  const isEvents = response.headers.get('content-type')?.startsWith('text/event-stream');
  const parts = response.ok ? split(response, isEvents ? '\n\n' : '\n') : whole(response);
  const next = async (): Promise<Got | undefined> => {
    const { value } = await parts.next();
    return value === undefined ? undefined : isEvents ? readBlock(value) : { data: parse(value) };
  };
  return { status: response.status, headers: response.headers, next, leave: () => leave.abort() };
}

/** Opens a stream over a WebSocket; its last saying is how it was closed. */
export async function openSocket(
  site: Site,
  path: string,
  { protocols = [], token }: { protocols?: string[]; token?: string | null } = {},
): Promise<Reader & { socket: WebSocket }> {
  const headers = token === null ? {} : { authorization: `Bearer ${token ?? site.adminToken}` };
  const socket = new WebSocket(site.url.replace('http', 'ws').replace('/graphql', path), protocols, { headers });
  const got: Got[] = [];
  let isOver = false;
  let wake: () => void = () => undefined;
  const add = (one: Got): void => {
    got.push(one);
    wake();
  };
  socket.on('message', (data) => add({ data: parse(String(data)) }));
  socket.on('close', (code) => {
    isOver = true;
    add({ event: 'close', data: code });
  });
  socket.on('error', () => undefined);
  const next = async (): Promise<Got | undefined> => {
    while (got.length === 0 && !isOver) await new Promise<void>((resolve) => (wake = resolve));
    return got.shift();
  };
  const first = await Promise.race([once(socket, 'open'), once(socket, 'unexpected-response')]);
  const status = first.length === 0 ? 101 : (first[1].statusCode as number);
  return { status, headers: new Headers(), next, leave: () => socket.terminate(), socket };
}

async function* split(response: Response, end: string): AsyncGenerator<string, undefined> {
  let text = '';
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
    text += decoder.decode(chunk.value, { stream: true });
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end)) {
      yield text.slice(0, at);
      text = text.slice(at + end.length);
    }
  }
  if (text !== '') throw new Error(`The stream ended in the middle of a frame: ${text}`);
}

async function* whole(response: Response): AsyncGenerator<string, undefined> {
  yield await response.text();
}

function readBlock(block: string): Got {
  const got: Got = {};
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) got.event = line.slice(7);
    if (line.startsWith('id: ')) got.id = line.slice(4);
    if (line.startsWith('data: ')) got.data = parse(line.slice(6));
  }
  return got;
}

function parse(text: string): unknown {
  return /^[[{"]/.test(text) && text !== '[DONE]' ? JSON.parse(text) : text;
}
