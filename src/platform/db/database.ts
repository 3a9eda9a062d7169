import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { OrreryError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { DB } from './generated/schema.ts';
import { typeParsers } from './timestamp.ts';

export type Database = Kysely<DB>;
export type Tx = Transaction<DB>;

export interface DatabaseHandle {
  db: Database;
  /** The pool below `db`; statements that go through it are counted and prepared as well. */
  pool: pg.Pool;
  /** Statements sent since the start, `begin` and `commit` left out. */
  statements(): number;
  /** The text of each statement from now on; ends when the returned function is called. */
  watchStatements(watch: (text: string) => void): () => void;
  close(): Promise<void>;
}

const maxStatementNames = 500;

/** Opens a pool on `config`. Statements with parameters are prepared once per connection under a name made from their text. */
export function openDatabase(config: pg.PoolConfig, log: Logger): DatabaseHandle {
  let count = 0;
  const watchers = new Set<(text: string) => void>();
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known || names.size >= maxStatementNames) return known;
    const name = createHash('sha1').update(text).digest('base64url').slice(0, 20);
    names.set(text, name);
    return name;
  };
  const seen = (text: string): void => {
    if (/^\s*(begin|commit|rollback|savepoint|release|start transaction)/i.test(text)) return;
    count++;
    for (const watch of watchers) watch(text);
  };
  const pool = new pg.Pool({ max: 16, types: typeParsers, ...config, Client: preparingClient(nameOf, seen) });
  pool.on('error', (error) => log.warn({ reason: error.message }, 'a database connection was lost'));
  // The pool hears only of idle connections. One that is lost between two statements of a transaction fails the next of them.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    pool,
    statements: () => count,
    watchStatements(watch) {
      watchers.add(watch);
      return () => watchers.delete(watch);
    },
    close: () => db.destroy(),
  };
}

// PostgreSQL's codes for text that it cannot hold: NUL, and what is not Unicode.
const badText = new Set(['22021', '22P05']);

function refuseBadText(error: Error & { code?: string }): never {
  if (!badText.has(error.code ?? '')) throw error;
  throw new OrreryError('INPUT_INVALID', 'Text may not contain NUL characters.', { cause: error });
}

function preparingClient(nameOf: (text: string) => string | undefined, seen: (text: string) => void): typeof pg.Client {
  class PreparingClient extends pg.Client {
    // pg declares seven overloads; the one that Kysely uses, (text, values), is the only one changed here.
    override query(...args: unknown[]): never {
      const [text, values] = args;
      if (typeof text === 'string') seen(text);
      const send = super.query as (...all: unknown[]) => never;
      if (typeof text !== 'string' || !Array.isArray(values) || args.length > 2) return send.apply(this, args);
      const sent: Promise<unknown> = send.call(this, { name: nameOf(text), text, values });
      return sent.catch(refuseBadText) as never;
    }
  }
  return PreparingClient as unknown as typeof pg.Client;
}
