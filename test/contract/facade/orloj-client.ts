import { afterAll, beforeAll } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';

/** An answer as Orloj's clients read it: a blank body is no value, any other JSON; a failure is its trimmed text. */
export interface OrlojReply {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  json: any;
}

interface Asked {
  token?: string | null;
  headers?: Record<string, string>;
}

export interface OrlojClient {
  platform(): Harness;
  base(): string;
  /** Sends a request; a body that is no text goes as JSON. As the admin unless another token (or null for none) is given. */
  send(method: string, path: string, body?: unknown, asked?: Asked): Promise<OrlojReply>;
}

/** A whole platform, and a client on the port that Orloj's clients expect. */
export function orlojClient(environment: Record<string, string> = {}): OrlojClient {
  let h: Harness;
  const stops: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    h = await harness({
      stopWith: (stop) => stops.push(stop),
      environment: { ORRERY_LISTEN: 'orloj=0', ...environment },
    });
  });
  afterAll(() => Promise.all(stops.map((stop) => stop())));
  const base = (): string => h.platform.listeners['orloj'] ?? '';
  return {
    platform: () => h,
    base,
    async send(method, path, body, { token = h.adminToken, headers } = {}) {
      const sent = new Headers(headers);
      if (token !== null) sent.set('authorization', `Bearer ${token}`);
      const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(base() + path, {
        method,
        headers: sent,
        ...(content !== undefined && { body: content }),
      });
      const text = await response.text();
      const isJson = response.ok && text.trim() !== '';
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: isJson ? JSON.parse(text) : undefined,
      };
    },
  };
}

/** One frame, as Orloj's clients read it: they split on LF only. */
export interface OrlojFrame {
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  data: any;
}

export interface OrlojStream {
  status: number;
  headers: Headers;
  /** Frames until one is wanted, that one included. */
  until(wanted: (frame: OrlojFrame) => boolean): Promise<OrlojFrame[]>;
  /** Everything that was sent so far. */
  text(): string;
  leave(): void;
}

/** Opens a stream. */
export async function openOrloj(client: Pick<OrlojClient, 'base' | 'platform'>, path: string): Promise<OrlojStream> {
  const leave = new AbortController();
  const response = await fetch(client.base() + path, {
    headers: { authorization: `Bearer ${client.platform().adminToken}`, accept: 'text/event-stream' },
    signal: leave.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let read = 0;
  async function next(): Promise<OrlojFrame> {
    for (;;) {
      const end = text.indexOf('\n\n', read);
      if (end >= 0) {
        const lines = text.slice(read, end).split('\n');
        read = end + 2;
        const frame = frameOf(lines);
        if (frame) return frame;
        continue;
      }
      const chunk = await reader?.read();
      if (!chunk || chunk.done) throw new Error(`The stream ended: ${text}`);
      text += chunk.value;
    }
  }
  return {
    status: response.status,
    headers: response.headers,
    async until(wanted) {
      const frames: OrlojFrame[] = [];
      for (;;) {
        const frame = await next();
        frames.push(frame);
        if (wanted(frame)) return frames;
      }
    },
    text: () => text,
    leave: () => leave.abort(),
  };
}

function frameOf(lines: readonly string[]): OrlojFrame | undefined {
  const fieldOf = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const data = fieldOf('data');
  return data === undefined ? undefined : { event: fieldOf('event') ?? 'message', data: JSON.parse(data) };
}
