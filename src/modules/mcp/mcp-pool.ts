import { isOrreryError } from '../../platform/errors.ts';
import type { OutboundClient } from '../../platform/http/index.ts';
import type { Logger } from '../../platform/log.ts';
import type { McpCall, McpCallResult, McpDiscovery, McpPool, McpServerTarget } from './mcp.ts';
import { McpConnection } from './mcp-connection.ts';
import { closedPool, timedOut } from './mcp-errors.ts';
import { type Patience, patienceOf, waitFor } from './patience.ts';

type Run<T> = (connection: McpConnection, patience: Patience) => Promise<T>;

interface Entry {
  readonly target: McpServerTarget;
  readonly connection: McpConnection;
  /** Settles when the session is initialized. */
  readonly opened: Promise<void>;
  users: number;
  idleTimer: NodeJS.Timeout | undefined;
}

/** A specification that changed leaves its old connection behind; beyond this many, the longest unused one is closed. */
const maxConnections = 64;

/** Makes the pool. It closes its connections when the process exits, also without `close`. */
export function createConnectionPool(deps: { outbound: OutboundClient; log: Logger }): McpPool {
  return new ConnectionPool(deps);
}

class ConnectionPool implements McpPool {
  readonly #deps: { outbound: OutboundClient; log: Logger };
  /** The connection that new calls take, by target key, the longest unused first. */
  readonly #current = new Map<string, Entry>();
  /** Every connection that is not yet closed, those no longer given to new calls included. */
  readonly #open = new Set<McpConnection>();
  readonly #closing = new Map<McpConnection, Promise<void>>();
  readonly #onExit = (): void => {
    for (const connection of this.#open) connection.kill();
  };
  #isClosed = false;

  constructor(deps: { outbound: OutboundClient; log: Logger }) {
    this.#deps = deps;
    process.once('exit', this.#onExit);
  }

  discover(target: McpServerTarget, options: { timeoutMs: number; signal?: AbortSignal }): Promise<McpDiscovery> {
    return this.#use(target, patienceOf(options), (connection, patience) => connection.discover(patience));
  }

  call(target: McpServerTarget, call: McpCall): Promise<McpCallResult> {
    return this.#use(target, patienceOf(call), (connection, patience) => connection.call(call, patience));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const entry of [...this.#current.values()]) this.#retire(entry);
    for (const connection of [...this.#open]) this.#end(connection);
    await Promise.all(this.#closing.values());
    process.removeListener('exit', this.#onExit);
  }

  async #use<T>(target: McpServerTarget, patience: Patience, run: Run<T>): Promise<T> {
    for (let isRetry = false; ; isRetry = true) {
      const entry = this.#take(target);
      try {
        await waitFor(entry.opened, patience, () => timedOut(target, patience.timeoutMs));
        return await this.#run(entry, patience, run);
      } catch (error) {
        if (isRetry || !isSessionLost(error, entry)) throw error;
        // The server refused the request because it no longer knows the session, so nothing ran: ask in a new one.
      } finally {
        this.#give(entry);
      }
    }
  }

  async #run<T>(entry: Entry, patience: Patience, run: Run<T>): Promise<T> {
    try {
      return await run(entry.connection, patience);
    } catch (error) {
      if (isOrreryError(error) && error.code === 'MCP_SERVER_TIMEOUT') void this.#retireIfStuck(entry);
      throw error;
    }
  }

  /** A process that answers nothing any more is replaced; one that is slow for somebody else is left alone. */
  async #retireIfStuck(entry: Entry): Promise<void> {
    if (entry.target.transport !== 'stdio' || entry.users > 1) return;
    entry.users += 1;
    if (!(await entry.connection.isAlive())) this.#retire(entry);
    this.#give(entry);
  }

  /** A connection for one call; `#give` must follow. */
  #take(target: McpServerTarget): Entry {
    if (this.#isClosed) throw closedPool(target);
    const known = this.#current.get(target.key);
    if (known && known.connection.ending !== undefined) this.#retire(known);
    const entry = this.#current.get(target.key) ?? this.#connect(target);
    entry.users += 1;
    clearTimeout(entry.idleTimer);
    this.#current.delete(target.key);
    this.#current.set(target.key, entry);
    return entry;
  }

  #give(entry: Entry): void {
    entry.users -= 1;
    if (entry.connection.ending !== undefined) this.#retire(entry);
    if (entry.users > 0) return;
    const isCurrent = this.#current.get(entry.target.key) === entry;
    if (!isCurrent) this.#end(entry.connection);
    else if (entry.target.idleTimeoutMs > 0) {
      entry.idleTimer = setTimeout(() => this.#retire(entry), entry.target.idleTimeoutMs).unref();
    }
  }

  #connect(target: McpServerTarget): Entry {
    const connection = new McpConnection(target, this.#deps);
    this.#open.add(connection);
    const entry: Entry = { target, connection, opened: connection.open(), users: 0, idleTimer: undefined };
    entry.opened.catch(() => this.#retire(entry));
    this.#makeRoom();
    return entry;
  }

  #makeRoom(): void {
    if (this.#current.size < maxConnections) return;
    const unused = [...this.#current.values()].find(({ users }) => users === 0);
    if (unused) this.#retire(unused);
  }

  /** Gives the connection to no new call, and closes it once nobody uses it. */
  #retire(entry: Entry): void {
    clearTimeout(entry.idleTimer);
    if (this.#current.get(entry.target.key) === entry) this.#current.delete(entry.target.key);
    if (entry.users === 0) this.#end(entry.connection);
  }

  #end(connection: McpConnection): void {
    if (!this.#open.has(connection) || this.#closing.has(connection)) return;
    const closing = connection
      .close()
      .catch((error: unknown) => this.#deps.log.warn({ err: error }, 'an MCP connection did not close cleanly'))
      .finally(() => {
        this.#open.delete(connection);
        this.#closing.delete(connection);
      });
    this.#closing.set(connection, closing);
  }
}

function isSessionLost(error: unknown, entry: Entry): boolean {
  return entry.connection.ending !== undefined && isOrreryError(error) && error.facts['status'] === 404;
}
