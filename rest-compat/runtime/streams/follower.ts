import type { Answer, Member, Payload, RequestRefused, ShownError } from '../../../src/server/index.ts';
import type { About, Problem, StreamConvention } from '../convention.ts';
import { Refused } from '../problem.ts';
import type { EventReader, StreamEvent } from './event-reader.ts';
import { type AskedStream, type Opening, type StreamsDeps, streamOf } from './opening.ts';
import { refusedBy } from './place.ts';
import type { Saying, StreamWire } from './wires.ts';

/** Why a stream ends. */
export type Ending = 'done' | 'gap' | 'failure';

/** A connection that a stream is written to. */
export interface Transport {
  push(frame: Buffer): void;
  /** Resolves when the reader has taken what it was sent; undefined when it already has. */
  drained(): Promise<void> | undefined;
  /** Sends what is pending and ends the connection. */
  end(why: Ending): void;
}

export interface FollowerOptions {
  opening: Opening;
  events: EventReader;
  /** Frames of one wire are shared under its name. */
  wire: StreamWire & { name: string };
  /** Whether frames that only move a cursor are wanted, where the wire shows them as events. */
  wantsBookmarks: boolean;
  /** Whether the first of them says that the list before it is complete. */
  marksList: boolean;
  /** Where a stream begins whose reader is told so; undefined for none. */
  begin?: string | undefined;
  problemOfError: StreamsDeps['problemOfError'];
  /**
   * Opens the connection when the subscription runs; undefined when nothing can be sent over it: the client has left
   * meanwhile, or was told that the stream `isOver` already.
   */
  connect(follower: Follower, isOver: boolean): Transport | undefined;
}

/** How often the cursor of a reader is moved past events that it is not shown. */
const moveEveryMs = 3_000;

/** One reader of a route's subscription. Its connection is opened when the subscription runs, and not if it is refused. */
export class Follower implements Member {
  readonly #options: FollowerOptions;
  readonly #about: About;
  readonly #stream: StreamConvention;
  readonly #frameOf: (payload: Payload, event: StreamEvent & { kind: 'frame' }) => Buffer;
  #transport: Transport | undefined;
  #leave: (() => void) | undefined;
  #isOver = false;
  /** Whether a list is being told whose end the reader wants to know. */
  #isInList: boolean;
  #settle: { resolve(): void; reject(reason: RequestRefused | Refused): void } | undefined;
  /** Whether the first answer decides between a status and a stream. */
  #awaitsFirst = false;
  /** The cursor of what was passed over and not told yet. */
  #passed: string | undefined;
  #movedAt = performance.now();

  constructor(options: FollowerOptions) {
    this.#stream = streamOf(options.opening.served);
    const { frame, sharesFrames } = this.#stream;
    this.#options = options;
    this.#isInList = options.marksList;
    this.#about = aboutOf(options.opening.asked);
    const isShared = frame === undefined || sharesFrames === true;
    this.#frameOf = isShared
      ? (payload, event) => this.#shared(payload, event)
      : (_payload, event) => this.#made(event);
  }

  /** Takes part in the subscription. Resolves when the stream is open. @throws RequestRefused, Refused when it never starts */
  follow(join: (member: Member) => () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      const leave = join(this);
      if (this.#isOver) leave();
      else this.#leave = leave;
    });
  }

  start(isOver: boolean): void {
    this.#awaitsFirst = !isOver && this.#options.opening.served.route.failures.length > 0;
    if (!this.#awaitsFirst) this.#connect(isOver);
  }

  deliver(payload: Payload): void {
    if (this.#isOver) return;
    const event = this.#options.events.read(payload);
    if (this.#awaitsFirst && event.kind === 'failure') {
      this.#turnDown(new Refused(event.problem));
      return;
    }
    if (this.#awaitsFirst) this.#connect(false);
    this.#hear(payload, event);
  }

  #turnDown(reason: RequestRefused | Refused): void {
    this.#settle?.reject(reason);
    this.gone();
  }

  #connect(isOver: boolean): void {
    this.#awaitsFirst = false;
    this.#transport = this.#options.connect(this, isOver);
    if (!this.#transport) this.gone();
    this.#passed = this.#options.begin;
    const begin = this.parting();
    if (begin) this.#transport?.push(begin);
    this.#settle?.resolve();
  }

  #hear(payload: Payload, event: StreamEvent): void {
    switch (event.kind) {
      case 'frame':
        if (!isAskedFor(event.matches, this.#options.opening.asked.query)) {
          this.#pass({ kind: 'pass', cursor: event.cursor, isBookmark: false });
          return;
        }
        this.#passed = undefined;
        this.#movedAt = performance.now();
        this.#transport?.push(this.#frameOf(payload, event));
        return;
      case 'pass':
        this.#pass(event);
        return;
      case 'gap':
        this.#endWith('gap', this.#gap(event));
        return;
      case 'failure':
        this.#endWith('failure', this.#error(event.problem));
    }
  }

  refuse(reason: RequestRefused | Answer): void {
    this.#turnDown(refusedBy(reason));
  }

  end(errors?: ShownError[]): void {
    if (this.#awaitsFirst && errors) {
      this.#turnDown(new Refused(this.#problemOf(errors[0])));
      return;
    }
    if (this.#awaitsFirst && !this.#isOver) this.#connect(false);
    if (errors) this.#endWith('failure', this.#error(this.#problemOf(errors[0])));
    else this.#endWith('done', this.#stream.done);
  }

  drained(): Promise<void> | undefined {
    return this.#transport?.drained();
  }

  /** Leaves the subscription: nothing can be sent any more. */
  gone(): void {
    this.#isOver = true;
    this.#leave?.();
    this.#leave = undefined;
    this.#settle?.resolve();
  }

  /** A frame that moves the reader's cursor past what it was not shown; undefined when there is none to move. */
  parting(): Buffer | undefined {
    const cursor = this.#passed;
    this.#passed = undefined;
    if (cursor === undefined) return undefined;
    this.#movedAt = performance.now();
    const { wire, wantsBookmarks } = this.#options;
    if (this.#stream.hasIds && wire.writeId) return wire.writeId(cursor);
    const bookmark = wantsBookmarks ? this.#stream.bookmark?.(cursor, this.#now(), this.#isInList) : undefined;
    this.#isInList = false;
    return bookmark && wire.write(bookmark);
  }

  /** What keeps the connection alive. */
  heartbeat(): Buffer | undefined {
    return this.parting() ?? this.#options.wire.writeComment?.(this.#stream.heartbeat);
  }

  /** What a reader that is too slow is told at last. */
  tooSlow(): Saying {
    const message = 'The reader was too slow for this stream.';
    const fix = 'Connect again with the last cursor that arrived.';
    return this.#error(this.#problemOf({ message, extensions: { ...this.#extensions('UNAVAILABLE', true), fix } }));
  }

  /** What the stream is about, now. */
  #now(): About {
    return { ...this.#about, now: new Date() };
  }

  #shared(payload: Payload, event: StreamEvent & { kind: 'frame' }): Buffer {
    return payload.frame(this.#options.wire.name, () => this.#made(event));
  }

  #made({ json, name, cursor }: StreamEvent & { kind: 'frame' }): Buffer {
    const { namesEvents, hasIds, frame } = this.#stream;
    return this.#options.wire.write({
      event: namesEvents ? name : undefined,
      id: hasIds ? cursor : undefined,
      data: frame ? frame(json, this.#now()) : json,
    });
  }

  #pass({ cursor, isBookmark }: StreamEvent & { kind: 'pass' }): void {
    if (cursor === undefined) return;
    this.#passed = cursor;
    if (!isBookmark && performance.now() - this.#movedAt < moveEveryMs) return;
    const moved = this.parting();
    if (moved) this.#transport?.push(moved);
  }

  #gap({ facts, reason }: StreamEvent & { kind: 'gap' }): Saying {
    const fix = 'Read the state again and go on from a new cursor.';
    const extensions = { ...facts, ...this.#extensions('CURSOR_EXPIRED', false), fix };
    return this.#stream.gap(this.#problemOf({ message: reason, extensions }), this.#now());
  }

  #error(problem: Problem): Saying {
    return this.#stream.error(problem, this.#now());
  }

  #problemOf(error: ShownError | undefined): Problem {
    return this.#options.problemOfError(this.#options.opening.served.route.api, error);
  }

  #extensions(code: string, retryable: boolean): ShownError['extensions'] {
    return { code, retryable, requestId: this.#about.requestId };
  }

  #endWith(why: Ending, last: Saying | undefined): void {
    const transport = this.#transport;
    if (!transport || this.#isOver) return;
    const moved = this.parting();
    if (moved) transport.push(moved);
    if (last) transport.push(this.#options.wire.write(last));
    this.gone();
    transport.end(why);
  }
}

/** What a stream is about: the request with everything that is worked out once. */
function aboutOf({ requestId, traceId, method, url, caller, now }: AskedStream): About {
  return { requestId, traceId, method, url, caller, now, status: 200 };
}

/** Whether a frame has the values that the query asks of it. An empty parameter asks for nothing. */
function isAskedFor(matches: Record<string, string> | undefined, query: URLSearchParams): boolean {
  if (matches === undefined || query.size === 0) return true;
  return Object.entries(matches).every(([parameter, value]) => {
    const asked = query.get(parameter) ?? '';
    return asked === '' || asked.toLowerCase() === value.toLowerCase();
  });
}
