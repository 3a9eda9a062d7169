import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../src/platform/db/migrate.ts';
import { createLogger } from '../../../src/platform/log.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/platform/postgres/index.ts';

const log = createLogger('silent');
const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-migrate-'));
let server: EmbeddedPostgres;
let count = 0;

beforeAll(async () => {
  server = await startEmbeddedPostgres({ dataDir: path.join(workspace, 'data'), log, onLost: () => undefined });
});

afterAll(async () => {
  await server.stop();
  fs.rmSync(workspace, { recursive: true, force: true });
});

async function newDatabase(): Promise<pg.ClientConfig> {
  const database = `migrated_${++count}`;
  await query(server.pool as pg.ClientConfig, `create database ${database}`);
  return { ...(server.pool as pg.ClientConfig), database };
}

async function query(config: pg.ClientConfig, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function writeMigrations(migrations: Record<string, string>): string {
  const directory = fs.mkdtempSync(path.join(workspace, 'migrations-'));
  fs.writeFileSync(path.join(directory, 'migration_lock.toml'), 'provider = "postgresql"\n');
  for (const [name, sql] of Object.entries(migrations)) addMigration(directory, name, sql);
  return directory;
}

function addMigration(directory: string, name: string, sql: string): void {
  fs.mkdirSync(path.join(directory, name), { recursive: true });
  fs.writeFileSync(path.join(directory, name, 'migration.sql'), sql);
}

const two = {
  '2_second': 'insert into a values (2);',
  '1_first': 'create table a (n integer); insert into a values (1);',
};

test('migrations are applied in order, once, and later ones follow', async () => {
  const [config, directory] = [await newDatabase(), writeMigrations(two)];
  expect(await migrate(config, directory, log)).toEqual(['1_first', '2_second']);
  expect(await migrate(config, directory, log)).toEqual([]);
  addMigration(directory, '3_third', 'insert into a values (3);');
  expect(await migrate(config, directory, log)).toEqual(['3_third']);
  expect(await query(config, 'select n from a order by n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test("the product's own migrations apply to an empty database", async () => {
  const config = await newDatabase();
  const applied = await migrate(config, 'prisma/migrations', log);
  expect(applied.length).toBeGreaterThan(0);
  expect(await migrate(config, 'prisma/migrations', log)).toEqual([]);
});

test("the record is Prisma's own: its table, its checksum and finished rows", async () => {
  const [config, directory] = [await newDatabase(), writeMigrations(two)];
  await migrate(config, directory, log);
  const rows = await query(
    config,
    `select migration_name, checksum, finished_at >= started_at as finished, applied_steps_count, rolled_back_at
     from _prisma_migrations order by migration_name`,
  );
  const sha = (sql: string): string => createHash('sha256').update(sql).digest('hex');
  const common = { finished: true, applied_steps_count: 1, rolled_back_at: null };
  expect(rows).toEqual([
    { migration_name: '1_first', checksum: sha(two['1_first']), ...common },
    { migration_name: '2_second', checksum: sha(two['2_second']), ...common },
  ]);
});

test('starts at the same time apply each migration once and all succeed', async () => {
  const config = await newDatabase();
  const directory = writeMigrations({ ...two, '3_slow': 'select pg_sleep(0.05); insert into a values (3);' });
  const applied = await Promise.all(Array.from({ length: 6 }, () => migrate(config, directory, log)));
  expect(applied.flat()).toEqual(['1_first', '2_second', '3_slow']);
  expect(await query(config, 'select n from a order by n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test('when nothing is to be done a start costs one query', async () => {
  const [config, directory] = [await newDatabase(), writeMigrations(two)];
  await migrate(config, directory, log);
  const kinds: string[] = [];
  const proxy = createServer((client) => {
    const upstream = connect(path.join(String(config.host), `.s.PGSQL.${config.port}`));
    client.on('data', (chunk: Buffer) => kinds.push(String.fromCharCode(chunk[0] ?? 0)));
    client.pipe(upstream).pipe(client);
  });
  const socket = path.join(workspace, '.s.PGSQL.1');
  await new Promise<void>((resolve) => proxy.listen(socket, resolve));
  expect(await migrate({ ...config, host: workspace, port: 1 }, directory, log)).toEqual([]);
  proxy.close();
  // One start-up message, one query, one farewell.
  expect(kinds).toEqual(['\0', 'Q', 'X']);
});

test('a failed migration is undone whole, named, and tried again by the next start', async () => {
  const config = await newDatabase();
  const directory = writeMigrations({
    ...two,
    '3_bad': 'insert into a values (3); select no_such_thing;',
    '4_next': 'select 1;',
  });
  await expect(migrate(config, directory, log)).rejects.toMatchObject({
    code: 'INTERNAL',
    message: expect.stringMatching(/3_bad failed and was undone: .*no_such_thing/),
  });
  expect(await query(config, 'select n from a order by n')).toEqual([{ n: 1 }, { n: 2 }]);
  addMigration(directory, '3_bad', 'insert into a values (3);');
  expect(await migrate(config, directory, log)).toEqual(['3_bad', '4_next']);
});

test('a migration that was edited after it was applied is refused by name', async () => {
  const [config, directory] = [await newDatabase(), writeMigrations(two)];
  await migrate(config, directory, log);
  addMigration(directory, '1_first', 'create table b (n integer);');
  await expect(migrate(config, directory, log)).rejects.toMatchObject({
    code: 'INTERNAL',
    message: 'The database migration 1_first was edited after it was applied.',
  });
});

test('a database of a newer Orrery is refused, and nothing is applied to it', async () => {
  const [config, newer] = [await newDatabase(), writeMigrations(two)];
  await migrate(config, newer, log);
  const older = writeMigrations({ '1_first': two['1_first'], '1_other': 'create table other (n integer);' });
  await expect(migrate(config, older, log)).rejects.toMatchObject({
    code: 'INTERNAL',
    message: expect.stringContaining('written by a newer Orrery: it has the migration 2_second'),
  });
  expect(await query(config, `select to_regclass('other') as other`)).toEqual([{ other: null }]);
});

test('a migration that another tool left unfinished is refused until it is resolved', async () => {
  const [config, directory] = [await newDatabase(), writeMigrations(two)];
  await migrate(config, directory, log);
  await query(config, `update _prisma_migrations set finished_at = null where migration_name = '2_second'`);
  await expect(migrate(config, directory, log)).rejects.toMatchObject({ message: expect.stringContaining('2_second') });
  await query(config, `update _prisma_migrations set rolled_back_at = now() where migration_name = '2_second'`);
  expect(await migrate(config, directory, log)).toEqual(['2_second']);
});

test('a database that does not answer is reported as such', async () => {
  const config = { host: path.join(workspace, 'nowhere'), port: 5432, user: 'postgres', database: 'orrery' };
  await expect(migrate(config, writeMigrations(two), log)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    fix: expect.stringContaining('DATABASE_URL'),
  });
});
