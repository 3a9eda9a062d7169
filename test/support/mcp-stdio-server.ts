import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { McpStdioTarget } from '../../src/modules/mcp/index.ts';
import { createScriptedServer, type RecordedMcpCall } from './mcp-scripted-server.ts';

/** One line of what a server process wrote down. */
export type StdioRecord = RecordedMcpCall | { event: 'started'; pid: number; environment: string[] };

export interface StdioMcpServer {
  target: McpStdioTarget;
  /** What every process of this server wrote down so far, in order. */
  records(): StdioRecord[];
  /** Process ids of the servers that were started so far. */
  pids(): number[];
  remove(): void;
}

const file = fileURLToPath(import.meta.url);

/** A target whose process is a real MCP server over its standard input and output; it starts when it is first called. */
export function stdioMcpServer(overrides: Partial<McpStdioTarget> = {}): StdioMcpServer {
  const folder = mkdtempSync(path.join(tmpdir(), 'orrery-mcp-'));
  const journal = path.join(folder, 'records.jsonl');
  writeFileSync(journal, '');
  const records = (): StdioRecord[] =>
    readFileSync(journal, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return {
    target: {
      key: folder,
      transport: 'stdio',
      command: process.execPath,
      args: ['--import', import.meta.resolve('tsx'), file],
      env: { MCP_RECORDS: journal },
      idleTimeoutMs: 0,
      ...overrides,
    },
    records,
    pids: () => records().flatMap((record) => (record.event === 'started' ? [record.pid] : [])),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function serve(journal: string): Promise<void> {
  const write = (record: StdioRecord): void => appendFileSync(journal, `${JSON.stringify(record)}\n`);
  write({ event: 'started', pid: process.pid, environment: Object.keys(process.env).sort() });
  process.stderr.write('the scripted server is up\n');
  const server = createScriptedServer({ record: write, crash: () => process.exit(3) });
  await server.connect(new StdioServerTransport());
}

if (process.argv[1] === file && process.env['MCP_RECORDS']) await serve(process.env['MCP_RECORDS']);
