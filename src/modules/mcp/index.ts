export { createMcpPool } from './lazy-pool.ts';
export type {
  DiscoveredTool,
  McpCall,
  McpCallResult,
  McpDiscovery,
  McpHttpTarget,
  McpPool,
  McpServerTarget,
  McpStdioTarget,
  ToolAnnotations,
} from './mcp.ts';
export { mcpServerTarget } from './server-target.ts';
