import { type RawBuilder, sql } from 'kysely';
import { type Database, jsonText, type Tx } from '../db/index.ts';
import { decodeCursor, encodeCursor, type Position } from './cursor.ts';
import { eventUuid } from './event-uuid.ts';

/** An event that is about to be written. Its place and its time come from the database. */
export interface EventDraft {
  type: string;
  organizationId: string;
  namespaceId: string;
  /** Who caused it; null for the system. */
  actorId: string | null;
  /** What it is about: an id with its prefix. */
  subjectId: string;
  /** The execution it belongs to, so that a run's events can be read by themselves. */
  executionId: string | null;
  /** The agent that it concerns, so that all events of an agent can be read by themselves. */
  agentId?: string | null | undefined;
  executionName?: string | null | undefined;
  /** What kind of thing it is about, and the name of that, so that readers can choose by them. */
  subjectKind?: string | null | undefined;
  subjectName?: string | null | undefined;
  payload: object;
}

/** An event as it stands in the journal. */
export interface JournalRow extends EventDraft {
  position: Position;
  at: Date;
  agentId: string | null;
  executionName: string | null;
  subjectKind: string | null;
  subjectName: string | null;
}

/** Which events are wanted; absent means any. */
export interface JournalFilter {
  organizationId: string;
  executionId?: string | undefined;
  subjectId?: string | undefined;
  agentId?: string | undefined;
  subjectKinds?: readonly string[] | undefined;
  subjectName?: string | undefined;
  namespaceIds?: readonly string[] | undefined;
  types?: readonly string[] | undefined;
}

export interface JournalState {
  epoch: string;
  /** Events at or before this place may be gone. */
  floor: Position;
}

const columns = [
  'type',
  'organization_id',
  'namespace_id',
  'actor_id',
  'subject_id',
  'execution_id',
  'agent_id',
  'execution_name',
  'subject_kind',
  'subject_name',
  'payload',
];
const columnList = sql.raw(columns.map((name) => `"${name}"`).join(', '));
const recordType = sql.raw(columns.map((name) => `"${name}" ${name === 'payload' ? 'jsonb' : 'text'}`).join(', '));

/**
 * An `insert into event` of `drafts` for use inside a larger statement. `when` is the rest of the select, for
 * example sql`where exists (select 1 from fenced)`, so that events are written only if the change was.
 */
export function insertEvents(drafts: readonly EventDraft[], when: RawBuilder<unknown> = sql``): RawBuilder<unknown> {
  const records = drafts.map((draft) => ({
    type: draft.type,
    organization_id: draft.organizationId,
    namespace_id: draft.namespaceId,
    actor_id: draft.actorId,
    subject_id: draft.subjectId,
    execution_id: draft.executionId,
    agent_id: draft.agentId,
    execution_name: draft.executionName,
    subject_kind: draft.subjectKind,
    subject_name: draft.subjectName,
    payload: draft.payload,
  }));
  return sql`insert into event (${columnList})
    select ${columnList} from jsonb_to_recordset(${jsonText(records)}::jsonb) as draft(${recordType}) ${when}`;
}

/** Writes `drafts` in the caller's transaction. */
export async function appendEvents(tx: Tx, drafts: readonly EventDraft[]): Promise<void> {
  if (drafts.length > 0) await insertEvents(drafts).execute(tx);
}

interface EventRecord {
  x: string;
  s: string;
  at: Date;
  type: string;
  organization_id: string;
  namespace_id: string;
  actor_id: string | null;
  subject_id: string;
  execution_id: string | null;
  agent_id: string | null;
  execution_name: string | null;
  subject_kind: string | null;
  subject_name: string | null;
  payload: object;
}

// `xid` and `seq` get other names: sorting by an alias of the same name would sort them as text.
const recordColumns =
  sql.raw(`xid::text as x, seq::text as s, at, type, organization_id, namespace_id, actor_id, subject_id,
  execution_id, agent_id, execution_name, subject_kind, subject_name, payload`);

function toRow(record: EventRecord): JournalRow {
  return {
    position: { xid: BigInt(record.x), seq: BigInt(record.s) },
    at: record.at,
    type: record.type,
    organizationId: record.organization_id,
    namespaceId: record.namespace_id,
    actorId: record.actor_id,
    subjectId: record.subject_id,
    executionId: record.execution_id,
    agentId: record.agent_id,
    executionName: record.execution_name,
    subjectKind: record.subject_kind,
    subjectName: record.subject_name,
    payload: record.payload,
  };
}

// A transaction that commits late carries a low number. Below the horizon none is open, so nothing can still appear there.
const belowHorizon = sql`xid < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint`;

/** Reads the journal. Writing goes through `insertEvents` and `appendEvents`, inside the transaction of the change. */
export class Journal {
  readonly #db: Database;
  #epoch: string | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  async state(): Promise<JournalState> {
    const row = await this.#db.selectFrom('journal_state').selectAll().where('id', '=', 1).executeTakeFirstOrThrow();
    this.#epoch = row.epoch;
    return { epoch: row.epoch, floor: { xid: BigInt(row.floor_xid), seq: BigInt(row.floor_seq) } };
  }

  /** The cursor of `position`. `state` must have been read once. */
  cursor(position: Position, withinList = false): string {
    return encodeCursor(this.#openEpoch(), position, withinList);
  }

  /** A UUID of the event at `position`, the same whenever it is asked for. `state` must have been read once. */
  uuid(position: Position): string {
    return eventUuid(this.#openEpoch(), position);
  }

  #openEpoch(): string {
    if (this.#epoch === undefined) throw new Error('The journal was not opened.');
    return this.#epoch;
  }

  /** Where `cursor` points, and whether events after it may be gone. @throws OrreryError CURSOR_INVALID */
  async locate(cursor: string): Promise<{ position: Position; floor: Position; isGone: boolean }> {
    const { epoch, position } = decodeCursor(cursor);
    const { epoch: current, floor } = await this.state();
    const isBelowFloor = position.xid < floor.xid || (position.xid === floor.xid && position.seq < floor.seq);
    return { position, floor, isGone: epoch !== current || isBelowFloor };
  }

  /** Up to `limit` readable events after `after` (and not beyond `until`), in the journal's order. */
  async read(options: {
    after: Position;
    until?: Position;
    filter: JournalFilter;
    limit: number;
  }): Promise<JournalRow[]> {
    const { after, until, filter, limit } = options;
    const conditions = [sql`organization_id = ${filter.organizationId}`, belowHorizon];
    conditions.push(sql`(xid, seq) > (${String(after.xid)}::bigint, ${String(after.seq)}::bigint)`);
    if (until) conditions.push(sql`(xid, seq) <= (${String(until.xid)}::bigint, ${String(until.seq)}::bigint)`);
    if (filter.executionId !== undefined) conditions.push(sql`execution_id = ${filter.executionId}`);
    if (filter.subjectId !== undefined) conditions.push(sql`subject_id = ${filter.subjectId}`);
    if (filter.agentId !== undefined) conditions.push(sql`agent_id = ${filter.agentId}`);
    if (filter.subjectName !== undefined) conditions.push(sql`subject_name = ${filter.subjectName}`);
    if (filter.subjectKinds) conditions.push(sql`subject_kind = any(${[...filter.subjectKinds]})`);
    if (filter.namespaceIds) conditions.push(sql`namespace_id = any(${[...filter.namespaceIds]})`);
    const [type, ...others] = filter.types ?? [];
    // One type is read in the order of its index; several are gathered and sorted.
    if (type !== undefined && others.length === 0) conditions.push(sql`type = ${type}`);
    else if (filter.types) conditions.push(sql`type = any(${[...filter.types]})`);
    const { rows } = await sql<EventRecord>`
      select ${recordColumns} from event where ${sql.join(conditions, sql` and `)} order by xid, seq limit ${limit}`.execute(
      this.#db,
    );
    return rows.map(toRow);
  }

  /** The newest readable events of each of these agents, up to `limit` each, in the journal's order. */
  async lastOfAgents(organizationId: string, agentIds: readonly string[], limit: number): Promise<JournalRow[]> {
    const { rows } = await sql<EventRecord>`
      select e.* from unnest(${[...agentIds]}::text[]) as wanted(id)
      cross join lateral (
        select ${recordColumns}, xid, seq from event
        where agent_id = wanted.id and organization_id = ${organizationId} and ${belowHorizon}
        order by xid desc, seq desc limit ${limit}) e
      order by e.xid, e.seq`.execute(this.#db);
    return rows.map(toRow);
  }

  /**
   * The oldest events of each of these executions of some types, up to `limit` each, in the journal's order. Events of
   * transactions that committed out of turn are among them: this is for looking back, not for reading on from.
   */
  async ofExecutions(
    organizationId: string,
    executionIds: readonly string[],
    { types, limit }: { types: readonly string[]; limit: number },
  ): Promise<JournalRow[]> {
    const { rows } = await sql<EventRecord>`
      select e.* from unnest(${[...executionIds]}::text[]) as wanted(id)
      cross join lateral (
        select ${recordColumns}, xid, seq from event
        where execution_id = wanted.id and organization_id = ${organizationId} and type = any(${[...types]})
        order by xid, seq limit ${limit}) e
      order by e.xid, e.seq`.execute(this.#db);
    return rows.map(toRow);
  }

  /** The place of an execution's first event of a type, readable yet or not; undefined when none is kept. */
  async placeOf(event: { organizationId: string; executionId: string; type: string }): Promise<Position | undefined> {
    const { rows } = await sql<{ x: string; s: string }>`
      select xid::text as x, seq::text as s from event
      where organization_id = ${event.organizationId} and execution_id = ${event.executionId} and type = ${event.type}
      order by event.xid, event.seq limit 1`.execute(this.#db);
    const [row] = rows;
    return row && { xid: BigInt(row.x), seq: BigInt(row.s) };
  }

  /** An execution's events of some types, readable yet or not, oldest first; at most `limit`, the newest. */
  async ofExecution(
    organizationId: string,
    about: { executionId: string; types: readonly string[]; limit: number },
  ): Promise<JournalRow[]> {
    const { rows } = await sql<EventRecord>`
      select ${recordColumns} from event
      where organization_id = ${organizationId} and execution_id = ${about.executionId} and type = any(${[...about.types]})
      order by event.xid desc, event.seq desc limit ${about.limit}`.execute(this.#db);
    return rows.map(toRow).reverse();
  }

  /** What the tailer reads: every organization's events after `after`, and whether later ones wait above the horizon. */
  async tail(after: Position, limit: number): Promise<{ rows: JournalRow[]; hidden: boolean }> {
    const { rows } = await sql<EventRecord & { readable: boolean }>`
      select ${recordColumns}, ${belowHorizon} as readable from event
      where (xid, seq) > (${String(after.xid)}::bigint, ${String(after.seq)}::bigint)
      order by xid, seq limit ${limit}`.execute(this.#db);
    const readable = rows.filter((row) => row.readable);
    return { rows: readable.map(toRow), hidden: readable.length < rows.length };
  }

  /** The place before which everything is readable now: where a subscriber without a cursor starts. */
  async head(): Promise<Position> {
    const { rows } = await sql<{ x: string; s: string }>`
      select xid::text as x, seq::text as s from event where ${belowHorizon} order by xid desc, seq desc limit 1`.execute(
      this.#db,
    );
    const [row] = rows;
    return row ? { xid: BigInt(row.x), seq: BigInt(row.s) } : (await this.state()).floor;
  }

  /** Forgets events older than `before` and moves the floor up to the last one that goes. @returns how many went */
  async trim(before: Date): Promise<number> {
    const { rows } = await sql<{ count: string }>`
      with gone as (delete from event where at < ${before} and ${belowHorizon} returning xid, seq),
      last as (select xid, seq from gone order by xid desc, seq desc limit 1),
      moved as (update journal_state set floor_xid = last.xid, floor_seq = last.seq from last
                where journal_state.id = 1 and (last.xid, last.seq) > (journal_state.floor_xid, journal_state.floor_seq))
      select count(*)::text as count from gone`.execute(this.#db);
    return Number(rows[0]?.count ?? 0);
  }
}
