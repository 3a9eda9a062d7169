import type { Endpoint } from './graphql-client.ts';
import type { SocketClient } from './socket-client.ts';
import { subscribeMany } from './subscriber.ts';

const query = `subscription {
  events(filter: { types: [EXECUTION_FINISHED] }) {
    __typename
    ... on ExecutionFinished { subjectId phase }
  }
}`;

interface FinishedEvent {
  __typename: string;
  subjectId: string;
  phase: string;
}

/** Sees the end of every run over one subscription, so that waiting for many runs costs as little as waiting for one. */
export class RunWatcher {
  readonly #client: SocketClient;
  readonly #waiting = new Map<string, (phase: string) => void>();
  readonly #seen = new Map<string, string>();

  private constructor(client: SocketClient) {
    this.#client = client;
    client.onMessage = (payload) => this.#take(payload.toString('utf8'));
  }

  static async open(to: Endpoint): Promise<RunWatcher> {
    const [client] = await subscribeMany(to, query, 1);
    if (!client) throw new Error('The subscription was not opened.');
    return new RunWatcher(client);
  }

  /** Resolves when the run has succeeded. @throws Error when it ended otherwise */
  async finished(id: string): Promise<void> {
    const phase = this.#seen.get(id) ?? (await new Promise<string>((resolve) => this.#waiting.set(id, resolve)));
    this.#waiting.delete(id);
    this.#seen.delete(id);
    if (phase !== 'SUCCEEDED') throw new Error(`The run ${id} came to ${phase}.`);
  }

  stop(): Promise<void> {
    return this.#client.stop();
  }

  #take(text: string): void {
    const message = JSON.parse(text) as { type: string; payload?: { data?: { events: FinishedEvent } } };
    const event = message.payload?.data?.events;
    if (!event) throw new Error(`The subscription said ${text}.`);
    if (event.__typename !== 'ExecutionFinished') return;
    const waiting = this.#waiting.get(event.subjectId);
    if (waiting) waiting(event.phase);
    else this.#seen.set(event.subjectId, event.phase);
  }
}
