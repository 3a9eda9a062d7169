import { on } from 'node:events';
import { Agent, type Dispatcher, request } from 'undici';
import { WebSocket } from 'ws';
import { connectionFailure } from '../../client/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { readEventStream } from '../../platform/http/index.ts';
import { valueAt } from './words.ts';

/** What a request was answered with. */
export interface Answer {
  status: number;
  json: unknown;
}

/** Asks the APIs of one server, as their own clients do: by HTTP and WebSocket, at their documented paths. */
export class RestSite {
  readonly #origin: string;
  readonly #authorization: string;
  readonly #agent = new Agent();

  /** `origin` is without a path, for example `http://127.0.0.1:4000`. */
  constructor(origin: string, token: string) {
    this.#origin = origin;
    this.#authorization = `Bearer ${token}`;
  }

  /** Sends a request; a body goes as JSON. @throws OrreryError UNAVAILABLE when nothing answers */
  async send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    const response = await this.#ask(path, {
      method,
      headers: { authorization: this.#authorization, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.body.text();
    return { status: response.statusCode, json: parsed(text) };
  }

  /** The data of server-sent events, as they come. @throws OrreryError when the answer is no stream */
  async *events(path: string, signal: AbortSignal): AsyncGenerator<unknown> {
    const headers = { authorization: this.#authorization, accept: 'text/event-stream' };
    const response = await this.#ask(path, { method: 'GET', headers, signal });
    if (response.statusCode !== 200)
      throw refusal({ status: response.statusCode, json: parsed(await response.body.text()) });
    for await (const { data } of readEventStream(response.body)) yield parsed(data);
  }

  /** The messages of a WebSocket, as they come. The path tells who asks. @throws Error when it cannot be opened */
  async *messages(path: string, signal: AbortSignal): AsyncGenerator<unknown> {
    const socket = new WebSocket(this.#origin.replace(/^http/, 'ws') + path);
    try {
      for await (const [data] of on(socket, 'message', { signal, close: ['close'] })) yield parsed(String(data));
    } finally {
      socket.terminate();
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #ask(path: string, options: Omit<Dispatcher.RequestOptions, 'path' | 'origin'>) {
    const url = this.#origin + path;
    try {
      return await request(url, { ...options, dispatcher: this.#agent });
    } catch (error) {
      throw connectionFailure(url, error);
    }
  }
}

/** An answer that is a failure, in the words that its API has for it. */
export function refusal({ status, json }: Answer): OrreryError {
  const words = ['error.message', 'detail', 'error'].map((path) => valueAt(json, path));
  const message = words.find((word) => typeof word === 'string') ?? `The server answered with ${status}.`;
  return new OrreryError(status < 500 ? 'REQUEST_INVALID' : 'INTERNAL', message);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
