import { OrreryError } from '../../platform/errors.ts';
import { type Answer, type Call, type Plan, RequestRefused, refusal, showRefusal } from '../operations/index.ts';
import type { Member, Payload } from '../streams/index.ts';
import type { LiveAnswer, LiveForm } from './live-answer.ts';
import { refusedAnswer } from './reply.ts';

const heartbeat = Buffer.from(':\n\n');
const complete = Buffer.from('event: complete\ndata:\n\n');

const eventStreamHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  connection: 'keep-alive',
  'x-accel-buffering': 'no',
};

/** One answer as server-sent events, in the "distinct connections" form of the graphql-sse protocol. */
export class EventStream implements Member, LiveForm {
  readonly headers = eventStreamHeaders;
  readonly opening = heartbeat;
  readonly #requestId: string;
  readonly #live: LiveAnswer;
  #leave: (() => void) | undefined;

  constructor(requestId: string, open: (form: LiveForm) => LiveAnswer) {
    this.#requestId = requestId;
    this.#live = open(this);
  }

  /** Takes part in a subscription until it ends or the client leaves. */
  follow(join: (member: Member) => () => void): void {
    const leave = join(this);
    if (this.#live.isOpen) this.#leave = leave;
    else leave();
  }

  deliver(payload: Payload): void {
    this.#live.push(payload.frame('sse', eventOf));
  }

  /** Sends the one answer of a query or mutation, which is JSON already. */
  answer(json: string): void {
    this.#live.push(nextOf(json));
    this.end();
  }

  refuse(reason: RequestRefused | Answer): void {
    this.answer(JSON.stringify(reason instanceof RequestRefused ? refusedAnswer(reason, this.#requestId) : reason));
  }

  end(errors?: Answer['errors']): void {
    if (errors) this.#live.push(nextOf(JSON.stringify({ errors })));
    this.#live.push(complete);
    this.#live.end();
  }

  drained(): Promise<void> | undefined {
    return this.#live.drained();
  }

  heartbeat(): Buffer {
    return heartbeat;
  }

  tooSlow(): Buffer {
    const errors = showRefusal(refusal(tooSlow()), this.#requestId);
    return Buffer.concat([nextOf(JSON.stringify({ errors })), complete]);
  }

  gone(): void {
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
function tooSlow(): OrreryError {
  return new OrreryError('UNAVAILABLE', 'The reader was too slow for this subscription.', {
    fix: 'Subscribe again with "after" set to the last cursor that arrived.',
  });
}

function nextOf(json: string): Buffer {
  return Buffer.from(`event: next\ndata: ${json}\n\n`);
}

function eventOf(payload: Payload): Buffer {
  const id = payload.cursor === undefined ? '' : `id: ${payload.cursor}\n`;
  return Buffer.concat([Buffer.from(`event: next\n${id}data: `), payload.json, Buffer.from('\n\n')]);
}
