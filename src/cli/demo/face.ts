import type { RestSite } from './rest-site.ts';
import { valueAt } from './words.ts';

/** The run that is shown. */
export interface StartedRun {
  id: string;
  name: string;
  namespace: string;
  /** Where the journal stood before the run was started. */
  after: string;
}

/** One API as a place where events are shown. */
export interface Face {
  name: string;
  /** The path of its stream, as its documentation has it. */
  path: string;
  /** Where a frame says its place in the journal. */
  cursor: string;
  /** Where the last frame holds the run's result, and the API's word for that frame; absent where a route gives it. */
  result?: { in: string; word: string };
  open(site: RestSite, run: StartedRun, signal: AbortSignal): AsyncGenerator<unknown>;
}

/** The faces besides GraphQL that have a stream of events. */
export const faces: readonly Face[] = [
  {
    name: 'Joch',
    path: 'GET /v1/namespaces/{ns}/executions/{name}/events',
    cursor: 'cursor',
    open: (site, { namespace, name }, signal) =>
      site.events(`/v1/namespaces/${namespace}/executions/${name}/events`, signal),
  },
  {
    name: 'Orloj',
    path: 'GET /v1/events/watch',
    cursor: 'id',
    result: { in: 'data.output.result', word: 'type' },
    open: (site, { after }, signal) => site.events(`/v1/events/watch?since=${encodeURIComponent(after)}`, signal),
  },
  {
    name: 'Roboticus',
    path: 'WS /ws',
    cursor: 'cursor',
    result: { in: 'content', word: 'type' },
    open: openRoboticus,
  },
  {
    name: 'Fabric',
    path: 'GET /v1/events/stream',
    cursor: 'data.cursor',
    result: { in: 'data.payload.output', word: 'data.kind' },
    open: (site, { after }, signal) => site.events(`/v1/events/stream?after=${encodeURIComponent(after)}`, signal),
  },
];

/** A WebSocket of Roboticus is opened with a ticket. */
async function* openRoboticus(site: RestSite, { after }: StartedRun, signal: AbortSignal): AsyncGenerator<unknown> {
  const { json } = await site.send('POST', '/api/ws-ticket');
  const query = new URLSearchParams({ ticket: String(valueAt(json, 'ticket')), after });
  yield* site.messages(`/ws?${query}`, signal);
}

/** A frame with its place in the journal. */
export interface Frame {
  cursor: string;
  json: unknown;
}

/** Reads what a face shows, from its opening on. */
export class FaceReader {
  readonly face: Face;
  readonly frames: Frame[] = [];
  /** Why the stream broke, in words. */
  fault: string | undefined;
  #isOver = false;
  #wake: () => void = () => undefined;

  constructor(face: Face, stream: AsyncGenerator<unknown>) {
    this.face = face;
    void this.#read(stream);
  }

  /** Resolves when the face has shown what is at `cursor`, when its stream has ended, or when `patience` is over. */
  async reach(cursor: string, patience: AbortSignal): Promise<void> {
    patience.addEventListener('abort', () => this.#wake());
    while (!this.#isOver && !patience.aborted && !this.frames.some((frame) => frame.cursor === cursor))
      await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  async #read(stream: AsyncGenerator<unknown>): Promise<void> {
    try {
      for await (const json of stream) {
        const cursor = valueAt(json, this.face.cursor);
        // A greeting or a heartbeat has no place in the journal.
        if (typeof cursor === 'string') this.frames.push({ cursor, json });
        this.#wake();
      }
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    }
    this.#isOver = true;
    this.#wake();
  }
}
