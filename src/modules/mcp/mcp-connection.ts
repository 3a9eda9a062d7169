import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CallToolResultSchema, ListToolsResultSchema, type Tool } from '@modelcontextprotocol/sdk/types.js';
import { OrreryError } from '../../platform/errors.ts';
import type { OutboundClient } from '../../platform/http/index.ts';
import type { Logger } from '../../platform/log.ts';
import { HttpTransport } from './http-transport.ts';
import {
  type DiscoveredTool,
  type McpCall,
  type McpCallResult,
  type McpDiscovery,
  type McpServerTarget,
  nameOf,
} from './mcp.ts';
import { toOrreryError, unknownTool } from './mcp-errors.ts';
import { resultOf } from './mcp-result.ts';
import { type Patience, remainingMs } from './patience.ts';
import { StdioTransport } from './stdio-transport.ts';

type Channel = Transport & Pick<StdioTransport, 'ending'>;
type RequestOptions = { signal: AbortSignal; timeout: number };

const clientInfo = { name: 'orrery', version: '0.1.0' };
const idempotencyField = 'orrery.dev/idempotency-key';
const connectTimeoutMs = 60_000;
const pingTimeoutMs = 1_000;
const maxPages = 100;

/** One initialized session with one server. */
export class McpConnection {
  readonly #target: McpServerTarget;
  readonly #channel: Channel;
  readonly #client = new Client(clientInfo);
  readonly #log: Logger;
  #toolNames: Promise<ReadonlySet<string>> | undefined;

  constructor(target: McpServerTarget, deps: { outbound: OutboundClient; log: Logger }) {
    this.#target = target;
    this.#log = deps.log;
    this.#channel =
      target.transport === 'stdio' ? new StdioTransport(target, deps.log) : new HttpTransport(target, deps.outbound);
    this.#client.onerror = (error) =>
      deps.log.debug({ err: error, mcpServer: target.key }, 'an MCP connection reported an error');
  }

  /** How the connection ended, in words that follow the server's name; undefined while it can be used. */
  get ending(): string | undefined {
    return this.#channel.ending;
  }

  /** Starts or reaches the server and initializes the session. @throws OrreryError */
  async open(): Promise<void> {
    try {
      await this.#client.connect(this.#channel, { timeout: connectTimeoutMs });
    } catch (error) {
      const ending = this.#channel.ending;
      await this.#client.close().catch(() => undefined);
      await this.#channel.close();
      throw toOrreryError(error, { target: this.#target, timeoutMs: connectTimeoutMs, ending });
    }
  }

  async discover(patience: Patience): Promise<McpDiscovery> {
    const tools = await this.#request(patience, (options) => this.#listTools(patience, options));
    const { name = '', version = '' } = this.#client.getServerVersion() ?? {};
    return { tools: tools.map(discovered), serverInfo: { name, version } };
  }

  async call(call: McpCall, patience: Patience): Promise<McpCallResult> {
    const params = { name: call.tool, arguments: call.arguments, _meta: { [idempotencyField]: call.idempotencyKey } };
    try {
      const result = await this.#request(patience, (options) =>
        this.#client.request({ method: 'tools/call', params }, CallToolResultSchema, options),
      );
      // Servers report an unknown tool in two ways: as a failed result, or as refused arguments.
      if (result.isError) await this.#assertKnown(call.tool, patience);
      return resultOf(this.#target, result);
    } catch (error) {
      if (error instanceof OrreryError && error.code === 'TOOL_INPUT_INVALID')
        await this.#assertKnown(call.tool, patience);
      throw error;
    }
  }

  /** Whether the server still answers at all. */
  async isAlive(): Promise<boolean> {
    try {
      await this.#client.ping({ timeout: pingTimeoutMs });
      return true;
    } catch (error) {
      this.#log.debug({ err: error, mcpServer: this.#target.key }, 'an MCP server did not answer a ping');
      return false;
    }
  }

  async close(): Promise<void> {
    await this.#channel.close();
  }

  /** Ends the server's process at once, for the moment in which this process ends. */
  kill(): void {
    if (this.#channel instanceof StdioTransport) this.#channel.kill();
  }

  /** @throws OrreryError TOOL_FAILED when the server lists its tools and this one is not among them */
  async #assertKnown(tool: string, patience: Patience): Promise<void> {
    this.#toolNames ??= this.#request(patience, (options) => this.#listTools(patience, options)).then(
      (tools) => new Set(tools.map(({ name }) => name)),
    );
    let names: ReadonlySet<string>;
    try {
      names = await this.#toolNames;
    } catch (error) {
      this.#toolNames = undefined;
      this.#log.debug(
        { err: error, mcpServer: this.#target.key },
        'an MCP server could not list its tools after a failed call',
      );
      return;
    }
    if (names.has(tool)) return;
    this.#toolNames = undefined;
    throw unknownTool(this.#target, tool, [...names]);
  }

  async #listTools(patience: Patience, options: RequestOptions): Promise<Tool[]> {
    const tools: Tool[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const params = cursor === undefined ? {} : { cursor };
      const timeout = remainingMs(patience);
      const result = await this.#client.request({ method: 'tools/list', params }, ListToolsResultSchema, {
        ...options,
        timeout,
      });
      tools.push(...result.tools);
      if (result.nextCursor === undefined) return tools;
      cursor = result.nextCursor;
    }
    throw new OrreryError(
      'MCP_SERVER_ERROR',
      `${nameOf(this.#target)} lists its tools on more than ${maxPages} pages.`,
      {
        fix: 'The server repeats its pages or has too many tools; correct the server.',
      },
    );
  }

  /** Runs one request with the caller's patience. @throws OrreryError, or the signal's reason */
  async #request<T>(patience: Patience, run: (options: RequestOptions) => Promise<T>): Promise<T> {
    const { signal, timeoutMs } = patience;
    signal?.throwIfAborted();
    // The client keeps its listener on the signal it is given, so it gets one that ends with the request.
    const controller = new AbortController();
    const onAbort = (): void => controller.abort(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await run({ signal: controller.signal, timeout: remainingMs(patience) });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw toOrreryError(error, { target: this.#target, timeoutMs, ending: this.ending });
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }
}

function discovered(tool: Tool): DiscoveredTool {
  const { name, description = '', inputSchema, outputSchema, annotations } = tool;
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations ?? {};
  return {
    name,
    description,
    inputSchema,
    ...(outputSchema && { outputSchema }),
    ...(annotations && { annotations: { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } }),
  };
}
