import type { Sockets } from '../../../src/server/index.ts';
import type { Convention } from '../convention.ts';
import type { Wire } from '../route.ts';
import { EventReader } from './event-reader.ts';
import { Follower, type FollowerOptions } from './follower.ts';
import { openHttp } from './http-transport.ts';
import type { Opening, StreamRoute, StreamsDeps } from './opening.ts';
import { Places, takesPlace, withPlace } from './place.ts';
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
    const connection = this.#connection(opening);
    const variables = connection.marksList ? { ...opening.variables, after: null } : withPlace(opening);
    await this.#places.check(variables['after'], opening);
    const { problemOfError } = this.#deps;
    const begin = this.#tellsBegin(opening, variables) ? await this.#places.now(opening) : undefined;
    const events = this.#eventsOf(served);
    const follower = new Follower({ opening, events, problemOfError, begin, ...connection });
    const left = goneSignal(opening, () => follower.gone());
    const call = { variables, actor: asked.actor, requestId: asked.requestId };
    try {
      await follower.follow((member) => this.#deps.server.subscriptions.join(served.plan, call, member));
    } finally {
      left();
    }
  }

  /** Whether the reader of a stream that begins now is told where that is, so that one who is cut before any event loses none. */
  #tellsBegin({ served, to }: Opening, variables: Record<string, unknown>): boolean {
    const { hasIds } = served.convention.stream;
    return (
      to.wire === 'SSE' &&
      hasIds &&
      takesPlace(served) &&
      this.#deps.server.subscriptions.beginsNow(served.plan, variables)
    );
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
  #connection(opening: Opening): Pick<FollowerOptions, 'wire' | 'wantsBookmarks' | 'marksList' | 'connect'> {
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
        marksList: false,
        connect: (follower) => openSocket(sockets, { opening, upgrade }, follower),
      };
    }
    const isWatch = to.wire === 'WATCH';
    const { timeoutSeconds, wantsBookmarks, wantsInitialEvents } = isWatch ? watchOptions(asked.query) : noOptions;
    const tellsEnd = to.wire === 'SSE' && served.route.ends === true;
    const options = { server: this.#deps.server, exchange: to.exchange, convention, wire, timeoutSeconds, tellsEnd };
    const connect: FollowerOptions['connect'] = (follower, isOver) => openHttp(options, follower, isOver);
    return { wire: named, wantsBookmarks, marksList: wantsInitialEvents, connect };
  }
}

const noOptions = { timeoutSeconds: undefined, wantsBookmarks: true, wantsInitialEvents: false };

/** Calls `onGone` if the client leaves before the stream is open. The returned function ends the watch. */
function goneSignal({ to }: Opening, onGone: () => void): () => void {
  const connection = to.wire === 'WS' ? to.upgrade.socket : to.exchange.response;
  connection.once('close', onGone);
  return () => void connection.off('close', onGone);
}
