import type { Exchange, LiveAnswer, OrreryServer } from '../../../src/server/index.ts';
import type { Convention } from '../convention.ts';
import type { Follower, Transport } from './follower.ts';
import type { StreamWire } from './wires.ts';

export interface HttpTransportOptions {
  server: Pick<OrreryServer, 'openLive'>;
  exchange: Exchange;
  convention: Convention;
  wire: StreamWire;
  /** After how many seconds the stream ends by itself; undefined for never. */
  timeoutSeconds: number | undefined;
}

/** Starts the answer that carries a stream; undefined when its client has left. */
export function openHttp(options: HttpTransportOptions, follower: Follower): Transport | undefined {
  const { server, exchange, convention, wire, timeoutSeconds } = options;
  if (exchange.response.destroyed) return undefined;
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
