import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { homedir } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { getDefaultEnvironment } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type JSONRPCMessage, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { OrreryError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import { LineReader } from './line-reader.ts';
import { type McpStdioTarget, maxResultBytes, nameOf } from './mcp.ts';
import { failureOf, tooLarge } from './mcp-errors.ts';

type Server = ChildProcessByStdio<Writable, Readable, Readable>;

const maxMessageBytes = maxResultBytes + 64 * 1024;
const maxLoggedLineBytes = 8 * 1024;
const politeEndMs = 500;
const terminateMs = 1_000;
const isWindows = process.platform === 'win32';

/**
 * A server as a child process, one JSON-RPC message on each line. It runs in its own process group, so that what it
 * started ends with it, and sees PATH, HOME, LANG and the declared environment alone.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #target: McpStdioTarget;
  readonly #log: Logger;
  #server: Server | undefined;
  #closed: Promise<void> = Promise.resolve();
  #ending: string | undefined;

  constructor(target: McpStdioTarget, log: Logger) {
    this.#target = target;
    this.#log = log;
  }

  /** How the process ended, in words that follow the server's name; undefined while it runs. */
  get ending(): string | undefined {
    return this.#ending;
  }

  start(): Promise<void> {
    const server = this.#spawn();
    this.#server = server;
    this.#read(server);
    this.#closed = new Promise((resolve) => {
      server.once('close', () => {
        this.#server = undefined;
        resolve();
        this.onclose?.();
      });
    });
    return new Promise((resolve, reject) => {
      server.once('spawn', resolve);
      server.on('error', (error) => reject(this.#notStarted(error)));
    });
  }

  /** Resolves when the server's input can take more. */
  send(message: JSONRPCMessage): Promise<void> {
    const input = this.#server?.stdin;
    if (!input?.writable) return Promise.reject(this.#ended());
    return new Promise((resolve, reject) => {
      input.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(this.#ended(error)) : resolve()));
    });
  }

  /** Ends the server: by the end of its input, then by SIGTERM, then by SIGKILL. */
  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#ending ??= 'was closed';
    server.stdin.end();
    if (await this.#closedWithin(politeEndMs)) return;
    this.#signal(server, 'SIGTERM');
    if (await this.#closedWithin(terminateMs)) return;
    this.#signal(server, 'SIGKILL');
    await this.#closed;
  }

  /** Ends the server at once, without waiting: for the moment in which this process itself ends. */
  kill(): void {
    if (this.#server) this.#signal(this.#server, 'SIGKILL');
  }

  #spawn(): Server {
    const { PATH = '', HOME = homedir() } = getDefaultEnvironment();
    const env = { PATH, HOME, LANG: 'C.UTF-8', ...this.#target.env };
    try {
      return spawn(this.#target.command, this.#target.args, {
        env,
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: !isWindows,
        windowsHide: true,
      });
    } catch (error) {
      // A command or argument that no process can take, such as one with a NUL character, is refused before the start.
      throw this.#notStarted(error);
    }
  }

  #read(server: Server): void {
    const messages = new LineReader(maxMessageBytes, {
      onLine: (line) => this.#receive(line),
      onOversize: (head, tail) => this.#refuseOversize(head, tail),
    });
    const diagnostics = new LineReader(maxLoggedLineBytes, {
      onLine: (line) => line && this.#log.debug({ line }, 'an MCP server wrote to its error output'),
      onOversize: (head) => this.#log.debug({ line: head }, 'an MCP server wrote a very long line to its error output'),
    });
    server.stdout.on('data', (chunk: Buffer) => messages.push(chunk));
    server.stderr.on('data', (chunk: Buffer) => diagnostics.push(chunk));
    server.stdin.on('error', (error) => this.#log.debug({ err: error }, 'an MCP server no longer reads its input'));
    server.once('exit', (code, signal) => {
      this.#ending ??= signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
      // What the server started may outlive it and hold its output open, and with it this connection.
      this.#signal(server, 'SIGKILL');
    });
  }

  #receive(line: string): void {
    if (line.trim() === '') return;
    const message = parseMessage(line);
    if (message) this.onmessage?.(message);
    else
      this.#log.debug({ line: line.slice(0, maxLoggedLineBytes) }, 'an MCP server wrote a line that is not a message');
  }

  /** Fails the one call that the message answers, so that the other calls on the connection go on. */
  #refuseOversize(head: string, tail: string): void {
    const id =
      /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d+)\s*,/.exec(head) ??
      /"id"\s*:\s*(\d+)\s*\}\s*$/.exec(tail);
    const error = tooLarge(this.#target);
    if (id) {
      this.onmessage?.(failureOf(Number(id[1]), error));
      return;
    }
    this.#ending ??= 'sent a message that is too large';
    this.onerror?.(error);
    void this.close();
  }

  async #closedWithin(timeoutMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), timeoutMs);
    });
    const closed = await Promise.race([this.#closed.then(() => true), timeout]);
    clearTimeout(timer);
    return closed;
  }

  #signal(server: Server, signal: NodeJS.Signals): void {
    if (server.pid === undefined) return;
    try {
      if (isWindows) server.kill(signal);
      else process.kill(-server.pid, signal);
    } catch {
      // The group has no process left, which is what was wanted.
    }
  }

  #ended(cause?: unknown): OrreryError {
    const message = `${nameOf(this.#target)} ${this.#ending ?? 'no longer reads its input'}.`;
    return new OrreryError('MCP_SERVER_ERROR', message, { cause });
  }

  #notStarted(cause: unknown): OrreryError {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    this.#ending = 'could not be started';
    return new OrreryError(
      'MCP_SERVER_ERROR',
      `${nameOf(this.#target)} could not be started${missing ? ': there is no such command' : ''}.`,
      {
        fix: `Install ${this.#target.command} on this machine, or correct the command of the McpServer.`,
        cause,
      },
    );
  }
}

function parseMessage(line: string): JSONRPCMessage | undefined {
  try {
    return JSONRPCMessageSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
