import { comparePositions, type Position } from './cursor.ts';
import type { Journal, JournalFilter, JournalRow } from './journal.ts';
import type { Tailer } from './tailer.ts';

const pageRows = 500;
const maxBuffered = 5_000;

/** What a reader of the journal is given. */
export type JournalItem =
  | { kind: 'event'; row: JournalRow }
  /** Nothing for this reader up to here: it can move its cursor. */
  | { kind: 'bookmark'; position: Position }
  /** Events between the reader's cursor and `to` are gone. */
  | { kind: 'gap'; from: string; to: Position; reason: string };

export interface StreamOptions {
  filter: JournalFilter;
  /** What the filter cannot say: rows that it refuses are passed over like those that the filter does not want. */
  wanted?: ((row: JournalRow) => boolean) | undefined;
  /** Where to go on from; absent means from now. */
  after?: string | undefined;
  signal: AbortSignal;
  /** How long nothing that is wanted may happen before a bookmark is sent. */
  bookmarkEveryMs?: number;
}

/** Whether `row` is wanted by `filter`. */
export function matches(filter: JournalFilter, row: JournalRow): boolean {
  return (
    row.organizationId === filter.organizationId &&
    (filter.executionId === undefined || row.executionId === filter.executionId) &&
    (filter.subjectId === undefined || row.subjectId === filter.subjectId) &&
    (filter.agentId === undefined || row.agentId === filter.agentId) &&
    (filter.subjectName === undefined || row.subjectName === filter.subjectName) &&
    (filter.subjectKinds === undefined || filter.subjectKinds.includes(row.subjectKind ?? '')) &&
    (filter.namespaceIds === undefined || filter.namespaceIds.includes(row.namespaceId)) &&
    (filter.types === undefined || filter.types.includes(row.type))
  );
}

/**
 * Every wanted event after a cursor, once each and in order: first from the database up to where the tailer stands,
 * then from the tailer. A reader that falls too far behind goes back to the database, so its buffer stays small.
 */
export async function* streamJournal(
  journal: Journal,
  tailer: Tailer,
  options: StreamOptions,
): AsyncGenerator<JournalItem> {
  const { filter, signal, wanted = () => true, bookmarkEveryMs = 15_000 } = options;
  let position = tailer.position;
  if (options.after !== undefined) {
    const located = await journal.locate(options.after);
    position = located.isGone ? located.floor : located.position;
    if (located.isGone)
      yield {
        kind: 'gap',
        from: options.after,
        to: located.floor,
        reason: 'The journal no longer holds events this old.',
      };
  }
  const live = new LiveBuffer(tailer, (row) => matches(filter, row) && wanted(row), signal);
  try {
    while (!signal.aborted) {
      for await (const item of catchUp(journal, { filter, wanted, from: position, until: live.attach(), signal })) {
        position = item.kind === 'event' ? item.row.position : item.position;
        yield item;
      }
      position = later(position, live.attachedAt);
      for await (const item of live.items(bookmarkEveryMs)) {
        if (item === 'idle') {
          position = later(position, tailer.position);
          yield { kind: 'bookmark', position };
        } else if (comparePositions(item.position, position) > 0) {
          position = item.position;
          yield { kind: 'event', row: item };
        }
      }
    }
  } finally {
    live.detach();
  }
}

function later(a: Position, b: Position): Position {
  return comparePositions(a, b) > 0 ? a : b;
}

/** The wanted past, in order; a bookmark for each page in which nothing is wanted, so that a long search can be cut and taken up. */
async function* catchUp(
  journal: Journal,
  range: {
    filter: JournalFilter;
    wanted: (row: JournalRow) => boolean;
    from: Position;
    until: Position;
    signal: AbortSignal;
  },
): AsyncGenerator<Exclude<JournalItem, { kind: 'gap' }>> {
  let after = range.from;
  while (!range.signal.aborted && comparePositions(after, range.until) < 0) {
    const rows = await journal.read({ after, until: range.until, filter: range.filter, limit: pageRows });
    const found = rows.filter(range.wanted);
    for (const row of found) yield { kind: 'event', row };
    const last = rows.at(-1);
    if (!last || rows.length < pageRows) return;
    after = last.position;
    if (found.length === 0) yield { kind: 'bookmark', position: after };
  }
}

/** What the tailer brought and the reader has not taken yet. Overflow empties it and ends `items`. */
class LiveBuffer {
  readonly #tailer: Tailer;
  readonly #wanted: (row: JournalRow) => boolean;
  readonly #signal: AbortSignal;
  readonly #onAbort = (): void => this.#wake?.();
  #rows: JournalRow[] = [];
  #overflowed = false;
  #wake: (() => void) | undefined;
  #stop: (() => void) | undefined;
  attachedAt: Position;

  constructor(tailer: Tailer, wanted: (row: JournalRow) => boolean, signal: AbortSignal) {
    this.#tailer = tailer;
    this.#wanted = wanted;
    this.#signal = signal;
    this.attachedAt = tailer.position;
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Starts to gather what comes after the returned place. */
  attach(): Position {
    this.#stop?.();
    this.#rows = [];
    this.#overflowed = false;
    this.attachedAt = this.#tailer.position;
    this.#stop = this.#tailer.listen((rows) => this.#push(rows));
    return this.attachedAt;
  }

  detach(): void {
    this.#stop?.();
    this.#signal.removeEventListener('abort', this.#onAbort);
  }

  #push(rows: readonly JournalRow[]): void {
    if (this.#overflowed) return;
    for (const row of rows) if (this.#wanted(row)) this.#rows.push(row);
    if (this.#rows.length > maxBuffered) {
      this.#overflowed = true;
      this.#rows = [];
    }
    if (this.#overflowed || this.#rows.length > 0) this.#wake?.();
  }

  async *items(idleMs: number): AsyncGenerator<JournalRow | 'idle'> {
    while (!this.#signal.aborted) {
      const rows = this.#rows;
      this.#rows = [];
      yield* rows;
      if (this.#overflowed) return;
      if (this.#rows.length === 0 && !(await this.#woken(idleMs))) yield 'idle';
    }
  }

  /** Resolves true when something came, false when `idleMs` went by. */
  #woken(idleMs: number): Promise<boolean> {
    if (this.#signal.aborted) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(false), idleMs);
      const settle = (value: boolean): void => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve(value);
      };
      this.#wake = () => settle(true);
    });
  }
}
