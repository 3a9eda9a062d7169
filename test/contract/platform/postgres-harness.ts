import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach } from 'vitest';
import { createLogger } from '../../../src/platform/log.ts';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../../src/platform/postgres/index.ts';

const log = createLogger('silent');
export const isRoot = process.getuid?.() === 0;
/** A private directory, removed after the tests of the file. */
export const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-pg-'));
const running: EmbeddedPostgres[] = [];
/** Processes that are killed after the test. */
export const owners: ChildProcess[] = [];
let count = 0;

afterEach(async () => {
  for (const owner of owners.splice(0)) owner.kill('SIGKILL');
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

afterAll(() => fs.rmSync(workspace, { recursive: true, force: true }));

/** A place for data in a home of its own; nothing is there yet. */
export function newPlace(): string {
  return path.join(workspace, `home-${++count}`, 'data');
}

/** Starts a server that is stopped after the test. */
export async function start(
  dataDir: string,
  options: Partial<EmbeddedPostgresOptions> = {},
): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log, onLost: () => undefined, ...options });
  running.push(server);
  return server;
}

export async function query<Row extends pg.QueryResultRow>(
  server: Pick<EmbeddedPostgres, 'pool'>,
  sql: string,
): Promise<Row[]> {
  const client = new pg.Client(server.pool as pg.ClientConfig);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10);
}

const ownerScript = `
  import { startEmbeddedPostgres } from './src/platform/postgres/index.ts';
  import { createLogger } from './src/platform/log.ts';
  const [dataDir, grace] = process.argv.slice(1);
  const { pid, firstStart, pool } = await startEmbeddedPostgres({
    dataDir, log: createLogger('silent'), orphanGraceMs: Number(grace), onLost: () => process.exit(9),
  });
  console.log(JSON.stringify({ pid, firstStart, pool }));
  setInterval(() => undefined, 1_000);
`;

/** Another process that owns a server. */
export function spawnOwner(dataDir: string, { graceMs = 10_000, as = {} } = {}): ChildProcess {
  const args = ['--import', 'tsx', '--input-type=module', '-e', ownerScript, dataDir, String(graceMs)];
  const owner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], ...as });
  owners.push(owner);
  return owner;
}

export async function firstLine(owner: ChildProcess): Promise<Pick<EmbeddedPostgres, 'pid' | 'firstStart' | 'pool'>> {
  if (!owner.stdout) throw new Error('no output');
  const [line] = await once(createInterface({ input: owner.stdout }), 'line');
  return JSON.parse(line);
}

export async function kill(owner: ChildProcess): Promise<void> {
  owner.kill('SIGKILL');
  await once(owner, 'exit');
}

export function watchdogsOf(dataDir: string): number {
  const commands = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  return commands.filter((command) => command.includes(`orrery-watchdog ${dataDir} `)).length;
}
