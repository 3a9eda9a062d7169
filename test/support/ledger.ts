import { type Fence, type NodeNote, RunStore, type Step, type StepOpening } from '../../src/modules/execution/index.ts';
import type { EventDraft } from '../../src/platform/journal/index.ts';

/** The process that walked is gone: nothing more is written or called. */
class PowerCut extends Error {}

/** What outlives the processes that walk a graph: its steps, and what was called. Power can be cut before any write or call. */
export class Ledger {
  readonly steps = new Map<string, Step>();
  readonly events: Pick<EventDraft, 'type' | 'subjectId' | 'payload'>[] = [];
  /** The keys of the calls that left the process, each as often as it did. */
  readonly calls: string[] = [];
  /** The time, in milliseconds. */
  at = Date.UTC(2026, 0, 1);
  readonly clock = { now: (): Date => new Date(this.at) };
  /** How many writes and calls were made. */
  moves = 0;
  isCut = false;
  /** Which process walks: those before it are dead, whatever they still believe. */
  life = 1;
  #cutsAt: number[];

  /** `cutsAt`: before which writes and calls, counted from 1, the power is cut. */
  constructor(cutsAt: readonly number[] = []) {
    this.#cutsAt = [...cutsAt];
  }

  powerOn(): void {
    this.isCut = false;
    this.life++;
  }

  call(key: string, life: number): void {
    this.move(life);
    this.calls.push(key);
  }

  put(step: Step): void {
    this.steps.set(step.key, structuredClone(step));
  }

  get(key: string): Step {
    const step = this.steps.get(key);
    if (!step) throw new Error(`There is no step ${key}.`);
    return step;
  }

  /** The key of the step with this id. */
  keyOf(stepId: string): string | undefined {
    return [...this.steps.values()].find(({ id }) => id === stepId)?.key;
  }

  /** @throws PowerCut when the power is cut by now */
  move(life: number): void {
    if (this.isCut || life !== this.life) throw new PowerCut();
    this.moves++;
    if (this.moves !== this.#cutsAt[0]) return;
    this.#cutsAt.shift();
    this.moves = 0;
    this.isCut = true;
    throw new PowerCut();
  }
}

/** The writes of a turn, into a ledger. */
export class LedgerStore extends RunStore {
  readonly #ledger: Ledger;
  readonly life: number;

  constructor(ledger: Ledger) {
    super(undefined as never);
    this.#ledger = ledger;
    this.life = ledger.life;
  }

  override async openStep(fence: Fence, opening: StepOpening, events: readonly EventDraft[]): Promise<void> {
    this.#ledger.move(this.life);
    const now = this.#ledger.clock.now();
    const { executionId, organizationId } = fence;
    const about = { executionId, organizationId, idempotencyKey: `${executionId}:${opening.key}`, version: 1 };
    const times = { latencyMs: null, createdAt: now, startedAt: now, finishedAt: null };
    this.#ledger.put({ ...stored(opening), ...about, ...times } as unknown as Step);
    this.#note(events);
  }

  override async noteNode(_fence: Fence, note: NodeNote, events: readonly EventDraft[]): Promise<void> {
    this.#ledger.move(this.life);
    const { stepId, target, result, closes, ...rest } = stored(note);
    const steps = [...this.#ledger.steps.values()];
    const step = steps.find(({ id }) => id === stepId);
    if (!step) throw new Error(`There is no step ${stepId}.`);
    this.#ledger.put({ ...step, ...rest, ...(target && { target }), ...(result && { result }) } as Step);
    this.#note(events);
    if (closes === null) return;
    const isOpen = ({ phase, key }: Step): boolean =>
      (phase === 'RUNNING' || phase === 'WAITING') && (key.startsWith(`${closes}/`) || key.startsWith(`${closes}@`));
    for (const open of steps.filter(isOpen)) this.#ledger.put({ ...open, phase: 'CANCELLED' });
  }

  /** Writes what a call came to. */
  settled(key: string, outcome: Pick<Step, 'phase' | 'error'> & { result: unknown }): Step {
    this.#ledger.move(this.life);
    const step = { ...this.#ledger.get(key), ...stored(outcome), finishedAt: this.#ledger.clock.now() } as Step;
    this.#ledger.put(step);
    return step;
  }

  #note(events: readonly EventDraft[]): void {
    for (const { type, subjectId, payload } of events) this.#ledger.events.push({ type, subjectId, payload });
  }
}

/** As it comes back from a database. */
function stored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
