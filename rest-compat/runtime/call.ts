import type { Call, Caller, Exchange } from '../../src/server/index.ts';

/** The run of a route's operation. */
export class RouteCall implements Call {
  readonly variables: Record<string, unknown>;
  readonly actor: Caller | null;
  readonly requestId: string;
  readonly #exchange: Exchange;
  readonly #isMutation: boolean;

  constructor(
    exchange: Exchange,
    run: { actor: Caller | null; variables: Record<string, unknown>; isMutation: boolean },
  ) {
    this.variables = run.variables;
    this.actor = run.actor;
    this.requestId = exchange.requestId;
    this.#exchange = exchange;
    this.#isMutation = run.isMutation;
  }

  /** Whoever asked for a change may leave: the change is then made all the same. */
  get signal(): AbortSignal {
    return this.#isMutation ? new AbortController().signal : this.#exchange.signal;
  }
}
