import { OrreryError } from '../../platform/errors.ts';
import type { EventService, EventType, StreamItem } from '../event/index.ts';
import type { Actor } from '../identity/index.ts';
import { type Execution, isFinal } from './execution.ts';

const maxWithinMs = 10 * 60_000;
const settlingTypes: readonly EventType[] = ['execution.finished', 'execution.waiting', 'execution.paused'];

/** What is waited for, and how long. */
export interface Settling {
  id: string;
  /** Reads the execution as it is now, from the database. */
  read: () => Promise<Execution>;
  withinMs: number;
  /** Aborts when nobody waits any more. */
  signal: AbortSignal;
}

/**
 * The execution once nothing more happens to it by itself: it has finished, waits for a person or is paused. When the
 * time is over, or `signal` aborts, it is given as it is.
 *
 * The journal's end is listened to before the row is read. What had committed by then is in the row; what commits
 * later has its event above the place where listening began, because that place lies below the horizon of every open
 * transaction. So no change falls between the two. The event of a change shows itself once no older transaction is
 * open, which may be later than the row does; the row is read again when the time is over, so the answer is never old.
 * @throws OrreryError INPUT_INVALID
 */
export async function untilSettled(events: EventService, actor: Actor, settling: Settling): Promise<Execution> {
  const { id, read, withinMs } = settling;
  if (withinMs < 0 || withinMs > maxWithinMs) throw new OrreryError('INPUT_INVALID', 'One can wait for 0s to 10m.');
  const leave = new AbortController();
  const timer = setTimeout(() => leave.abort(), withinMs);
  const signal = AbortSignal.any([settling.signal, leave.signal]);
  const stream = events.stream(actor, { executionId: id, types: settlingTypes }, { signal });
  try {
    // Asking for an item is what begins to listen.
    for (let heard = nextEvent(stream); ; heard = nextEvent(stream)) {
      // It is not waited for when the row says enough; then it may fail unheard.
      heard.catch(() => undefined);
      const execution = await read();
      if (rests(execution) || signal.aborted) return execution;
      await heard;
    }
  } finally {
    clearTimeout(timer);
    leave.abort();
    await stream.return(undefined);
  }
}

/** The next event; undefined when there will be none. Bookmarks say nothing about the execution. */
async function nextEvent(stream: AsyncGenerator<StreamItem>): Promise<StreamItem | undefined> {
  for (;;) {
    const { value, done } = await stream.next();
    if (done) return undefined;
    if (value.kind !== 'bookmark') return value;
  }
}

function rests({ phase }: Execution): boolean {
  return isFinal(phase) || phase === 'WAITING' || phase === 'PAUSED';
}
