import type { Channel, SocketManners, Sockets } from '../../../src/server/index.ts';
import type { Convention, SocketConvention } from '../convention.ts';
import type { Ending, Follower, Transport } from './follower.ts';
import type { Opening, SocketUpgrade } from './opening.ts';

/** Close codes: of RFC 6455 and its registry, and one of our own after HTTP's 410. */
const closeCodes = { done: 1000, unsupportedData: 1003, failure: 1011, tooSlow: 1013, gap: 4410 } as const;

const reasons: Record<Ending, string> = {
  done: 'The stream has ended.',
  gap: 'Events are lost. Read the state again and go on from a new cursor.',
  failure: 'The stream has failed.',
};

/** How the sockets of an API behave. @throws Error when its convention does not say */
export function mannersOf({ api, socket }: Convention): SocketManners & SocketConvention {
  if (!socket) throw new Error(`The convention of ${api} says nothing of WebSockets.`);
  return { ...socket, protocol: (offered) => (offered.has('bearer') ? 'bearer' : false) };
}

/** The token that a browser shows as a subprotocol, where it cannot send headers: `bearer, <token>`. */
export function protocolToken(header: string | undefined): string | undefined {
  const [scheme, token] = (header ?? '').split(',').map((part) => part.trim());
  return scheme?.toLowerCase() === 'bearer' && token ? token : undefined;
}

/** Completes the handshake of the socket that carries a stream; undefined when its client has left or cannot do it. */
export function openSocket(
  sockets: Sockets,
  { opening, upgrade }: { opening: Opening; upgrade: SocketUpgrade },
  follower: Follower,
): Transport | undefined {
  const { served, asked } = opening;
  const { socket } = served.convention;
  if (upgrade.socket.destroyed) return undefined;
  const path = asked.url.split('?')[0] ?? '/';
  const channel: Channel | undefined = sockets.accept(upgrade, {
    path,
    principalId: asked.caller?.principalId,
    peer: {
      onMessage: (text) => {
        if (text === undefined) channel?.close(closeCodes.unsupportedData, 'Messages are text.');
        else answer(socket?.reply?.(text));
      },
      tooSlow: () =>
        channel?.close(closeCodes.tooSlow, 'The reader was too slow. Connect again.', follower.tooSlow().data),
      gone: () => follower.gone(),
    },
  });
  if (!channel) return undefined;
  const answer = (text: string | undefined): void => {
    if (text !== undefined) channel.say(text);
  };
  answer(socket?.hello?.(asked));
  return {
    push: (frame) => channel.push(frame),
    drained: () => channel.drained(),
    end: (why) => channel.close(closeCodes[why], reasons[why]),
  };
}
