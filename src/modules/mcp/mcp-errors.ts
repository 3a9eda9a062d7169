import { ErrorCode, type JSONRPCMessage, McpError } from '@modelcontextprotocol/sdk/types.js';
import { isOrreryError, OrreryError } from '../../platform/errors.ts';
import { type McpServerTarget, maxResultBytes, nameOf } from './mcp.ts';

/** A message that makes the client fail the request `id` with `error`; it never leaves this process. */
export function failureOf(id: number | string, error: OrreryError): JSONRPCMessage {
  return { jsonrpc: '2.0', id, error: { code: ErrorCode.InternalError, message: error.message, data: error } };
}

export function tooLarge(target: McpServerTarget): OrreryError {
  return new OrreryError(
    'OUTBOUND_TOO_LARGE',
    `${nameOf(target)} sent a result above ${maxResultBytes / 1024 / 1024} MiB.`,
    {
      fix: 'Ask the tool for less, or page through the result.',
    },
  );
}

export function timedOut(target: McpServerTarget, timeoutMs: number): OrreryError {
  return new OrreryError('MCP_SERVER_TIMEOUT', `${nameOf(target)} did not answer within ${timeoutMs} ms.`, {
    facts: { timeoutMs },
  });
}

export function unknownTool(target: McpServerTarget, tool: string, known: readonly string[]): OrreryError {
  const list = known.length > 0 ? `It has ${known.join(', ')}.` : 'It has no tools at all.';
  return new OrreryError('TOOL_FAILED', `${nameOf(target)} has no tool "${tool}". ${list}`, {
    fix: 'Name one of its tools in the Tool, or update the server.',
    facts: { tools: known },
  });
}

export function closedPool(target: McpServerTarget): OrreryError {
  return new OrreryError('UNAVAILABLE', `${nameOf(target)} was not called: this process is shutting down.`);
}

/** What a request to a server failed with, as a planned failure; `ending` says how the connection ended, if it did. */
export function toOrreryError(
  error: unknown,
  request: { target: McpServerTarget; timeoutMs: number; ending: string | undefined },
): OrreryError {
  if (isOrreryError(error)) return error;
  const { target } = request;
  if (!(error instanceof McpError)) return lost(target, request.ending, error);
  if (isOrreryError(error.data)) return error.data;
  if (error.code === ErrorCode.RequestTimeout) return timedOut(target, request.timeoutMs);
  if (error.code === ErrorCode.ConnectionClosed && request.ending) return lost(target, request.ending, error);
  const said = error.message.replace(/^MCP error -?\d+: /, '').slice(0, 500);
  if (error.code === ErrorCode.InvalidParams) {
    return new OrreryError('TOOL_INPUT_INVALID', `${nameOf(target)} refused the arguments: ${said}`, { cause: error });
  }
  return new OrreryError('MCP_SERVER_ERROR', `${nameOf(target)} answered with error ${error.code}: ${said}`, {
    facts: { mcpCode: error.code },
    cause: error,
  });
}

function lost(target: McpServerTarget, ending: string | undefined, cause: unknown): OrreryError {
  if (!ending)
    return new OrreryError('MCP_SERVER_ERROR', `${nameOf(target)} sent an answer that does not follow the protocol.`, {
      cause,
    });
  return new OrreryError('MCP_SERVER_ERROR', `${nameOf(target)} ${ending} before it answered.`, {
    fix: 'The call may have run. A retry carries the same idempotency key. The error output of the server is in the log at level debug.',
    cause,
  });
}
