import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the upstream got it. */
export interface UpstreamCall {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  /** Parsed when it is JSON, else the text; undefined when there was none. */
  body: unknown;
}

export interface UpstreamAnswer {
  /** 200 when not given. */
  status?: number;
  headers?: Record<string, string>;
  /** A string or bytes are sent as they are, all else as JSON. */
  body?: unknown;
  /** Never answers. */
  hangs?: boolean;
  /** Breaks the connection instead of answering. */
  breaks?: boolean;
}

export interface ToolUpstream {
  /** Base URL without a slash at the end. */
  url: string;
  calls: UpstreamCall[];
  /** Resolves when so many calls came in. */
  waitForCalls(count: number): Promise<UpstreamCall[]>;
  close(): Promise<void>;
}

/**
 * Starts a real HTTP server on a free port of 127.0.0.1 that records what it is asked.
 * It answers with `answers` in order, the last one again and again, or with what `answer` returns; by default `{ ok: true }`.
 */
export async function startToolUpstream(
  options: {
    answers?: readonly UpstreamAnswer[];
    answer?: (call: UpstreamCall, index: number) => UpstreamAnswer | Promise<UpstreamAnswer>;
  } = {},
): Promise<ToolUpstream> {
  const { answers = [{ body: { ok: true } }] } = options;
  const answer =
    options.answer ?? ((_call: UpstreamCall, index: number) => answers[Math.min(index, answers.length - 1)] ?? {});
  const calls: UpstreamCall[] = [];
  const waiting = new Set<() => void>();

  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    const index = calls.push(call) - 1;
    for (const check of waiting) check();
    const { status = 200, headers = {}, body, hangs, breaks } = await answer(call, index);
    if (hangs) return;
    if (breaks) {
      request.socket.destroy();
      return;
    }
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined;
    response.writeHead(status, { ...(isRaw ? {} : { 'content-type': 'application/json' }), ...headers });
    response.end(isRaw ? body : JSON.stringify(body));
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    waitForCalls: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (calls.length < count) return;
          waiting.delete(check);
          resolve(calls);
        };
        waiting.add(check);
        check();
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readCall(request: IncomingMessage): Promise<UpstreamCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: parse(text) };
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
