import type { Exchange, LiveAnswer, OrreryServer } from '../../../src/server/index.ts';
import type { Convention } from '../convention.ts';
import { sendReply } from '../reply.ts';
import type { Follower, Transport } from './follower.ts';
import type { StreamWire } from './wires.ts';

export interface HttpTransportOptions {
  server: Pick<OrreryServer, 'openLive'>;
  exchange: Exchange;
  convention: Convention;
  wire: StreamWire;
  /** After how many seconds the stream ends by itself; undefined for never. */
  timeoutSeconds: number | undefined;
  /** Whether a stream that is over before it said anything is told by a status. */
  tellsEnd: boolean;
}

/** Starts the answer that carries a stream; undefined when its client has left, or was told that it is over. */
export function openHttp(options: HttpTransportOptions, follower: Follower, isOver: boolean): Transport | undefined {
  const { server, exchange, convention, wire, timeoutSeconds, tellsEnd } = options;
  if (exchange.response.destroyed) return undefined;
  if (isOver && tellsEnd) {
    // An EventSource connects again whenever a stream ends, unless it is told 204.
    sendReply(exchange, { status: 204, headers: { ...convention.headers }, body: undefined });
    return undefined;
  }
  const opening = wire.writeComment?.(convention.stream.heartbeat);
  let timer: NodeJS.Timeout | undefined;
  const live: LiveAnswer = server.openLive(exchange, {
    headers: { ...convention.headers, ...wire.headers },
    ...(opening && { opening }),
    heartbeat: () => follower.heartbeat(),
    tooSlow: () => wire.write(follower.tooSlow()),
    parting: () => follower.parting(),
    gone: () => {
      clearTimeout(timer);
      follower.gone();
    },
  });
  if (timeoutSeconds !== undefined) timer = setTimeout(() => live.hangUp(), timeoutSeconds * 1_000).unref();
  return { push: (frame) => live.push(frame), drained: () => live.drained(), end: () => live.end() };
}
