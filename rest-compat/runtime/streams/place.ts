import { catalogue, type ErrorCode, OrreryError } from '../../../src/platform/errors.ts';
import { type Answer, type OrreryServer, type Plan, RequestRefused, refusal } from '../../../src/server/index.ts';
import type { AskedStream, Opening, StreamRoute } from './opening.ts';

const placeQuery = 'query Place($after: Cursor!) { events(first: 0, after: $after) { pageInfo { hasNextPage } } }';
const nowQuery = 'query Now { journal { head } }';
const placeCodes: ReadonlySet<string> = new Set(['CURSOR_INVALID', 'CURSOR_EXPIRED'] satisfies ErrorCode[]);

/**
 * The variables of a stream with the reader's place. A `Last-Event-ID` goes before what the URL says, because EventSource
 * connects again to the same URL and is further by then; the query parameters of that name count where nothing else does.
 */
export function withPlace({ served, asked, variables }: Opening): Record<string, unknown> {
  if (!takesPlace(served)) return variables;
  const header = asked.headers['last-event-id'];
  if (typeof header === 'string' && header !== '') return { ...variables, after: header };
  if ((variables['after'] ?? null) !== null) return variables;
  const given = asked.query.get('lastEventId') ?? asked.query.get('last_event_id') ?? '';
  return given === '' ? variables : { ...variables, after: given };
}

/** Whether a stream goes on from a place when it is told one. */
export function takesPlace({ plan }: StreamRoute): boolean {
  return plan.operation.variableDefinitions?.some(({ variable }) => variable.name.value === 'after') ?? false;
}

/** Finds out whether the journal still holds what comes after a cursor, so that a lost place is a status and not a frame. */
export class Places {
  readonly #operations: OrreryServer['operations'];
  #plan: Plan | undefined;
  #nowPlan: Plan | undefined;

  constructor(operations: OrreryServer['operations']) {
    this.#operations = operations;
  }

  /** @throws RequestRefused CURSOR_INVALID or CURSOR_EXPIRED. What else is wrong is for the subscription to say. */
  async check(after: unknown, { asked }: Opening): Promise<void> {
    // The empty cursor is the beginning where a subscription knows one; any other subscription refuses it by itself.
    if (typeof after !== 'string' || after === '') return;
    this.#plan ??= this.#operations.prepareOwn(placeQuery);
    const answer = await this.#ask(this.#plan, asked, { after });
    if (placeCodes.has(answer.errors?.[0]?.extensions.code ?? '')) throw refusedBy(answer);
  }

  /** Where the journal ends now; undefined for who may not know. */
  async now({ asked }: Opening): Promise<string | undefined> {
    this.#nowPlan ??= this.#operations.prepareOwn(nowQuery);
    const { data } = await this.#ask(this.#nowPlan, asked);
    const journal = data?.['journal'] as { head: string } | null | undefined;
    return journal?.head;
  }

  #ask(plan: Plan, { actor, requestId }: AskedStream, variables: Record<string, unknown> = {}): Promise<Answer> {
    return this.#operations.run(plan, { variables, actor, requestId, signal: new AbortController().signal });
  }
}

/** Why a subscription never started, to be answered with a status. */
export function refusedBy(reason: RequestRefused | Answer): RequestRefused {
  if (reason instanceof RequestRefused) return reason;
  const [error] = reason.errors ?? [];
  if (!error) return refusal(new OrreryError('INTERNAL', 'Something went wrong on our side.'));
  const { code, retryable: _retryable, requestId: _requestId, fix, ...facts } = error.extensions;
  const known = code in catalogue ? (code as ErrorCode) : 'INTERNAL';
  return refusal(new OrreryError(known, error.message, { facts, ...(fix !== undefined && { fix }) }));
}
