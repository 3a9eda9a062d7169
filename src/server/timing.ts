/** How long things may take, in milliseconds. */
export interface Timing {
  /** Between two comments on a silent event stream. */
  heartbeatMs: number;
  /** Between two pings of a WebSocket; a peer that answered none of them in between is dead. */
  pingMs: number;
  /** For a WebSocket client to say `connection_init`. */
  initTimeoutMs: number;
  /** For a reader that was cut to take what it still has, before its connection is destroyed. */
  goodbyeMs: number;
  /** For requests in flight to end when the server closes. */
  drainMs: number;
  /** For a client to send its whole request. */
  requestMs: number;
  /** For a client to send its headers. */
  headersMs: number;
  /** For which an idle connection is kept. */
  keepAliveMs: number;
}

/** The timing that is in force unless the caller of `createServer` says otherwise. */
export const defaultTiming: Timing = {
  heartbeatMs: 15_000,
  pingMs: 25_000,
  initTimeoutMs: 10_000,
  goodbyeMs: 5_000,
  drainMs: 10_000,
  requestMs: 30_000,
  headersMs: 10_000,
  keepAliveMs: 65_000,
};
