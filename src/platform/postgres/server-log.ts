import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Logger } from '../log.ts';

const keptLines = 20;

/** The last lines that a server wrote, which say why it ended. */
export interface ServerLog {
  tail(): string;
}

/**
 * Passes the lines of PostgreSQL on to `log`. Failed statements and refused connections reach the one who made them as
 * errors, so they are only `debug` here.
 */
export function followServerLog(stream: Readable, log: Logger): ServerLog {
  const lines: string[] = [];
  createInterface({ input: stream }).on('line', (line) => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    log[levelOf(line)]({ source: 'postgres' }, line.trim());
  });
  if (stream instanceof Socket) stream.unref();
  return { tail: () => lines.join('\n') };
}

function levelOf(line: string): 'error' | 'warn' | 'debug' {
  if (/^PANIC:/.test(line)) return 'error';
  return /^WARNING:/.test(line) ? 'warn' : 'debug';
}
