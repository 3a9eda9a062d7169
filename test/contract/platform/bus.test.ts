import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { type Bus, PgBus } from '../../../src/platform/bus/index.ts';
import { RedisBus } from '../../../src/platform/bus/redis-bus.ts';
import { createLogger } from '../../../src/platform/log.ts';
import { freshDatabase } from '../../support/database.ts';

const log = createLogger('silent');

function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What `to` hears on `channel` while `from` speaks, until it has heard `count` messages. */
async function heard(from: Bus, to: Bus, messages: string[]): Promise<string[]> {
  const seen: string[] = [];
  const all = new Promise<void>((resolve) => {
    const stop = to.subscribe('news', (message) => {
      seen.push(message);
      if (seen.length === messages.length) resolve();
    });
    onTestFinished(stop);
  });
  for (const message of messages) from.publish('news', message);
  await all;
  return seen;
}

async function talk(a: Bus, b: Bus): Promise<void> {
  const own: string[] = [];
  a.subscribe('news', (message) => own.push(message));
  const many = Array.from({ length: 300 }, (_, n) => `${n}:${'x'.repeat(200)}`);
  expect(await heard(a, b, many)).toEqual(many);
  expect(own).toEqual(many);
  expect(await heard(b, a, ['back'])).toEqual(['back']);
}

test('processes on one PostgreSQL hear each other, in order and once, and themselves at once', async () => {
  const config = { connectionString: await freshDatabase() };
  const pool = new pg.Pool(config);
  const [a, b] = await Promise.all(['a', 'b'].map((self) => PgBus.start({ config, pool, self, log })));
  if (!a || !b) throw new Error('no bus');
  await talk(a, b);
  await Promise.all([a.close(), b.close()]);
  await pool.end();
});

test.skipIf(!hasRedis())('processes on one Redis hear each other (needs redis-server)', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-redis-'));
  const socket = path.join(folder, 'redis.sock');
  const server = spawn('redis-server', ['--port', '0', '--unixsocket', socket, '--save', ''], {
    cwd: folder,
    stdio: 'ignore',
  });
  onTestFinished(() => {
    server.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
  });
  await expect.poll(() => fs.existsSync(socket), { timeout: 10_000 }).toBe(true);
  const [a, b] = await Promise.all(['a', 'b'].map((self) => RedisBus.start({ url: socket, self, log })));
  if (!a || !b) throw new Error('no bus');
  await talk(a, b);
  await Promise.all([a.close(), b.close()]);
});
