import path from 'node:path';
import pg from 'pg';
import { createLogger } from '../src/platform/log.ts';
import { startEmbeddedPostgres } from '../src/platform/postgres/index.ts';
import type { Workplace } from './workplace.ts';

/** A PostgreSQL of the bench, for measurements where a peer reads the same database or rows are written directly. */
export interface BenchPostgres {
  /** Makes an empty database and gives its URL. */
  createDatabase(name: string): Promise<string>;
}

/** Starts the PostgreSQL that comes with the program, with the same settings as in use. */
export async function startBenchPostgres(place: Workplace): Promise<BenchPostgres> {
  const postgres = place.keep(
    await startEmbeddedPostgres({
      dataDir: path.join(place.folder, 'postgres'),
      log: createLogger('error'),
      onLost: (reason) => process.stderr.write(`${reason}\n`),
    }),
  );
  return {
    async createDatabase(name) {
      const client = new pg.Client(postgres.pool);
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      return url.toString();
    },
  };
}
