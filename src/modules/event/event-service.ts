import type { Page } from '../../platform/db/index.ts';
import { maxPageSize } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import {
  comparePositions,
  decodeCursor,
  isListCursor,
  type Journal,
  type JournalFilter,
  type JournalItem,
  type JournalRow,
  type Position,
  streamJournal,
  type Tailer,
} from '../../platform/journal/index.ts';
import { type Actor, authorize } from '../identity/index.ts';
import { asEvent, type EventType, type OrreryEvent } from './event.ts';

/** Which events are wanted; absent means any the actor may see. */
export interface EventFilter {
  executionId?: string | undefined;
  subjectId?: string | undefined;
  /** Events of this agent and of its runs. */
  agentId?: string | undefined;
  subjectKinds?: readonly string[] | undefined;
  subjectName?: string | undefined;
  namespaceIds?: readonly string[] | undefined;
  types?: readonly EventType[] | undefined;
}

/** What a subscriber is given, in order. */
export type StreamItem = { kind: 'event'; event: OrreryEvent } | Exclude<JournalItem, { kind: 'event' }>;

/** Where a stream begins, when it ends, and how its reader sees the events. */
interface StreamOptions {
  after?: string | null | undefined;
  signal: AbortSignal;
  /** Pure: it is asked more than once about an event. */
  seen?: ((event: OrreryEvent) => OrreryEvent | undefined) | undefined;
}

const maxCourse = 5_000;
const courseTypes = [
  'execution.created',
  'execution.started',
  'execution.waiting',
  'execution.paused',
  'execution.resumed',
  'modelCall.started',
  'modelCall.completed',
  'modelCall.failed',
  'toolCall.started',
  'toolCall.completed',
  'toolCall.failed',
] as const satisfies readonly EventType[];

/** The journal as an actor may read it. */
export class EventService {
  readonly #journal: Journal;
  readonly #tailer: Tailer;

  constructor(deps: { journal: Journal; tailer: Tailer }) {
    this.#journal = deps.journal;
    this.#tailer = deps.tailer;
  }

  /** The opaque cursor of a place. */
  cursor(position: Position): string {
    return this.#journal.cursor(position);
  }

  /** The UUID of the event at a place. */
  uuid(position: Position): string {
    return this.#journal.uuid(position);
  }

  /** The newest events of each of these agents and its runs, up to `last` each, oldest first. */
  async lastOfAgents(actor: Actor, agentIds: readonly string[], last: number): Promise<OrreryEvent[]> {
    authorize(actor, 'event:read');
    const rows = await this.#journal.lastOfAgents(actor.organizationId, agentIds, last);
    return rows.flatMap((row) => asEvent(row) ?? []);
  }

  /** The newest `last` events of some types of an execution, oldest first, also those that no stream shows yet. */
  async ofExecution(
    actor: Actor,
    about: { executionId: string; types: readonly EventType[]; last: number },
  ): Promise<OrreryEvent[]> {
    authorize(actor, 'event:read');
    const { executionId, types, last: limit } = about;
    const rows = await this.#journal.ofExecution(actor.organizationId, { executionId, types, limit });
    return rows.flatMap((row) => asEvent(row) ?? []);
  }

  /** What these executions and their calls went through, up to 5,000 events each, oldest first. */
  async courseOf(actor: Actor, executionIds: readonly string[]): Promise<OrreryEvent[]> {
    authorize(actor, 'event:read');
    const wanted = { types: courseTypes, limit: maxCourse };
    const rows = await this.#journal.ofExecutions(actor.organizationId, executionIds, wanted);
    return rows.flatMap((row) => asEvent(row) ?? []);
  }

  /** The cursor of an item of a list that was read from this place on: who goes on from it has to list again. */
  listCursor(position: Position): string {
    return this.#journal.cursor(position, true);
  }

  /** Whether `cursor` comes from an item of a list. */
  isListCursor(cursor: string): boolean {
    return isListCursor(cursor);
  }

  /** A bookmark at the journal's end. */
  async bookmark(actor: Actor): Promise<{ kind: 'bookmark'; position: Position }> {
    authorize(actor, 'event:read');
    return { kind: 'bookmark', position: await this.#journal.head() };
  }

  /** The cursor before every event: with it a stream starts at the journal's beginning. */
  origin(): string {
    return this.#journal.cursor({ xid: 0n, seq: 0n });
  }

  /** The cursor before the oldest event that the journal still holds. */
  async beginning(actor: Actor): Promise<string> {
    authorize(actor, 'event:read');
    const { floor } = await this.#journal.state();
    return this.#journal.cursor(floor);
  }

  /** The cursor before an execution's first event. When that is not kept any more, a stream from there begins with a gap. */
  async beginningOf(actor: Actor, executionId: string): Promise<string> {
    authorize(actor, 'event:read');
    const first = await this.#journal.placeOf({
      organizationId: actor.organizationId,
      executionId,
      type: 'execution.created',
    });
    return first ? this.beginning(actor) : this.origin();
  }

  /**
   * Whether nothing is left of an execution that has ended for a reader who goes on after `after`, or from now on.
   * @throws OrreryError CURSOR_INVALID
   */
  async hasReadAll(actor: Actor, executionId: string, after: string | null | undefined): Promise<boolean> {
    authorize(actor, 'event:read');
    const { organizationId } = actor;
    const last = await this.#journal.placeOf({ organizationId, executionId, type: 'execution.finished' });
    const located = after == null ? undefined : await this.#journal.locate(after);
    if (located?.isGone) return false;
    return last === undefined || comparePositions(located?.position ?? (await this.#journal.head()), last) >= 0;
  }

  /** Where the journal ends now. Whatever becomes visible later, and is not visible yet, comes after it. */
  async head(actor: Actor): Promise<string> {
    authorize(actor, 'event:read');
    return this.#journal.cursor(await this.#journal.head());
  }

  /** Past events after `after`, oldest first. @throws OrreryError CURSOR_INVALID, CURSOR_EXPIRED, INPUT_INVALID */
  async list(
    actor: Actor,
    filter: EventFilter,
    page: { first: number; after?: string | null | undefined },
  ): Promise<Page<OrreryEvent>> {
    authorize(actor, 'event:read');
    const { first } = page;
    if (!Number.isInteger(first) || first < 0 || first > maxPageSize) {
      throw new OrreryError('INPUT_INVALID', `A page holds 0 to ${maxPageSize} events, not ${first}.`);
    }
    const after = page.after == null ? { xid: 0n, seq: 0n } : await this.placeAt(page.after);
    const rows = await this.#journal.read({ after, filter: this.#within(actor, filter), limit: first + 1 });
    const items = rows.slice(0, first).flatMap((row) => asEvent(row) ?? []);
    return { items, hasNextPage: rows.length > first, hasPreviousPage: page.after != null };
  }

  /**
   * The place of a cursor from which nothing is lost so far: what came after it, and how things stood there, is known.
   * @throws OrreryError CURSOR_INVALID, CURSOR_EXPIRED
   */
  async placeAt(cursor: string): Promise<Position> {
    const { position, isGone } = await this.#journal.locate(cursor);
    if (isGone)
      throw new OrreryError('CURSOR_EXPIRED', 'The journal no longer holds events this old.', {
        fix: 'Read the state again and go on from a new cursor.',
      });
    return position;
  }

  /**
   * Events as they come, from a cursor or from now on, each as `seen` makes it look; what that makes undefined is left
   * out. Ends when `signal` aborts. @throws OrreryError CURSOR_INVALID at once
   */
  stream(actor: Actor, filter: EventFilter, options: StreamOptions): AsyncGenerator<StreamItem> {
    authorize(actor, 'event:read');
    if (options.after != null) decodeCursor(options.after);
    return this.#typed(this.#within(actor, filter), options);
  }

  async *#typed(filter: JournalFilter, { after, signal, seen }: StreamOptions): AsyncGenerator<StreamItem> {
    const look = (row: JournalRow): OrreryEvent | undefined => {
      const event = asEvent(row);
      return event && seen ? seen(event) : event;
    };
    const stream = streamJournal(this.#journal, this.#tailer, {
      filter,
      wanted: seen && ((row) => look(row) !== undefined),
      after: after ?? undefined,
      signal,
    });
    for await (const item of stream) {
      if (item.kind !== 'event') yield item;
      else {
        const event = look(item.row);
        if (event) yield { kind: 'event', event };
      }
    }
  }

  #within(actor: Actor, filter: EventFilter): JournalFilter {
    return { ...filter, organizationId: actor.organizationId };
  }
}
