import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { envelopeConvention, plainConvention } from '../../support/facade/conventions.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { approvalStory } from '../../support/story.ts';
import { testRoutes } from './test-routes.ts';

/** What came back. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  json: any;
}

export interface Served {
  platform(): Harness;
  /** Asks as the admin unless another token (or null for none) is given. */
  ask(path: string, init?: RequestInit & { token?: string | null; origin?: string }): Promise<Reply>;
}

/** A whole platform that serves the test's routes, and its documents: one for each API. */
export function serving(): Served {
  let h: Harness;
  const stops: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const documents = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-documents-'));
    for (const name of ['orrery', 'joch', 'fabric'])
      fs.writeFileSync(path.join(documents, `${name}.json`), JSON.stringify({ info: { title: name } }));
    const conventions = { joch: plainConvention('joch'), fabric: envelopeConvention('fabric') };
    h = await harness({
      stopWith: (stop) => stops.push(stop),
      environment: { ORRERY_LISTEN: 'joch=0,fabric=0' },
      rest: { table: { routes: testRoutes }, conventions, documents },
    });
    await h.apply(approvalStory);
  });
  afterAll(() => Promise.all(stops.map((stop) => stop())));
  return {
    platform: () => h,
    async ask(at, { token = h.adminToken, origin = h.platform.url ?? '', headers, ...init } = {}) {
      const sent = new Headers(headers);
      if (token !== null) sent.set('authorization', `Bearer ${token}`);
      const response = await fetch(origin + at, { redirect: 'manual', ...init, headers: sent });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
      return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
    },
  };
}
