import type { OutboundClient } from '../../platform/http/index.ts';
import type { Logger } from '../../platform/log.ts';
import type { McpPool } from './mcp.ts';

/**
 * Makes the pool of connections to MCP servers. The protocol's library is loaded at the first call, so a start that
 * needs no MCP server does not wait for it. Connections are closed when the process exits, also without `close`.
 */
export function createMcpPool(deps: { outbound: OutboundClient; log: Logger }): McpPool {
  let pool: Promise<McpPool> | undefined;
  let isClosed = false;
  const open = async (): Promise<McpPool> => {
    const { createConnectionPool } = await import('./mcp-pool.ts');
    const made = createConnectionPool(deps);
    // A call after the end is refused by a pool that is closed, as it would be by one that was used before.
    if (isClosed) await made.close();
    return made;
  };
  const opened = (): Promise<McpPool> => {
    pool ??= open();
    return pool;
  };
  return {
    discover: async (target, options) => (await opened()).discover(target, options),
    call: async (target, call) => (await opened()).call(target, call),
    close: async () => {
      isClosed = true;
      await (await pool)?.close();
    },
  };
}
