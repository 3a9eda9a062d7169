import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { memory_item } from '../../platform/db/generated/schema.ts';
import {
  type Database,
  encodeKey,
  jsonb,
  type Keyset,
  keyset,
  type Page,
  type PageRequest,
  type Tx,
  toPage,
} from '../../platform/db/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from '../identity/index.ts';
import type { JsonObject } from '../resource/index.ts';
import type { MemoryEntry, MemoryItem } from './memory-item.ts';

/** Which items of a memory; absent means all. */
export interface MemoryItemFilter {
  /** Text that the key or the value contains, in any case of letters. */
  query?: string | null | undefined;
  /** With what the key begins. */
  prefix?: string | null | undefined;
}

/** A memory, and from when on its items count; those of all times when null. */
export interface MemorySpan {
  memoryId: string;
  after: Date | null;
}

/** Items that are forgotten by one write are at most this many; the next writes forget the rest. */
const maxForgotten = 1_000;

/** The cursor of an item in a list: lists are sorted by key. */
export function memoryItemCursor({ key }: MemoryItem): string {
  return encodeKey(key);
}

/** Reads and writes items of memories of the actor's organization. */
export class MemoryStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(run);
  }

  async findMany(actor: Actor, ids: readonly string[]): Promise<MemoryItem[]> {
    const query = items(this.#db, actor).where('id', '=', (eb) => eb.fn.any(eb.val([...ids])));
    return (await query.execute()).map(toItem);
  }

  async find(db: Tx, actor: Actor, about: { memoryId: string; key: string }): Promise<MemoryItem | undefined> {
    const query = items(db, actor).where('resource_id', '=', about.memoryId).where('key', '=', about.key);
    const row = await query.executeTakeFirst();
    return row && toItem(row);
  }

  /** The same page of each of these memories, sorted by key. @throws OrreryError CURSOR_INVALID, INPUT_INVALID */
  async pages(
    actor: Actor,
    spans: readonly MemorySpan[],
    about: { filter: MemoryItemFilter; page: PageRequest },
  ): Promise<Page<MemoryItem>[]> {
    const keys = keyset(about.page);
    const way = sql.raw(keys.backward ? 'desc' : 'asc');
    const { rows } = await sql<Selectable<memory_item>>`
      select item.* from unnest(${spans.map(({ memoryId }) => memoryId)}::text[], ${spans.map(({ after }) => after)}::timestamptz[])
        as wanted(id, after)
      cross join lateral (
        select * from memory_item
        where resource_id = wanted.id and organization_id = ${actor.organizationId}
          and (wanted.after is null or updated_at > wanted.after) and ${matches(about.filter)} and ${isWithin(keys)}
        order by key ${way} limit ${keys.limit} offset ${keys.offset}) as item
      order by item.key ${way}`.execute(this.#db);
    const found = rows.map(toItem);
    return spans.map(({ memoryId }) =>
      toPage(
        found.filter((item) => item.memoryId === memoryId),
        keys,
      ),
    );
  }

  /** Writes an item over the one before of this key. */
  async put(
    tx: Tx,
    actor: Actor,
    about: { memoryId: string; entry: MemoryEntry; at: Date },
  ): Promise<{ item: MemoryItem; created: boolean }> {
    const { key, value, metadata } = about.entry;
    const written = {
      value,
      metadata: jsonb(metadata) as RawBuilder<never>,
      folded_value: value.toLowerCase(),
      updated_at: about.at,
    };
    const row = await tx
      .insertInto('memory_item')
      .values({
        id: newId('memoryItem'),
        organization_id: actor.organizationId,
        resource_id: about.memoryId,
        key,
        folded_key: key.toLowerCase(),
        created_at: about.at,
        ...written,
      })
      .onConflict((conflict) => conflict.columns(['resource_id', 'key']).doUpdateSet(written))
      .returningAll()
      .returning(sql<boolean>`xmax = 0`.as('created'))
      .executeTakeFirstOrThrow();
    return { item: toItem(row), created: row.created };
  }

  async delete(tx: Tx, actor: Actor, about: MemorySpan & { key: string }): Promise<MemoryItem | undefined> {
    let query = tx
      .deleteFrom('memory_item')
      .where('organization_id', '=', actor.organizationId)
      .where('resource_id', '=', about.memoryId)
      .where('key', '=', about.key);
    if (about.after) query = query.where('updated_at', '>', about.after);
    const row = await query.returningAll().executeTakeFirst();
    return row && toItem(row);
  }

  /** Deletes items that were written until then, the oldest first. */
  async deleteUntil(tx: Tx, actor: Actor, about: { memoryId: string; until: Date }): Promise<MemoryItem[]> {
    const old = items(tx, actor)
      .clearSelect()
      .select('id')
      .where('resource_id', '=', about.memoryId)
      .where('updated_at', '<=', about.until)
      .orderBy('updated_at')
      .orderBy('id')
      .limit(maxForgotten);
    const rows = await tx.deleteFrom('memory_item').where('id', 'in', old).returningAll().execute();
    return rows.map(toItem);
  }

  /** Deletes all items but this one and the newest others, so that `count` are left. */
  async deleteBeyond(
    tx: Tx,
    actor: Actor,
    about: { memoryId: string; count: number; spared: string },
  ): Promise<MemoryItem[]> {
    const surplus = items(tx, actor)
      .clearSelect()
      .select('id')
      .where('resource_id', '=', about.memoryId)
      .where('id', '!=', about.spared)
      .orderBy('updated_at', 'desc')
      .orderBy('id', 'desc')
      .offset(about.count - 1)
      .limit(maxForgotten);
    const rows = await tx.deleteFrom('memory_item').where('id', 'in', surplus).returningAll().execute();
    return rows.map(toItem);
  }
}

function items(db: Database | Tx, actor: Actor) {
  return db.selectFrom('memory_item').selectAll().where('organization_id', '=', actor.organizationId);
}

function matches({ query, prefix }: MemoryItemFilter): RawBuilder<boolean> {
  const folded = query?.toLowerCase() ?? '';
  const contains = sql<boolean>`(strpos(folded_key, ${folded}) > 0 or strpos(folded_value, ${folded}) > 0)`;
  // A pattern without a wildcard before it is a range of the index.
  const begins = sql<boolean>`key like ${`${(prefix ?? '').replaceAll(/[\\%_]/g, '\\$&')}%`}`;
  return sql`${folded === '' ? sql`true` : contains} and ${prefix ? begins : sql`true`}`;
}

function isWithin({ after, before }: Keyset): RawBuilder<boolean> {
  return sql`${after === undefined ? sql`true` : sql`key > ${after}`} and ${before === undefined ? sql`true` : sql`key < ${before}`}`;
}

function toItem(row: Selectable<memory_item>): MemoryItem {
  return {
    id: row.id,
    memoryId: row.resource_id,
    key: row.key,
    value: row.value,
    metadata: row.metadata as JsonObject,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
