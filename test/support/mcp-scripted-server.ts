import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type ServerNotification,
  type ServerRequest,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;
type Arguments = Record<string, unknown>;

/** What a scripted server writes down about a call. */
export interface RecordedMcpCall {
  event: 'called' | 'cancelled';
  tool: string;
  arguments: Arguments;
  idempotencyKey: unknown;
}

export interface ScriptedServerOptions {
  record(call: RecordedMcpCall): void;
  /** Ends the server in the middle of a call. */
  crash(): void;
}

const pageSize = 4;
const anything = { type: 'object' as const };

const tools: Tool[] = [
  {
    name: 'echo',
    description: 'Gives its text back.',
    inputSchema: { ...anything, properties: { text: { type: 'string' } }, required: ['text'] },
  },
  {
    name: 'structured',
    description: 'Gives its arguments back as structured content.',
    inputSchema: anything,
    outputSchema: anything,
    annotations: { readOnlyHint: true, idempotentHint: true },
  },
  { name: 'parts', inputSchema: anything },
  { name: 'slow', inputSchema: anything },
  { name: 'fail', inputSchema: anything },
  { name: 'refuse', inputSchema: anything },
  { name: 'refuse_arguments', inputSchema: anything },
  { name: 'crash', inputSchema: anything },
  { name: 'large', inputSchema: anything },
  { name: 'freeze', inputSchema: anything },
  { name: 'interrupted', inputSchema: anything },
];

const scripts: Record<
  string,
  (args: Arguments, extra: Extra, options: ScriptedServerOptions) => CallToolResult | Promise<CallToolResult>
> = {
  echo: ({ text }) => ({ content: [{ type: 'text', text: String(text) }] }),
  structured: (args) => ({ content: [{ type: 'text', text: 'ignored' }], structuredContent: args }),
  parts: () => ({
    content: [
      { type: 'text', text: 'a dot' },
      { type: 'image', data: 'AAAA', mimeType: 'image/png' },
      { type: 'resource', resource: { uri: 'note://1', mimeType: 'text/plain', text: 'the note' } },
    ],
  }),
  slow: (_args, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
  fail: ({ message }) => ({ content: [{ type: 'text', text: String(message) }], isError: true }),
  refuse: () => {
    throw new McpError(ErrorCode.InternalError, 'the ledger is locked');
  },
  refuse_arguments: () => {
    throw new McpError(ErrorCode.InvalidParams, 'amount must be positive');
  },
  crash: (_args, _extra, { crash }) => {
    crash();
    return new Promise(() => {});
  },
  large: ({ bytes }) => ({ content: [{ type: 'text', text: 'x'.repeat(Number(bytes)) }] }),
  freeze: () => {
    // Ends by itself in the end, so that a test that fails leaves no process behind that runs forever.
    const endMs = Date.now() + 60_000;
    while (Date.now() < endMs);
    return { content: [] };
  },
  interrupted: (_args, { closeSSEStream }) => {
    closeSSEStream?.();
    return { content: [{ type: 'text', text: 'answered after the interruption' }] };
  },
};

/** An MCP server whose tools do what a test asks them to; tools/list gives four on each page. */
export function createScriptedServer(options: ScriptedServerOptions): Server {
  const server = new Server({ name: 'scripted', version: '2.1.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
    const start = Number(params?.cursor ?? 0);
    const next = start + pageSize;
    return { tools: tools.slice(start, next), ...(next < tools.length && { nextCursor: String(next) }) };
  });
  server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) => {
    const call = {
      tool: params.name,
      arguments: params.arguments ?? {},
      idempotencyKey: extra._meta?.['orrery.dev/idempotency-key'],
    };
    options.record({ event: 'called', ...call });
    extra.signal.addEventListener('abort', () => options.record({ event: 'cancelled', ...call }), { once: true });
    const script = scripts[params.name];
    if (!script) return { content: [{ type: 'text', text: `Tool ${params.name} not found` }], isError: true };
    return script(call.arguments, extra, options);
  });
  return server;
}
