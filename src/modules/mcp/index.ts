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
export { createMcpPool } from './mcp-pool.ts';
