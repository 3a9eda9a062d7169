import type { IncomingHttpHeaders } from 'node:http';
import type { ApiName, JsonSchema } from './route.ts';

/** A failure on its way to a client, in the platform's terms. */
export interface Problem {
  /** A code of the error catalogue. */
  code: string;
  /** The catalogue's status for the code, or the one of a refused request: 405, 406, 415, 426. */
  status: number;
  message: string;
  fix: string | undefined;
  retryable: boolean;
  facts: Record<string, unknown>;
  /** The API's own word for the code, from the catalogue; undefined where the catalogue has none for this API. */
  word: string | undefined;
  /** What of the request is at fault by its form alone: a path that nothing is served at, or members of the body. */
  part?: 'path' | 'body';
}

/** What an answer or a frame is about. */
export interface About {
  requestId: string;
  /** 32 hex digits: from the request's `traceparent`, else made of the request id. */
  traceId: string;
  method: string;
  /** Path with query, as asked. */
  url: string;
  /** Null when nobody said who they are. */
  caller: { principalId: string; organizationId: string } | null;
  status: number;
  now: Date;
}

/** An answer that is a failure, in an API's own form. */
export interface ErrorAnswer {
  status: number;
  contentType: string;
  body: string;
  headers?: Record<string, string>;
}

/** What is said on a stream besides its events. */
export interface StreamWords {
  /** The frame that says that events are lost, before the stream ends. `event` is its SSE name. */
  gap(problem: Problem, about: About): { event?: string; data: string };
  /** The frame of a failure in the middle of a stream. */
  error(problem: Problem, about: About): { event?: string; data: string };
  /**
   * The frame that moves a reader's cursor when nothing happened; undefined sends only an SSE id. `endsList` for the one
   * after the list with which a stream began, where the reader asked to be told.
   */
  bookmark?(cursor: string, about: About, endsList: boolean): { event?: string; data: string };
}

/** How an API's streams look besides their events. */
export interface StreamConvention extends StreamWords {
  /** The data of one frame, from the JSON of the shaped event. Fabric wraps it; most leave it as it is. */
  frame?(json: string, about: About): string;
  /** Whether `frame` looks at the JSON alone, so that it is asked once for all readers of an event and not for each. */
  sharesFrames?: boolean;
  /** Comment that keeps a silent event stream alive. */
  heartbeat: string;
  /** What routes whose wire is a Kubernetes watch say instead, on any wire. */
  watch?: StreamWords;
  /** The last frame of a stream that ended because its subject did: `[DONE]`. */
  done?: { event?: string; data: string };
  /** Whether SSE frames name their events. */
  namesEvents: boolean;
  /** Whether SSE frames carry the cursor as their id. */
  hasIds: boolean;
}

/** How an API's WebSockets behave besides their events. */
export interface SocketConvention {
  /** The token in the URL, for clients that cannot send headers; counts for WebSockets only. */
  token?(query: URLSearchParams): string | undefined;
  /** The first message, before any event. */
  hello?(about: About): string;
  /** The answer to a text message of the client; undefined for none. */
  reply?(text: string): string | undefined;
  /** Longer messages of the client close the socket. */
  maxMessageBytes: number;
  pingMs: number;
  /** A socket whose client sent nothing, not even a pong, for this long is closed. */
  idleMs: number;
}

/** Everything of one API that is not in its operations. Pure: it formats and decides nothing. */
export interface Convention {
  api: ApiName;
  /** For the documentation. */
  title: string;
  summary: string;
  version: string;
  /** The port that clients of this API expect, for `ORRERY_LISTEN`. */
  defaultPort: number;
  /** Paths that belong to this API even when no route has them, so that a 404 has its envelope: `/api/v1/`. */
  prefixes: string[];
  maxBodyBytes: number;
  /**
   * Members that are null or empty: shown, left out when null, or left out when null or empty. With the last, an empty
   * text in a request's body is as good as none.
   */
  emptiness: 'keep' | 'omit-null' | 'omit-empty';
  /**
   * The API's words: for each enum of the graph that its operations show or take, a word for each value; and further
   * records that `@words(set:)` and `@each(words:)` name. The compiler refuses a record that misses a value.
   */
  words: Record<string, Record<string, string>>;
  /** Further words that are taken for a value and never shown: `{ ResourceKind: { agent: 'AGENT' } }`. Compared without case. */
  aliases?: Record<string, Record<string, string>>;
  /** The content type of a success that is JSON; `application/json; charset=utf-8` unless said. */
  jsonType?: string;
  /** The body of success around the JSON of the shaped data. */
  success(json: string, about: About): string;
  /** The schema of such a body around that of the data. */
  successSchema(data: JsonSchema): JsonSchema;
  error(problem: Problem, about: About): ErrorAnswer;
  /** The status that `error` gives such a problem, for the documentation: Orloj's 413 is 400. */
  errorStatus(status: number, about?: Pick<Partial<Problem>, 'code' | 'part'>): number;
  /** Content type and schema of its errors. */
  errorSchema: { contentType: string; schema: JsonSchema };
  /** The token that a request shows, in the forms that the API knows. */
  token(headers: IncomingHttpHeaders, query: URLSearchParams): string | undefined;
  /** Headers that every answer of the API has. */
  headers?: Record<string, string>;
  stream: StreamConvention;
  socket?: SocketConvention;
}
