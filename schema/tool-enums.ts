import { builder } from './builder.ts';

export const ToolType = builder.enumType('ToolType', {
  description: 'Where a tool runs.',
  values: {
    HTTP: { value: 'http', description: 'At a URL.' },
    MCP: { value: 'mcp', description: 'On an MCP server.' },
    BUILTIN: { value: 'builtin', description: 'In the platform itself.' },
    EXTERNAL: { value: 'external', description: 'Somewhere else, as its author knows. Cannot be called yet.' },
    GRPC: { value: 'grpc', description: 'Behind gRPC. Cannot be called yet.' },
    WEBHOOK_CALLBACK: {
      value: 'webhook-callback',
      description: 'At a URL that calls back with the result. Cannot be called yet.',
    },
    WASM: { value: 'wasm', description: 'In a WebAssembly module. Cannot be called yet.' },
    CLI: { value: 'cli', description: 'In a program. Cannot be called yet.' },
    FUNCTION: { value: 'function', description: "In a function of its author's. Cannot be called yet." },
    OS: { value: 'os', description: 'In the operating system. Cannot be called yet.' },
  } as const,
});

export const BuiltinTool = builder.enumType('BuiltinTool', {
  description: 'A tool of the platform itself.',
  values: {
    CLOCK: { value: 'clock', description: 'Tells the time in a time zone.' },
    CALCULATOR: { value: 'calculator', description: 'Calculates exactly.' },
  } as const,
});

export const OperationClass = builder.enumType('OperationClass', {
  description: 'What kind of operation a tool does.',
  values: {
    READ: { value: 'read', description: 'It reads.' },
    WRITE: { value: 'write', description: 'It writes.' },
    DELETE: { value: 'delete', description: 'It deletes.' },
    ADMIN: { value: 'admin', description: 'It administers.' },
  } as const,
});

export const RiskLevel = builder.enumType('RiskLevel', {
  description: 'How much harm a tool could do, as its author judges it.',
  values: {
    LOW: { value: 'low', description: 'Hardly any.' },
    MEDIUM: { value: 'medium', description: 'Some that is easy to undo.' },
    HIGH: { value: 'high', description: 'Much, or some that is hard to undo.' },
    CRITICAL: { value: 'critical', description: 'Much that cannot be undone.' },
  } as const,
});
