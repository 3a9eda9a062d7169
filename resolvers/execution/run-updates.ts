import type { Context } from '../../schema/context.ts';
import { deltaChannel, type ModelToken, Transcript, type TranscriptToken } from '../../src/engine/index.ts';
import type { StreamItem } from '../../src/modules/event/index.ts';
import { type Execution, isFinal } from '../../src/modules/execution/index.ts';
import { channelIterator } from '../event/channel-iterator.ts';

const maxBuffered = 10_000;

/** What somebody who follows a run from its start is told. */
export type RunUpdate =
  | { kind: 'started'; execution: Execution }
  | { kind: 'token'; token: TranscriptToken }
  | { kind: 'waiting'; executionId: string; approvalIds: readonly string[] }
  | { kind: 'failed'; executionId: string }
  | { kind: 'ended'; executionId: string };

/** The tokens of an execution as they come, from the call of this function on. */
export function modelTokens({ services, actor }: Context, executionId: string, signal: AbortSignal) {
  return channelIterator<ModelToken>({
    listen: (push) =>
      services.bus.subscribe(deltaChannel(executionId), (message) => push(JSON.parse(message) as ModelToken)),
    wanted: (token) => token.organizationId === actor.organizationId,
    maxBuffered,
    signal,
  });
}

/**
 * Follows a run to its end: its tokens from the bus, its turns from the journal, read from the run's beginning. What the
 * bus lost is told from the recorded replies, before anything that came after it.
 */
export async function* followRun(
  context: Context,
  execution: Execution,
  options: { heard: Heard<ModelToken>; leave: AbortController },
): AsyncGenerator<RunUpdate> {
  const { actor, services } = context;
  const transcript = new Transcript();
  const missed = async (): Promise<RunUpdate[]> => {
    const steps = await services.executions.stepsOf(actor, [execution.id]);
    const tokens = steps.map((step) => (step.kind === 'MODEL' ? transcript.complete(step) : undefined));
    return tokens.flatMap((token) => (token ? [{ kind: 'token', token }] : []));
  };
  let phase: string = execution.phase;
  try {
    yield { kind: 'started', execution };
    for await (const item of isFinal(execution.phase) ? [] : happenings(context, execution.id, options)) {
      if (item.from === 'bus') {
        if (!transcript.knows(item.value.stepId)) yield* await missed();
        const token = transcript.take(item.value);
        if (token) yield { kind: 'token', token };
        continue;
      }
      if (item.value.kind !== 'event') continue;
      const { event } = item.value;
      yield* await missed();
      if (event.type === 'execution.finished') {
        phase = event.payload.phase;
        break;
      }
      if (event.type === 'execution.waiting')
        yield { kind: 'waiting', executionId: execution.id, approvalIds: event.payload.approvalIds };
    }
    if (context.signal.aborted) return;
    yield* await missed();
    if (phase !== 'SUCCEEDED') yield { kind: 'failed', executionId: execution.id };
    yield { kind: 'ended', executionId: execution.id };
  } finally {
    options.leave.abort();
  }
}

/** A source of which the first item was asked for already, so that it listens. */
export interface Heard<T> {
  source: AsyncGenerator<T>;
  first: Promise<IteratorResult<T>>;
}

/** Begins to listen. */
export function hear<T>(source: AsyncGenerator<T>): Heard<T> {
  return { source, first: source.next() };
}

type Happening = { from: 'bus'; value: ModelToken } | { from: 'journal'; value: StreamItem };

/** Tokens and events as they come; ends when either source does. */
async function* happenings(
  { services, actor, signal }: Context,
  executionId: string,
  { heard, leave }: { heard: Heard<ModelToken>; leave: AbortController },
): AsyncGenerator<Happening> {
  const types = ['modelCall.completed', 'execution.waiting', 'execution.finished'] as const;
  const events = services.events.stream(
    actor,
    { executionId, types },
    { after: services.events.origin(), signal: AbortSignal.any([signal, leave.signal]) },
  );
  const fromBus = (next: Promise<IteratorResult<ModelToken>>) =>
    next.then((result) => ({ ...result, from: 'bus' }) as const);
  const fromJournal = (next: Promise<IteratorResult<StreamItem>>) =>
    next.then((result) => ({ ...result, from: 'journal' }) as const);
  let token = fromBus(heard.first);
  let event = fromJournal(events.next());
  try {
    for (;;) {
      const next = await Promise.race([token, event]);
      if (next.done) return;
      yield { from: next.from, value: next.value } as Happening;
      if (next.from === 'bus') token = fromBus(heard.source.next());
      else event = fromJournal(events.next());
    }
  } finally {
    // A source that rests at an item it gave has to be told; one that waits for its next ends with the signal.
    leave.abort();
    await Promise.all([events.return(undefined), heard.source.return(undefined)]);
  }
}
