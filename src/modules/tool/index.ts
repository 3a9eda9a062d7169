export { type BuiltinTool, builtinTools } from './builtin-tools.ts';
export { inputSchemaFault, validateToolInput } from './input-schema.ts';
export type {
  BuiltinToolTarget,
  HttpToolTarget,
  McpToolTarget,
  ToolAuth,
  ToolGateway,
  ToolInvocation,
  ToolOutcome,
  ToolTarget,
} from './tool.ts';
export { createToolGateway } from './tool-gateway.ts';
