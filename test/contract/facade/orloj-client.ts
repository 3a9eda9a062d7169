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
