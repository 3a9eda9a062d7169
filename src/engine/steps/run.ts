import { draftEvent, type EventPayloads, type EventType } from '../../modules/event/index.ts';
import {
  type Fence,
  isSettled,
  type PlannedExecution,
  type RunStore,
  type Step,
  type StepOpening,
} from '../../modules/execution/index.ts';
import type { Actor } from '../../modules/identity/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import type { EventDraft } from '../../platform/journal/index.ts';

/** How a call that may succeed later is repeated. */
export interface RetryRule {
  maxAttempts: number;
  backoffMs: number;
  maxBackoffMs: number;
  jitter: 'none' | 'full' | 'equal';
}

/** What a turn knows of its steps. */
interface Memo {
  steps: Map<string, Step>;
  /** Of the step that was begun last. */
  ordinal: number;
}

function memoOf(steps: readonly Step[]): Memo {
  const ordinal = steps.reduce((highest, step) => Math.max(highest, step.ordinal), 0);
  return { steps: new Map(steps.map((step) => [step.key, step])), ordinal };
}

/** One turn of one execution in this process: what it has done so far, and its right to write more. */
export class Run {
  readonly execution: PlannedExecution;
  readonly fence: Fence;
  readonly actor: Actor;
  readonly store: RunStore;
  readonly clock: Clock;
  /** Aborts when the run is cancelled, out of time, or its worker stops. */
  readonly signal: AbortSignal;
  /** The steps of the execution that this one replays. */
  readonly source: readonly Step[];
  /** Called after each write, so that the journal's readers are woken. */
  readonly written: () => void;
  readonly #memo: Memo;

  constructor(options: {
    execution: PlannedExecution;
    fence: Fence;
    actor: Actor;
    store: RunStore;
    clock: Clock;
    signal: AbortSignal;
    steps: readonly Step[];
    source: readonly Step[];
    written: () => void;
    memo?: Memo;
  }) {
    this.execution = options.execution;
    this.fence = options.fence;
    this.actor = options.actor;
    this.store = options.store;
    this.clock = options.clock;
    this.signal = options.signal;
    this.source = options.source;
    this.written = options.written;
    this.#memo = options.memo ?? memoOf(options.steps);
  }

  /** The same run, with what it knows, where `signal` may end the work earlier. */
  within(signal: AbortSignal): Run {
    const { execution, fence, actor, store, clock, source, written } = this;
    const both = AbortSignal.any([this.signal, signal]);
    return new Run({
      execution,
      fence,
      actor,
      store,
      clock,
      source,
      written,
      signal: both,
      steps: [],
      memo: this.#memo,
    });
  }

  step(key: string): Step | undefined {
    return this.#memo.steps.get(key);
  }

  /** The recorded step, when its outcome is known. */
  settled(key: string): Step | undefined {
    const step = this.#memo.steps.get(key);
    return step && isSettled(step) ? step : undefined;
  }

  steps(): Iterable<Step> {
    return this.#memo.steps.values();
  }

  remember(step: Step): void {
    this.#memo.steps.set(step.key, step);
  }

  /** Identity and attempt of the step at `key`: those of the one that was begun before, or new ones. */
  identify(key: string): Pick<StepOpening, 'id' | 'ordinal' | 'attempt'> {
    const begun = this.#memo.steps.get(key);
    if (begun)
      return {
        id: begun.id,
        ordinal: begun.ordinal,
        attempt: begun.phase === 'WAITING' ? begun.attempt : begun.attempt + 1,
      };
    return { id: newId('step', this.clock.now()), ordinal: ++this.#memo.ordinal, attempt: 1 };
  }

  /** An event about a step, an approval or the run itself. */
  event<Type extends EventType>(type: Type, subjectId: string, payload: EventPayloads[Type]): EventDraft {
    const { id, organizationId, namespaceId, name, agentId } = this.execution;
    return draftEvent(
      type,
      {
        organizationId,
        namespaceId,
        actorId: this.actor.principalId,
        subjectId,
        executionId: id,
        executionName: name,
        agentId,
      },
      payload,
    );
  }
}

/** How long to wait before attempt number `next`. `random` is between 0 and 1. */
export function backoffMs(rule: RetryRule, next: number, random: number): number {
  const full = Math.min(rule.maxBackoffMs, rule.backoffMs * 2 ** (next - 2));
  if (rule.jitter === 'full') return Math.round(full * random);
  return Math.round(rule.jitter === 'equal' ? full / 2 + (full / 2) * random : full);
}

/** Waits, unless `signal` aborts first: then it rejects with the signal's reason. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, delayMs);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
