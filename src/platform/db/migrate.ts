import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { OrreryError } from '../errors.ts';
import type { Logger } from '../log.ts';

/** Prisma Migrate takes the same lock, so its commands and ours never run at the same time. */
const lockId = 72_707_369;
const undefinedTable = '42P01';

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface AppliedMigration {
  name: string;
  checksum: string;
  isFinished: boolean;
}

/**
 * Applies the `<name>/migration.sql` files below `directory` that the database lacks, in the order of their names, one
 * transaction each, and returns the names applied. It keeps Prisma's own table, checksums and lock, so `prisma migrate`
 * agrees with it, and any number of processes may start at once. A database that lacks nothing costs one query.
 * @throws OrreryError UNAVAILABLE when the database does not answer
 * @throws OrreryError INTERNAL when a migration fails, was edited after it was applied, or is unknown to this build
 */
export async function migrate(config: pg.ClientConfig, directory: string, log: Logger): Promise<string[]> {
  const migrations = readMigrations(directory);
  const client = await connect(config);
  try {
    const applied = await readApplied(client);
    if (applied && pendingOf(migrations, applied).length === 0) return [];
    return await applyUnderLock(client, migrations, log);
  } finally {
    // Ending the session also gives the lock back.
    await client.end();
  }
}

function readMigrations(directory: string): Migration[] {
  const folders = fs.readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map((folder) => folder.name)
    .sort()
    .map((name) => {
      const sql = fs.readFileSync(path.join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  // Without a listener a connection that breaks between two queries would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new OrreryError('UNAVAILABLE', `The database does not answer: ${reason}`, {
      fix: 'Check that PostgreSQL runs and that DATABASE_URL names it.',
      cause,
    });
  }
}

/** What was applied before, or undefined when no migration ever was. */
async function readApplied(client: pg.Client): Promise<AppliedMigration[] | undefined> {
  try {
    const { rows } = await client.query<AppliedMigration>(
      `select migration_name as name, checksum, finished_at is not null as "isFinished"
       from _prisma_migrations where rolled_back_at is null`,
    );
    return rows;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === undefinedTable) return undefined;
    throw error;
  }
}

/** The migrations that are still to be applied. @throws OrreryError INTERNAL when history and build disagree */
function pendingOf(migrations: Migration[], applied: AppliedMigration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum, isFinished } of applied) {
    const migration = known.get(name);
    if (!migration) throw writtenByNewerBuild(name);
    if (!isFinished) throw unfinished(name);
    if (migration.checksum !== checksum) throw editedAfterwards(name);
  }
  const done = new Set(applied.map((migration) => migration.name));
  return migrations.filter((migration) => !done.has(migration.name));
}

async function applyUnderLock(client: pg.Client, migrations: Migration[], log: Logger): Promise<string[]> {
  await client.query('select pg_advisory_lock($1)', [lockId]);
  await client.query(`create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`);
  // Another process may have done the work while this one waited for the lock.
  const pending = pendingOf(migrations, (await readApplied(client)) ?? []);
  for (const migration of pending) await apply(client, migration, log);
  return pending.map((migration) => migration.name);
}

/** The migration and its row are one transaction: after a crash either both are there or neither. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration, log: Logger): Promise<void> {
  const startedAt = performance.now();
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OrreryError('INTERNAL', `The database migration ${name} failed and was undone: ${reason}`, {
      fix: 'Nothing of it remains in the database. Correct the cause and start again.',
      cause,
    });
  }
  log.info({ migration: name, durationMs: Math.round(performance.now() - startedAt) }, 'migration applied');
}

function writtenByNewerBuild(name: string): OrreryError {
  return new OrreryError(
    'INTERNAL',
    `The database was written by a newer Orrery: it has the migration ${name}, which this build does not know.`,
    { fix: 'Run the newer Orrery, or point this one to another database.', facts: { migration: name } },
  );
}

function unfinished(name: string): OrreryError {
  return new OrreryError('INTERNAL', `The database migration ${name} was started earlier and never finished.`, {
    fix: 'Repair what it left behind, then mark it with `prisma migrate resolve`.',
    facts: { migration: name },
  });
}

function editedAfterwards(name: string): OrreryError {
  return new OrreryError('INTERNAL', `The database migration ${name} was edited after it was applied.`, {
    fix: 'Restore its migration.sql, and put the change into a new migration.',
    facts: { migration: name },
  });
}
