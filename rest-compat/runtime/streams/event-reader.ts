import type { Payload } from '../../../src/server/index.ts';
import type { Problem } from '../convention.ts';
import { failureOf } from '../problem.ts';
import { cursorKey, gapKeys, type Shape, typeKey } from '../route.ts';
import type { Aside } from '../write-shape.ts';
import type { StreamRoute, StreamsDeps } from './opening.ts';

/** What one answer of a subscription is to the readers of a route. */
export type StreamEvent =
  | {
      kind: 'frame';
      json: string;
      name: string | undefined;
      cursor: string | undefined;
      /** What query parameters may ask of it. */
      matches: Record<string, string> | undefined;
    }
  /** Nothing that the route shows; a bookmark says that nothing else came before it either. */
  | { kind: 'pass'; cursor: string | undefined; isBookmark: boolean }
  /** Events after `from` are lost; the journal begins at `to` now. */
  | { kind: 'gap'; facts: { from: unknown; to: unknown }; reason: string }
  | { kind: 'failure'; problem: Problem };

/** Reads the answers of a route's subscription, each once for all who get it. */
export class EventReader {
  readonly #served: StreamRoute;
  readonly #problemOfError: StreamsDeps['problemOfError'];
  readonly #read = new WeakMap<Payload, StreamEvent>();

  constructor(served: StreamRoute, problemOfError: StreamsDeps['problemOfError']) {
    this.#served = served;
    this.#problemOfError = problemOfError;
  }

  read(payload: Payload): StreamEvent {
    const known = this.#read.get(payload);
    if (known) return known;
    const event = this.#eventOf(payload);
    this.#read.set(payload, event);
    return event;
  }

  #eventOf({ answer }: Payload): StreamEvent {
    const { api } = this.#served.route;
    const root = answer.errors ? null : this.#served.rootOf(answer.data);
    if (!isObject(root)) return { kind: 'failure', problem: this.#problemOfError(api, answer.errors?.[0]) };
    const problem = failureOf(api, root);
    if (problem) return { kind: 'failure', problem };
    const type = root[typeKey];
    const cursor = typeof root[cursorKey] === 'string' ? root[cursorKey] : undefined;
    if (type === 'StreamGap') {
      const facts = { from: root[gapKeys.from], to: root[gapKeys.to] };
      return { kind: 'gap', facts, reason: String(root[gapKeys.reason] ?? '') };
    }
    if (type === 'Bookmark') return { kind: 'pass', cursor, isBookmark: true };
    if (typeof type === 'string' && !isShown(this.#served.route.shape, type))
      return { kind: 'pass', cursor, isBookmark: false };
    const aside: Pick<Aside, 'frame' | 'matches'> = {};
    const json = this.#served.writeRoot(root, aside);
    return { kind: 'frame', json, name: aside.frame, cursor, matches: aside.matches };
  }
}

/** Whether events of this type are frames: where members depend on the type, those that have some. */
function isShown(shape: Shape, type: string): boolean {
  return shape.kind !== 'object' || shape.byType === undefined || Object.hasOwn(shape.byType, type);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
