import { type Answer, RequestRefused, type ShownError, showRefusal } from '../operations/index.ts';
import type { Member, Payload } from '../streams/index.ts';
import type { Channel } from './channel.ts';
import { textFrame } from './frame.ts';

const closing = Buffer.from('}');

/** How a connection is told what became of one of its operations. */
export interface OperationEnd {
  channel: Channel;
  complete(): void;
  fail(errors: readonly ShownError[]): void;
  answer(answer: Answer): void;
}

/** A subscription of a WebSocket client, under the id that the client chose. */
export class RemoteMember implements Member {
  readonly #id: string;
  readonly #requestId: string;
  readonly #end: OperationEnd;
  readonly #opening: Buffer;

  constructor(id: string, requestId: string, end: OperationEnd) {
    this.#id = id;
    this.#requestId = requestId;
    this.#end = end;
    this.#opening = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  deliver(payload: Payload): void {
    this.#end.channel.push(payload.frame(this.#id, ({ json }) => textFrame(this.#opening, json, closing)));
  }

  refuse(reason: RequestRefused | Answer): void {
    if (reason instanceof RequestRefused) this.#end.fail(showRefusal(reason, this.#requestId));
    else this.#end.answer(reason);
  }

  end(errors?: ShownError[]): void {
    if (errors) this.#end.fail(errors);
    else this.#end.complete();
  }

  drained(): Promise<void> | undefined {
    return this.#end.channel.drained();
  }
}
