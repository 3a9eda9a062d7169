import { createClient as createSocketClient } from 'graphql-ws';
import { Agent, request } from 'undici';
import { WebSocket } from 'ws';
import { OrreryError } from '../platform/errors.ts';
import { answerFailure, connectionFailure, type Shown, socketFailure } from './failures.ts';

/** An operation of the graph that knows the types of its variables and of its result, as `graphql()` gives it. */
export interface Document<Result, Variables> {
  toString(): string;
  /** Carries the types; there is never a value. */
  __apiType?: (variables: Variables) => Result;
}

/** Variables may be left out where the operation has none. */
type Given<Variables> = Record<string, never> extends Variables ? [variables?: Variables] : [variables: Variables];

/** Where the graph is served, and on whose behalf it is asked. */
export interface ClientOptions {
  /** The endpoint, for example `http://127.0.0.1:4000/graphql`. */
  url: string;
  /** Sent as `Authorization: Bearer`; without it nobody in particular asks. */
  token?: string | undefined;
  /** For one query or mutation; 30 seconds when not given. */
  timeoutMs?: number;
}

/** Asks one server. Results and variables are typed by their documents. */
export interface OrreryClient {
  /**
   * Runs a query or a mutation.
   * @throws OrreryError with the code that the server gave, UNAVAILABLE when none answers, INTERNAL when something else does
   */
  request<Result, Variables>(document: Document<Result, Variables>, ...variables: Given<Variables>): Promise<Result>;
  /**
   * Follows a subscription over a WebSocket until it ends, the reader leaves the loop, or `signal` aborts. It does not
   * connect again by itself: documents with a cursor can go on after the last one.
   * @throws OrreryError as `request` does
   */
  subscribe<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    options?: { signal?: AbortSignal },
  ): AsyncGenerator<Result, void, undefined>;
  /** Ends subscriptions and closes connections. */
  close(): Promise<void>;
}

interface Answer {
  data?: unknown;
  errors?: readonly Shown[];
}

/** Makes a client. It connects when it is first used. */
export function createClient(options: ClientOptions): OrreryClient {
  const { url, token, timeoutMs = 30_000 } = options;
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const agent = new Agent({ headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  const socket = createSocketClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: authorization,
    retryAttempts: 0,
  });
  return {
    async request<Result>(document: Document<Result, never>, variables?: unknown) {
      const body = JSON.stringify({ query: document.toString(), variables });
      return resultOf<Result>(await post({ url, agent, headers: authorization, body }));
    },
    async *subscribe<Result>(
      document: Document<Result, never>,
      variables: unknown,
      { signal }: { signal?: AbortSignal } = {},
    ) {
      if (signal?.aborted) return;
      const results = socket.iterate({ query: document.toString(), variables: variables as Record<string, unknown> });
      const leave = (): void => void results.return?.();
      signal?.addEventListener('abort', leave, { once: true });
      try {
        for await (const result of results) yield resultOf<Result>(result as Answer);
      } catch (error) {
        throw socketFailure(url, error);
      } finally {
        signal?.removeEventListener('abort', leave);
        leave();
      }
    },
    async close() {
      await socket.dispose();
      await agent.close();
    },
  };
}

async function post(about: {
  url: string;
  agent: Agent;
  headers: Record<string, string>;
  body: string;
}): Promise<Answer> {
  const { url, agent, headers, body } = about;
  const sent = { ...headers, 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  const text = await request(url, { method: 'POST', dispatcher: agent, headers: sent, body }).then(
    (response) => response.body.text(),
    (error: unknown) => {
      throw connectionFailure(url, error);
    },
  );
  return readAnswer(url, text);
}

function readAnswer(url: string, text: string): Answer {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer))
      return answer as Answer;
  } catch {
    // What is not JSON is refused below, like JSON that is no answer.
  }
  throw new OrreryError('INTERNAL', `What answers at ${url} is not Orrery.`, {
    fix: 'Name the address of a running Orrery, for example http://127.0.0.1:4000/graphql.',
  });
}

/** An answer with any error counts as failed, so that half an answer is never taken for a whole one. */
function resultOf<Result>({ data, errors }: Answer): Result {
  if (errors !== undefined) throw answerFailure(errors);
  return data as Result;
}
