import type { McpServerTarget } from '../mcp/index.ts';

/** Credentials of an http tool, secrets resolved. */
export type ToolAuth =
  | { profile: 'bearer'; token: string }
  | { profile: 'api_key_header'; header: string; token: string }
  /** The token is `user:password`. */
  | { profile: 'basic'; token: string };

/** An HTTP endpoint that takes the arguments and answers with the result. */
export interface HttpToolTarget {
  type: 'http';
  /** `{name}` in its path is filled from the argument of that name. */
  url: string;
  /** GET, HEAD and DELETE carry the arguments in the query, all others in a JSON body. */
  method: string;
  headers: Record<string, string>;
  auth?: ToolAuth;
  /** Whether the endpoint may lie on a private network. */
  allowPrivate: boolean;
}

/** A tool of an MCP server. */
export interface McpToolTarget {
  type: 'mcp';
  server: McpServerTarget;
  tool: string;
}

/** A tool that comes with this program, by its name in `builtinTools`. */
export interface BuiltinToolTarget {
  type: 'builtin';
  builtin: string;
}

/** Where a tool runs, with all that is needed to reach it. */
export type ToolTarget = HttpToolTarget | McpToolTarget | BuiltinToolTarget;

/** One attempt to call one tool. */
export interface ToolInvocation {
  /** The tool's name as the model knows it. */
  name: string;
  target: ToolTarget;
  arguments: Record<string, unknown>;
  /** JSON Schema that the arguments must follow. */
  inputSchema?: Record<string, unknown>;
  /** Equal for every attempt of the same call, so that the tool can recognise a repetition. */
  idempotencyKey: string;
  timeoutMs: number;
  signal: AbortSignal;
  context: { executionId: string; namespace: string; agent: string; step: string; attempt: number };
}

/** What a tool answered. */
export interface ToolOutcome {
  /** Any JSON. */
  result: unknown;
  /** The tool ran and says that it failed: the model is told, the run goes on. */
  isError: boolean;
  latencyMs: number;
}

/** Calls tools of every type. */
export interface ToolGateway {
  /**
   * Calls a tool once, without a retry. An abort is thrown as the signal's reason.
   * @throws OrreryError TOOL_INPUT_INVALID, TOOL_FAILED, TOOL_UNAVAILABLE, TOOL_TIMED_OUT, OUTBOUND_REFUSED,
   * OUTBOUND_TOO_LARGE above 4 MiB, and for MCP tools MCP_SERVER_ERROR, MCP_SERVER_TIMEOUT
   */
  invoke(invocation: ToolInvocation): Promise<ToolOutcome>;
  /** Closes the connections to MCP servers and ends their processes. */
  close(): Promise<void>;
}

/** An answer before its time is known. */
export type ToolAnswer = Pick<ToolOutcome, 'result' | 'isError'>;
