import { afterAll, beforeAll } from 'vitest';
import type { ApiName } from '../../../rest-compat/runtime/route.ts';
import { type Harness, harness } from '../harness.ts';

/** What came back. */
export interface Reply {
  status: number;
  headers: Headers;
  contentType: string;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  json: any;
}

export interface Asking extends RequestInit {
  /** The admin's unless said; null for none. */
  token?: string | null;
  /** Sent as JSON. */
  json?: unknown;
}

export interface Client {
  h(): Harness;
  /** Sends a request to the port of the API. */
  ask(path: string, init?: Asking): Promise<Reply>;
  post(path: string, json?: unknown, init?: Asking): Promise<Reply>;
}

/** A client of one API on a whole platform, which lives as long as the file's tests. */
export function clientOf(api: ApiName, prepare: (h: Harness) => Promise<void> = async () => undefined): Client {
  let h: Harness;
  const stops: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    h = await harness({ stopWith: (stop) => stops.push(stop), environment: { ORRERY_LISTEN: `${api}=0` } });
    await prepare(h);
  });
  afterAll(() => Promise.all(stops.map((stop) => stop())));
  const ask: Client['ask'] = async (path, { token = h.adminToken, json, ...init } = {}) => {
    const headers = new Headers(init.headers);
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    if (json !== undefined) headers.set('content-type', 'application/json');
    const body = json === undefined ? init.body : JSON.stringify(json);
    const response = await fetch(`${h.platform.listeners[api]}${path}`, {
      ...init,
      headers,
      ...(body != null && { body }),
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    const value = contentType.includes('json') && text !== '' ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, contentType, text, json: value };
  };
  return { h: () => h, ask, post: (path, json = {}, init = {}) => ask(path, { method: 'POST', json, ...init }) };
}
