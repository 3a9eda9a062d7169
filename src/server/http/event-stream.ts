import { OrreryError } from '../../platform/errors.ts';
import { type Answer, type Call, type Plan, RequestRefused, refusal, showRefusal } from '../operations/index.ts';
import { type Flusher, type Member, Outlet, type Payload } from '../streams/index.ts';
import type { Exchange } from './exchange.ts';
import { refusedAnswer } from './reply.ts';

const heartbeat = Buffer.from(':\n\n');
const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  connection: 'keep-alive',
  'x-accel-buffering': 'no',
};
const complete = Buffer.from('event: complete\ndata:\n\n');

export interface EventStreamOptions {
  exchange: Exchange;
  flusher: Flusher;
  limitBytes: number;
  /** How long a reader that was cut has to take what it was sent. */
  goodbyeMs: number;
}

/** One answer as server-sent events, in the "distinct connections" form of the graphql-sse protocol. */
export class EventStream implements Member {
  readonly #options: EventStreamOptions;
  readonly #outlet: Outlet;
  #leave: (() => void) | undefined;
  #isOpen = true;
  /** Bytes that the operating system had taken at the last beat, and for how many beats it was no more. */
  #taken = 0;
  #idleBeats = 0;

  constructor(options: EventStreamOptions) {
    const { exchange, flusher, limitBytes } = options;
    const { response } = exchange;
    this.#options = options;
    this.#outlet = new Outlet({ sink: response, flusher, limitBytes, onOverflow: () => this.#cut() });
    response.writeHead(200, exchange.headers(streamHeaders));
    // Browsers see the headers only when some body has come.
    response.write(heartbeat);
    response.once('close', () => this.#gone());
  }

  /** Whether anything may still be sent. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get bufferedBytes(): number {
    return this.#outlet.bufferedBytes;
  }

  /** Takes part in a subscription until it ends or the client leaves. */
  follow(join: (member: Member) => () => void): void {
    const leave = join(this);
    if (this.#isOpen) this.#leave = leave;
    else leave();
  }

  deliver(payload: Payload): void {
    this.#outlet.push(payload.frame('sse', eventOf));
  }

  /** Sends the one answer of a query or mutation, which is JSON already. */
  answer(json: string): void {
    this.#next(json);
    this.end();
  }

  refuse(reason: RequestRefused | Answer): void {
    const { requestId } = this.#options.exchange;
    this.answer(JSON.stringify(reason instanceof RequestRefused ? refusedAnswer(reason, requestId) : reason));
  }

  end(errors?: Answer['errors']): void {
    if (errors) this.#next(JSON.stringify({ errors }));
    this.#outlet.push(complete);
    this.#finish();
  }

  drained(): Promise<void> | undefined {
    this.#outlet.flush();
    return this.#outlet.drained();
  }

  /** Keeps a silent connection alive, and ends one that took nothing since the beat before the last. */
  beat(): void {
    const { socket } = this.#options.exchange.response;
    const taken = socket ? socket.bytesWritten - socket.writableLength : 0;
    this.#idleBeats = this.#outlet.bufferedBytes > 0 && taken === this.#taken ? this.#idleBeats + 1 : 0;
    this.#taken = taken;
    if (this.#idleBeats > 1) this.#options.exchange.response.destroy();
    else if (this.#outlet.bufferedBytes === 0) this.#outlet.push(heartbeat);
  }

  /** Ends the connection without saying that the subscription is complete, so that the client connects again. */
  hangUp(): void {
    this.#finish();
  }

  #next(json: string): void {
    this.#outlet.push(Buffer.from(`event: next\ndata: ${json}\n\n`));
  }

  #cut(): void {
    const { exchange, goodbyeMs } = this.#options;
    const { response } = exchange;
    const errors = showRefusal(refusal(tooSlow()), exchange.requestId);
    response.write(`event: next\ndata: ${JSON.stringify({ errors })}\n\n`);
    response.write(complete);
    this.#finish();
    setTimeout(() => response.destroy(), goodbyeMs).unref();
  }

  #finish(): void {
    if (!this.#isOpen) return;
    this.#gone();
    this.#outlet.close();
    this.#options.exchange.response.end();
  }

  #gone(): void {
    this.#isOpen = false;
    this.#leave?.();
    this.#leave = undefined;
  }
}

/** The client's place, which EventSource sends when it connects again, for operations that ask for one. */
export function resumeFrom(plan: Plan, variables: Call['variables'], lastEventId: unknown): Call['variables'] {
  if (typeof lastEventId !== 'string' || lastEventId === '' || (variables?.['after'] ?? null) !== null)
    return variables;
  const asksForPlace = plan.operation.variableDefinitions?.some(({ variable }) => variable.name.value === 'after');
  return asksForPlace ? { ...variables, after: lastEventId } : variables;
}

/** Why a slow reader was cut, and how it goes on. */
export function tooSlow(): OrreryError {
  return new OrreryError('UNAVAILABLE', 'The reader was too slow for this subscription.', {
    fix: 'Subscribe again with "after" set to the last cursor that arrived.',
  });
}

function eventOf(payload: Payload): Buffer {
  const id = payload.cursor === undefined ? '' : `id: ${payload.cursor}\n`;
  return Buffer.concat([Buffer.from(`event: next\n${id}data: `), payload.json, Buffer.from('\n\n')]);
}
