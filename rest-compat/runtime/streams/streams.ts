import type { Sockets } from '../../../src/server/index.ts';
import type { Convention } from '../convention.ts';
import type { Wire } from '../route.ts';
import { EventReader } from './event-reader.ts';
import { Follower, type FollowerOptions } from './follower.ts';
import { openHttp } from './http-transport.ts';
import type { Opening, StreamRoute, StreamsDeps } from './opening.ts';
import { Places, withPlace } from './place.ts';
import { mannersOf, openSocket } from './socket-transport.ts';
import { watchOptions } from './watch-options.ts';
import { lines, messages, type StreamWire, sse, watch } from './wires.ts';

const wires: Partial<Record<Wire, StreamWire>> = { SSE: sse, NDJSON: lines, WATCH: watch, WS: messages };

/** The streams of the facade. Readers of one route with equal variables and rights share one execution and its frames. */
export class Streams {
  readonly #deps: StreamsDeps;
  readonly #places: Places;
  readonly #readers = new WeakMap<StreamRoute, EventReader>();
  readonly #sockets = new Map<Convention, Sockets>();

  constructor(deps: StreamsDeps) {
    this.#deps = deps;
    this.#places = new Places(deps.server.operations);
  }

  /**
   * Opens a stream. Resolves when its first bytes are sent, or when its client has left before that.
   * @throws RequestRefused when nothing was sent yet and the answer is a failure: for a cursor that is wrong or too old,
   * and for whatever the subscription refuses. Refused when the first answer of the subscription is a failure of its own.
   */
  async open(opening: Opening): Promise<void> {
    const { served, asked } = opening;
    const variables = withPlace(opening);
    const connection = this.#connection(opening);
    await this.#places.check(variables['after'], opening);
    const { problemOfError } = this.#deps;
    const follower = new Follower({ opening, events: this.#eventsOf(served), problemOfError, ...connection });
    const left = goneSignal(opening, () => follower.gone());
    const call = { variables, actor: asked.actor, requestId: asked.requestId };
    try {
      await follower.follow((member) => this.#deps.server.subscriptions.join(served.plan, call, member));
    } finally {
      left();
    }
  }

  #eventsOf(served: StreamRoute): EventReader {
    const known = this.#readers.get(served);
    if (known) return known;
    const made = new EventReader(served, this.#deps.problemOfError);
    this.#readers.set(served, made);
    return made;
  }

  #socketsOf(convention: Convention): Sockets {
    const known = this.#sockets.get(convention);
    if (known) return known;
    const made = this.#deps.server.createSockets(mannersOf(convention));
    this.#sockets.set(convention, made);
    return made;
  }

  /** How the events of a stream travel. @throws RequestRefused when the client asks for something that it cannot have */
  #connection(opening: Opening): Pick<FollowerOptions, 'wire' | 'wantsBookmarks' | 'connect'> {
    const { served, asked, to } = opening;
    const { convention } = served;
    const wire = wires[to.wire];
    if (!wire) throw new Error(`${served.route.id} is no stream on the wire ${to.wire}.`);
    const named = { ...wire, name: to.wire };
    if (to.wire === 'WS') {
      const sockets = this.#socketsOf(convention);
      const { upgrade } = to;
      return {
        wire: named,
        wantsBookmarks: true,
        connect: (follower) => openSocket(sockets, { opening, upgrade }, follower),
      };
    }
    const isWatch = to.wire === 'WATCH';
    const { timeoutSeconds, wantsBookmarks } = isWatch ? watchOptions(asked.query) : noOptions;
    const options = { server: this.#deps.server, exchange: to.exchange, convention, wire, timeoutSeconds };
    return { wire: named, wantsBookmarks, connect: (follower) => openHttp(options, follower) };
  }
}

const noOptions = { timeoutSeconds: undefined, wantsBookmarks: true };

/** Calls `onGone` if the client leaves before the stream is open. The returned function ends the watch. */
function goneSignal({ to }: Opening, onGone: () => void): () => void {
  const connection = to.wire === 'WS' ? to.upgrade.socket : to.exchange.response;
  connection.once('close', onGone);
  return () => void connection.off('close', onGone);
}
