interface ServerTarget {
  /** Identifies the server's specification: calls with equal keys share one connection. */
  key: string;
  /** A connection that nobody used for so long is closed; 0 keeps it until the pool is full or closed. */
  idleTimeoutMs: number;
}

/** A server that is a child process and speaks over its standard input and output. */
export interface McpStdioTarget extends ServerTarget {
  transport: 'stdio';
  command: string;
  args: string[];
  /** All that the process sees of an environment, besides PATH, HOME and LANG. */
  env: Record<string, string>;
}

/** A server behind one Streamable HTTP endpoint. */
export interface McpHttpTarget extends ServerTarget {
  transport: 'http';
  url: string;
  /** Sent with every request; credentials among them. */
  headers: Record<string, string>;
  /** Whether the endpoint may lie on a private network. */
  allowPrivate: boolean;
}

/** An MCP server with everything that is needed to reach it, secrets resolved. */
export type McpServerTarget = McpStdioTarget | McpHttpTarget;

/** What a server says about the effects of a tool. Hints only: the server may be wrong, or lie. */
export interface ToolAnnotations {
  readOnlyHint?: boolean;
  destructiveHint?: boolean;
  idempotentHint?: boolean;
  openWorldHint?: boolean;
}

/** A tool as a server lists it; the schemas are JSON Schema. */
export interface DiscoveredTool {
  name: string;
  /** Empty when the server gives none. */
  description: string;
  inputSchema: Record<string, unknown>;
  outputSchema?: Record<string, unknown>;
  annotations?: ToolAnnotations;
}

export interface McpDiscovery {
  tools: DiscoveredTool[];
  serverInfo: { name: string; version: string };
}

export interface McpCall {
  tool: string;
  arguments: Record<string, unknown>;
  /** Travels in `_meta` as `orrery.dev/idempotency-key`. */
  idempotencyKey: string;
  /** The time for connecting and for the answer together. */
  timeoutMs: number;
  signal: AbortSignal;
}

export interface McpCallResult {
  /** The structured content, else the text (parsed when it is a JSON object or list), else a list of typed parts. */
  content: unknown;
  /** The tool ran and says that it failed. */
  isError: boolean;
}

/** Connections to MCP servers: one for each target key, shared by concurrent calls, opened when first needed. */
export interface McpPool {
  /**
   * Lists every tool of a server, all pages.
   * @throws OrreryError MCP_SERVER_ERROR, MCP_SERVER_TIMEOUT, TOOL_FAILED when credentials are refused, OUTBOUND_REFUSED
   */
  discover(target: McpServerTarget, options: { timeoutMs: number; signal?: AbortSignal }): Promise<McpDiscovery>;
  /**
   * Calls a tool. An abort cancels the call at the server and is thrown as the signal's reason.
   * @throws OrreryError MCP_SERVER_ERROR, MCP_SERVER_TIMEOUT, TOOL_FAILED for a tool the server does not have,
   * TOOL_INPUT_INVALID, OUTBOUND_REFUSED, OUTBOUND_TOO_LARGE above 4 MiB
   */
  call(target: McpServerTarget, call: McpCall): Promise<McpCallResult>;
  /** Closes every connection and ends every server process. */
  close(): Promise<void>;
}

/** The largest result of a tool, in bytes of JSON. */
export const maxResultBytes = 4 * 1024 * 1024;

/** How messages name a server: what was asked for, never its arguments, credentials or environment. */
export function nameOf(target: McpServerTarget): string {
  if (target.transport === 'stdio') return `The MCP server "${target.command}"`;
  const url = URL.canParse(target.url) ? new URL(target.url) : undefined;
  return `The MCP server ${url ? `${url.origin}${url.pathname}` : 'with an address that is not a URL'}`;
}
