import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EventStore, StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { McpHttpTarget } from '../../src/modules/mcp/index.ts';
import { createScriptedServer, type RecordedMcpCall } from './mcp-scripted-server.ts';

export interface HttpMcpServerOptions {
  /** Requests without this bearer token are answered with 401. */
  token?: string;
  /** Gives event ids, so that an interrupted stream can be resumed. */
  isResumable?: boolean;
  /** Answers with plain JSON instead of an event stream. */
  isJson?: boolean;
}

export interface HttpMcpServer {
  target: McpHttpTarget;
  calls: RecordedMcpCall[];
  /** Method and headers of every request, in order. */
  requests: { method: string; headers: IncomingHttpHeaders }[];
  /** Forgets every session, as a restarted server does. */
  forgetSessions(): void;
  sessionCount(): number;
  /** Requests whose response has not ended. */
  openCount(): number;
  close(): Promise<void>;
}

/** Starts a real MCP server over Streamable HTTP on a free port of 127.0.0.1. */
export async function startHttpMcpServer(options: HttpMcpServerOptions = {}): Promise<HttpMcpServer> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const calls: RecordedMcpCall[] = [];
  const requests: HttpMcpServer['requests'] = [];
  let openCount = 0;
  const http = createServer((request, response) => {
    openCount += 1;
    response.once('close', () => {
      openCount -= 1;
    });
    requests.push({ method: request.method ?? '', headers: request.headers });
    if (options.token && request.headers.authorization !== `Bearer ${options.token}`)
      return response.writeHead(401).end();
    return void handle(request, response);
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sessionId = request.headers['mcp-session-id'];
    const known = typeof sessionId === 'string' ? sessions.get(sessionId) : undefined;
    if (sessionId && !known) {
      response.writeHead(404).end();
      return;
    }
    await (known ?? (await openSession(response))).handleRequest(request, response);
  }

  async function openSession(response: ServerResponse): Promise<StreamableHTTPServerTransport> {
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      enableJsonResponse: options.isJson ?? false,
      ...(options.isResumable && { eventStore: new MemoryEventStore(), retryInterval: 10 }),
      onsessioninitialized: (id) => void sessions.set(id, transport),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    // A crash is seen by the caller as a connection that breaks.
    await createScriptedServer({ record: (call) => calls.push(call), crash: () => http.closeAllConnections() }).connect(
      transport,
    );
    response.on('error', () => {});
    return transport;
  }

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    target: {
      key: randomUUID(),
      transport: 'http',
      url: `http://127.0.0.1:${port}/mcp`,
      headers: {},
      allowPrivate: false,
      idleTimeoutMs: 0,
    },
    calls,
    requests,
    forgetSessions: () => sessions.clear(),
    sessionCount: () => sessions.size,
    openCount: () => openCount,
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

class MemoryEventStore implements EventStore {
  readonly #events: { id: string; streamId: string; message: JSONRPCMessage }[] = [];

  async storeEvent(streamId: string, message: JSONRPCMessage): Promise<string> {
    const id = `event-${this.#events.length}`;
    this.#events.push({ id, streamId, message });
    return id;
  }

  async replayEventsAfter(
    lastEventId: string,
    { send }: { send: (id: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const last = this.#events.findIndex(({ id }) => id === lastEventId);
    const streamId = this.#events[last]?.streamId ?? '';
    for (const event of this.#events.slice(last + 1)) {
      // The priming event at the start of a stream has no message.
      if (event.streamId === streamId && Object.keys(event.message).length > 0) await send(event.id, event.message);
    }
    return streamId;
  }
}
