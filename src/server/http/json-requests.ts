import {
  type Answer,
  type Call,
  type Caller,
  malformed,
  type Operations,
  type Plan,
  RequestRefused,
} from '../operations/index.ts';
import type { Exchange } from './exchange.ts';
import { type AnswerType, answerType } from './media-types.ts';
import type { GraphqlParams } from './params.ts';
import { refusedAnswer, send, statusOf } from './reply.ts';

/** Who asks for operations, and in which exchange. */
export interface Incoming {
  exchange: Exchange;
  actor: Caller | null;
}

/** What became of an operation. */
export type Outcome = { plan: Plan; answer: Answer } | RequestRefused;

/** Answers one operation. @throws RequestRefused when the request itself is at fault */
export async function answerOne(operations: Operations, incoming: Incoming, params: GraphqlParams): Promise<void> {
  const { exchange } = incoming;
  const type = answerType(exchange.request.headers.accept);
  const outcome = await outcomeOf(operations, incoming, params);
  const body = textOf(operations, outcome, exchange.requestId);
  const status = statusOf(outcome, type);
  if (status === 405) send(exchange, { status, type, body, headers: { allow: 'POST' } });
  else send(exchange, { status, type, body });
}

/** Answers several operations, in their order, each as if it stood alone. @throws RequestRefused */
export async function answerBatch(operations: Operations, incoming: Incoming, batch: GraphqlParams[]): Promise<void> {
  const { exchange } = incoming;
  const type = answerType(exchange.request.headers.accept);
  const outcomes = await Promise.all(batch.map((params) => outcomeOf(operations, incoming, params)));
  const texts = outcomes.map((outcome) => textOf(operations, outcome, exchange.requestId));
  send(exchange, { status: batchStatus(outcomes, type), type, body: `[${texts.join(',')}]` });
}

/** Runs a query or mutation of an HTTP request; a refusal is a result, too. */
export async function outcomeOf(operations: Operations, incoming: Incoming, params: GraphqlParams): Promise<Outcome> {
  try {
    const plan = operations.prepare(params);
    refuseByMethod(plan, incoming.exchange.method);
    return { plan, answer: await operations.run(plan, new HttpCall(incoming, plan, params.variables)) };
  } catch (error) {
    if (error instanceof RequestRefused) return error;
    throw error;
  }
}

/** What became of an operation, as JSON. */
export function textOf(operations: Operations, outcome: Outcome, requestId: string): string {
  if (outcome instanceof RequestRefused) return JSON.stringify(refusedAnswer(outcome, requestId));
  return operations.write(outcome.plan, outcome.answer);
}

/** The run of an operation that came over HTTP. */
export class HttpCall implements Call {
  readonly variables: Record<string, unknown> | undefined;
  readonly actor: Caller | null;
  readonly requestId: string;
  readonly #exchange: Exchange;
  readonly #isMutation: boolean;

  constructor({ exchange, actor }: Incoming, plan: Plan, variables: Record<string, unknown> | undefined) {
    this.variables = variables;
    this.actor = actor;
    this.requestId = exchange.requestId;
    this.#exchange = exchange;
    this.#isMutation = plan.kind === 'mutation';
  }

  /** Whoever asked for a change may leave: the change is then made all the same. */
  get signal(): AbortSignal {
    return this.#isMutation ? new AbortController().signal : this.#exchange.signal;
  }
}

function refuseByMethod(plan: Plan, method: string): void {
  if (plan.kind === 'subscription') {
    throw malformed('A subscription is answered as a stream.', {
      status: 406,
      fix: 'Accept text/event-stream, or use a WebSocket.',
    });
  }
  if (plan.kind === 'mutation' && method === 'GET') {
    throw malformed('A mutation cannot be sent with GET.', { status: 405, fix: 'Send it with POST.' });
  }
}

function batchStatus(outcomes: Outcome[], type: AnswerType): number {
  return Math.max(...outcomes.map((outcome) => statusOf(outcome, type)));
}
