import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { Engine } from '../../src/engine/index.ts';
import { migrate } from '../../src/platform/db/index.ts';
import { createLogger } from '../../src/platform/log.ts';
import { startEmbeddedPostgres } from '../../src/platform/postgres/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the test run's own PostgreSQL listens; the database `template_orrery` there has every table. */
    databaseUrl: string;
  }
}

/** One PostgreSQL for the whole run, with a migrated template from which each test file gets its own database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-test-'));
  const log = createLogger('silent');
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data'), log, onLost: () => undefined });
  const admin = new pg.Client(postgres.pool);
  await admin.connect();
  await admin.query('create database template_orrery');
  await admin.end();
  const url = withDatabase(postgres.url, 'template_orrery');
  await migrate({ connectionString: url }, path.resolve('prisma/migrations'), log);
  await Engine.prepare(url, log);
  project.provide('databaseUrl', postgres.url);
  return async () => {
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  };
}

/** The same server, another database. */
function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}
