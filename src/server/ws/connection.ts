import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { newId } from '../../platform/ids.ts';
import { type GraphqlParams, parseJson, readParams } from '../http/index.ts';
import {
  type Answer,
  type Caller,
  malformed,
  type Operations,
  RequestRefused,
  type ShownError,
  showRefusal,
} from '../operations/index.ts';
import type { Flusher, Subscriptions } from '../streams/index.ts';
import { Channel } from './channel.ts';
import { type ClientMessage, closeCodes, readMessage } from './messages.ts';
import { RemoteMember } from './remote-member.ts';

export interface ConnectionOptions {
  socket: WebSocket;
  /** The connection underneath, which frames are written to directly: many with one write. */
  wire: Socket;
  operations: Operations;
  subscriptions: Subscriptions;
  flusher: Flusher;
  /** Who is behind the payload of `connection_init`; undefined when the credentials are wrong. */
  authenticate(params: Record<string, unknown> | null): Promise<Caller | null | undefined>;
  onError(error: unknown): void;
  limits: { operationsPerSocket: number; bufferedBytes: number };
  timing: { initTimeoutMs: number; goodbyeMs: number };
}

/** One client of the graphql-transport-ws protocol. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #channel: Channel;
  /** How to stop each operation that the client has open. */
  readonly #open = new Map<string, () => void>();
  readonly #initTimer: NodeJS.Timeout;
  #state: 'new' | 'authenticating' | 'ready' | 'closed' = 'new';
  #actor: Caller | null = null;

  constructor(options: ConnectionOptions) {
    const { socket, wire, flusher, limits, timing } = options;
    this.#options = options;
    this.#channel = new Channel({
      socket,
      wire,
      flusher,
      limitBytes: limits.bufferedBytes,
      goodbyeMs: timing.goodbyeMs,
      onMessage: (text) => this.#receive(text),
      tooSlow: () => this.close(closeCodes.tooSlow, 'The reader was too slow. Subscribe again after the last cursor.'),
      gone: () => this.#release(),
    });
    this.#initTimer = setTimeout(
      () => this.close(closeCodes.initTimeout, 'Connection initialisation timeout'),
      timing.initTimeoutMs,
    );
  }

  get subscribers(): number {
    return this.#open.size;
  }

  get bufferedBytes(): number {
    return this.#channel.bufferedBytes;
  }

  get principalId(): string | undefined {
    return this.#actor?.principalId;
  }

  /** Asks the peer for a sign of life, or ends the connection when it gave none since it was last asked. */
  ping(): void {
    this.#channel.ping(0);
  }

  /** Ends every operation and says why. A peer that does not read the reason in time is disconnected. */
  close(code: number, reason: string): void {
    this.#channel.close(code, reason);
  }

  #release(): void {
    this.#state = 'closed';
    clearTimeout(this.#initTimer);
    for (const stop of this.#open.values()) stop();
    this.#open.clear();
  }

  #receive(text: string | undefined): void {
    if (this.#state === 'closed') return;
    const message = text === undefined ? 'Messages are text.' : parseMessage(text);
    try {
      if (typeof message === 'string') this.close(closeCodes.badMessage, shortened(message));
      else this.#handle(message);
    } catch (error) {
      this.#options.onError(error);
      this.close(closeCodes.internal, 'Something went wrong on our side.');
    }
  }

  #handle(message: ClientMessage): void {
    switch (message.type) {
      case 'connection_init':
        void this.#init(message.payload);
        return;
      case 'ping':
        this.#send({ type: 'pong', ...(message.payload && { payload: message.payload }) });
        return;
      case 'pong':
        return;
      case 'subscribe':
        this.#subscribe(message.id, message.payload);
        return;
      case 'complete':
        this.#stop(message.id);
    }
  }

  async #init(params: Record<string, unknown> | null): Promise<void> {
    if (this.#state !== 'new') return this.close(closeCodes.tooManyInits, 'Too many initialisation requests');
    this.#state = 'authenticating';
    clearTimeout(this.#initTimer);
    try {
      const actor = await this.#options.authenticate(params);
      if (actor === undefined) return this.close(closeCodes.forbidden, 'Forbidden');
      if (!this.#channel.isOpen) return;
      this.#actor = actor;
      this.#state = 'ready';
      this.#send({ type: 'connection_ack' });
    } catch (error) {
      this.#options.onError(error);
      this.close(closeCodes.internal, 'Something went wrong on our side.');
    }
  }

  #subscribe(id: string, payload: Record<string, unknown>): void {
    if (this.#state !== 'ready') {
      this.close(closeCodes.unauthorized, 'Unauthorized');
      return;
    }
    if (this.#open.has(id)) {
      this.close(closeCodes.duplicateId, shortened(`Subscriber for ${id} already exists`));
      return;
    }
    const requestId = newId('request');
    try {
      const limit = this.#options.limits.operationsPerSocket;
      if (this.#open.size >= limit) throw malformed(`This connection has ${limit} operations open; that is the limit.`);
      this.#start(id, readParams(payload), requestId);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      this.#fail(id, showRefusal(error, requestId));
    }
  }

  #start(id: string, params: GraphqlParams, requestId: string): void {
    const { operations, subscriptions } = this.#options;
    const plan = operations.prepare(params);
    const call = { variables: params.variables, actor: this.#actor, requestId };
    if (plan.kind === 'subscription') {
      const member = new RemoteMember(id, requestId, {
        channel: this.#channel,
        complete: () => this.#complete(id),
        fail: (errors) => this.#fail(id, errors),
        answer: (answer) => this.#answer(id, answer),
      });
      this.#open.set(id, () => undefined);
      const leave = subscriptions.join(plan, call, member);
      if (this.#open.has(id)) this.#open.set(id, leave);
      return;
    }
    const gone = new AbortController();
    const stop = (): void => gone.abort();
    this.#open.set(id, stop);
    // Whoever asked for a change may leave: the change is then made all the same.
    const signal = plan.kind === 'mutation' ? new AbortController().signal : gone.signal;
    operations.run(plan, { ...call, signal }).then(
      (answer) => this.#open.get(id) === stop && this.#answer(id, answer),
      (error: unknown) => {
        if (this.#open.get(id) !== stop) return;
        this.#fail(
          id,
          error instanceof RequestRefused ? showRefusal(error, requestId) : [operations.fail(error, { requestId })],
        );
      },
    );
  }

  /** Sends the one answer of an operation. Without data it is an error, which ends the operation by itself. */
  #answer(id: string, answer: Answer): void {
    if (answer.data === undefined) {
      this.#fail(id, answer.errors ?? []);
    } else {
      this.#send({ id, type: 'next', payload: answer });
      this.#complete(id);
    }
  }

  #complete(id: string): void {
    if (this.#open.delete(id)) this.#send({ id, type: 'complete' });
  }

  #fail(id: string, errors: readonly ShownError[]): void {
    this.#open.delete(id);
    this.#send({ id, type: 'error', payload: errors });
  }

  #stop(id: string): void {
    this.#open.get(id)?.();
    this.#open.delete(id);
  }

  #send(message: object): void {
    this.#channel.say(JSON.stringify(message));
  }
}

function parseMessage(text: string): ClientMessage | string {
  try {
    return readMessage(parseJson(text, 'The message'));
  } catch (error) {
    return error instanceof Error ? error.message : 'Invalid message';
  }
}

/** A close reason has at most 123 bytes. */
function shortened(reason: string): string {
  const bytes = Buffer.from(reason);
  return bytes.length <= 123
    ? reason
    : `${bytes
        .subarray(0, 117)
        .toString('utf8')
        .replace(/\uFFFD+$/, '')}...`;
}
