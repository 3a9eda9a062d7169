import { type SelectQueryBuilder, sql } from 'kysely';
import type { Database } from '../db/index.ts';
import type { Position } from './cursor.ts';
import { SeenStretches } from './seen-stretches.ts';
import { parseSnapshot, type Snapshot } from './snapshot.ts';

const pageRows = 200;

/** A stretch of a list by id, and what the statement that read it saw. */
export interface SeenPage<Item> {
  items: Item[];
  snapshot: Snapshot;
}

/** Reads the page of a list by id that comes after an id, or the first; at most `limit` items. */
export type ReadSeenPage<Item> = (after: string | null, limit: number) => Promise<SeenPage<Item>>;

/** Runs a query for rows in the order of their ids, and says what it saw, also when it found none. */
export async function readSeen<Row extends { id: string }>(
  db: Database,
  // biome-ignore lint/suspicious/noExplicitAny: any query of any tables will do, as long as its rows have ids
  query: SelectQueryBuilder<any, any, Row>,
): Promise<SeenPage<Row>> {
  const { rows } = await sql<(Row & { snapshot: string }) | { id: null; snapshot: string }>`
    select found.*, pg_current_snapshot()::text as snapshot from (select 1) as always
    left join (${query}) as found on true order by found.id`.execute(db);
  return {
    items: rows.flatMap((row) => (row.id === null ? [] : [row])),
    snapshot: parseSnapshot(rows[0]?.snapshot ?? ''),
  };
}

/**
 * Things that change while they are listed, by id and in pages. Of every change the list knows whether it shows it
 * already, and keeps for that only what each page's statement saw.
 */
export class SeenList<Item extends { id: string }> {
  readonly #read: ReadSeenPage<Item>;
  readonly #seen = new SeenStretches<string>((a, b) => a > b);

  constructor(read: ReadSeenPage<Item>) {
    this.#read = read;
  }

  /** Every item, once. */
  async *items(): AsyncGenerator<Item> {
    let after: string | null = null;
    do {
      const { items, snapshot }: SeenPage<Item> = await this.#read(after, pageRows);
      after = items.length < pageRows ? null : (items.at(-1)?.id ?? null);
      this.#seen.note(after, snapshot);
      yield* items;
    } while (after !== null);
  }

  /** Whether the list shows what an event is about as the event left it, or as a later one did. */
  shows({ subjectId, position }: { subjectId: string; position: Position }): boolean {
    return this.#seen.shows(subjectId, position);
  }
}
