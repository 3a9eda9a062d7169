import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Answer,
  type Call,
  type Operations,
  type Plan,
  RequestRefused,
  type ShownError,
} from '../operations/index.ts';
import { Payload } from './payload.ts';

/** Someone who gets the answers of a subscription. */
export interface Member {
  /** The subscription runs: what happens from now on is delivered. When it `isOver` already, nothing is. */
  start?(isOver: boolean): void;
  deliver(payload: Payload): void;
  /** The subscription never started. */
  refuse(reason: RequestRefused | Answer): void;
  /** Nothing comes any more; `errors` when that was not planned. */
  end(errors?: ShownError[]): void;
  /** Resolves when the member can take more. Only a member who is alone is waited for. */
  drained(): Promise<void> | undefined;
}

/** How much may be delivered before the event loop gets a turn to write it. */
const bytesPerTurn = 128 * 1024;

/** One running subscription and those who get its answers: each event is executed and serialised once. */
export class Cohort {
  readonly isShared: boolean;
  readonly #operations: Operations;
  readonly #plan: Plan;
  readonly #call: Call;
  readonly #members = new Set<Member>();
  readonly #left = new AbortController();
  readonly #onEnd: () => void;
  #source: AsyncIterator<unknown> | undefined;
  #isRunning = false;

  constructor(options: {
    operations: Operations;
    plan: Plan;
    call: Omit<Call, 'signal'>;
    isShared: boolean;
    onEnd: () => void;
  }) {
    this.#operations = options.operations;
    this.#plan = options.plan;
    this.#call = { ...options.call, signal: this.#left.signal };
    this.isShared = options.isShared;
    this.#onEnd = options.onEnd;
  }

  get size(): number {
    return this.#members.size;
  }

  /** Adds a member, who gets what comes from now on. The returned function takes it out again; the last one out ends the source. */
  join(member: Member): () => void {
    this.#members.add(member);
    if (this.#isRunning) member.start?.(false);
    return () => {
      if (this.#members.delete(member) && this.#members.size === 0) this.#stop();
    };
  }

  /** Runs the subscription until its source ends or everybody has left. Never rejects. */
  async run(): Promise<void> {
    try {
      const source = await this.#operations.subscribe(this.#plan, this.#call);
      if (isIterator(source)) await this.#pump(source);
      else this.#dismiss((member) => member.refuse(source));
    } catch (error) {
      if (error instanceof RequestRefused) this.#dismiss((member) => member.refuse(error));
      else if (!this.#left.signal.aborted) this.#fail(error);
    } finally {
      this.#onEnd();
    }
  }

  async #pump(source: AsyncIterator<unknown>): Promise<void> {
    this.#source = source;
    if (this.#left.signal.aborted) return void (await source.return?.());
    const first = source.next();
    // A source that turns its reader down at once does so before anybody is told that it runs.
    const early = await Promise.race([first, nextTurn()]);
    this.#isRunning = true;
    for (const member of this.#members) member.start?.(early?.done === true);
    let bytes = 0;
    for (let next = await first; !next.done && this.#members.size > 0; next = await source.next()) {
      const answer = await this.#operations.event(this.#plan, this.#call, next.value);
      const payload = new Payload(answer, () => this.#operations.write(this.#plan, answer));
      for (const member of this.#members) member.deliver(payload);
      bytes += payload.bytes;
      if (bytes > bytesPerTurn) {
        bytes = 0;
        await nextTurn();
      }
      if (!this.isShared) await this.#membersDrained();
    }
    this.#dismiss((member) => member.end());
  }

  async #membersDrained(): Promise<void> {
    for (const member of this.#members) await member.drained();
  }

  #fail(error: unknown): void {
    const errors = [this.#operations.fail(error, this.#call)];
    if (this.#isRunning) this.#dismiss((member) => member.end(errors));
    else this.#dismiss((member) => member.refuse({ errors }));
  }

  /** Says goodbye to everyone. */
  #dismiss(tell: (member: Member) => void): void {
    this.#onEnd();
    const members = [...this.#members];
    this.#members.clear();
    for (const member of members) tell(member);
    this.#left.abort();
  }

  #stop(): void {
    this.#onEnd();
    this.#left.abort();
    // A source that fails while it ends has nobody left to tell.
    this.#source?.return?.().catch(() => undefined);
  }
}

function isIterator(source: AsyncIterator<unknown> | Answer): source is AsyncIterator<unknown> {
  return 'next' in source;
}
