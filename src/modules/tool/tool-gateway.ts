import type { Clock } from '../../platform/clock.ts';
import type { OutboundClient } from '../../platform/http/index.ts';
import type { McpPool } from '../mcp/index.ts';
import { builtinTool } from './builtin-tools.ts';
import { callHttpTool } from './http-tool.ts';
import { validateToolInput } from './input-schema.ts';
import type { ToolAnswer, ToolGateway, ToolInvocation } from './tool.ts';

/** Makes the gateway. It owns the pool: closing the gateway closes the MCP connections. */
export function createToolGateway(deps: { outbound: OutboundClient; mcp: McpPool; clock: Clock }): ToolGateway {
  return {
    async invoke(invocation) {
      invocation.signal.throwIfAborted();
      if (invocation.inputSchema) validateToolInput(invocation.inputSchema, invocation.arguments);
      const startedMs = deps.clock.now().getTime();
      const answer = await call(deps, invocation);
      return { ...answer, latencyMs: deps.clock.now().getTime() - startedMs };
    },
    close: () => deps.mcp.close(),
  };
}

async function call(
  deps: { outbound: OutboundClient; mcp: McpPool; clock: Clock },
  invocation: ToolInvocation,
): Promise<ToolAnswer> {
  const { target, arguments: args, idempotencyKey, timeoutMs, signal } = invocation;
  switch (target.type) {
    case 'http':
      return callHttpTool(deps.outbound, invocation, target);
    case 'mcp': {
      const { content, isError } = await deps.mcp.call(target.server, {
        tool: target.tool,
        arguments: args,
        idempotencyKey,
        timeoutMs,
        signal,
      });
      return { result: content, isError };
    }
    case 'builtin': {
      const tool = builtinTool(target.builtin);
      validateToolInput(tool.inputSchema, args);
      return { result: tool.run(args, deps.clock), isError: false };
    }
  }
}
