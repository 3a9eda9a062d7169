import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { birthOf } from '../../../src/platform/home.ts';
import { firstLine, isRoot, kill, newPlace, query, spawnOwner, start, until } from './postgres-harness.ts';

test('the first start makes the database with its settings, and the second finds it as it was', async () => {
  const place = newPlace();
  const first = await start(place);
  expect(first).toMatchObject({ firstStart: true, attached: false });
  await query(first, 'create table t as select 7 as n');
  const settings = await query<{ name: string; setting: string }>(
    first,
    `select name, setting from pg_settings where name in ('max_connections', 'fsync', 'synchronous_commit', 'jit',
     'server_encoding', 'max_wal_size', 'log_min_messages', 'listen_addresses') order by name`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: 'on',
    jit: 'off',
    listen_addresses: '',
    log_min_messages: 'warning',
    max_connections: '100',
    max_wal_size: '2048',
    server_encoding: 'UTF8',
    synchronous_commit: 'on',
  });
  await first.stop();
  expect(birthOf(first.pid)).toBeUndefined();

  const second = await start(place);
  expect(second).toMatchObject({ firstStart: false, attached: false });
  expect(await query(second, 'select n from t')).toEqual([{ n: 7 }]);
});

test('a start that is killed while it makes the database leaves nothing that the next start trips over', async () => {
  const place = newPlace();
  const parent = path.dirname(place);
  const owner = spawnOwner(place);
  const isBuilding = (): boolean =>
    fs.existsSync(parent) &&
    fs
      .readdirSync(parent)
      .some((name) => name.startsWith('data.new-') && fs.readdirSync(path.join(parent, name)).length > 5);
  await until(isBuilding);
  await kill(owner);
  expect(fs.existsSync(place)).toBe(false);
  const server = await start(place);
  expect(server.firstStart).toBe(true);
  expect(fs.readdirSync(parent)).toEqual(['data']);
});

test.each([
  ['is empty', []],
  ['was left without a version', ['global/pg_control', 'postgresql.conf']],
  ['was left in the middle of its making', ['PG_VERSION', 'global/pg_control', 'base/1/PG_VERSION']],
])('a data directory that %s is replaced, and what it held is kept aside', async (_case, files) => {
  const place = newPlace();
  fs.mkdirSync(place, { recursive: true, mode: 0o700 });
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    fs.writeFileSync(path.join(place, file), 'half');
  }
  const server = await start(place);
  expect(server.firstStart).toBe(true);
  const aside = fs.readdirSync(path.dirname(place)).filter((name) => name.includes('unfinished'));
  expect(aside).toHaveLength(files.length === 0 ? 0 : 1);
  for (const file of files) expect(fs.existsSync(path.join(path.dirname(place), aside[0] ?? '', file))).toBe(true);
});

test('a database that Orrery did not make is refused and left alone', async () => {
  const place = newPlace();
  fs.mkdirSync(path.join(place, 'base', '16384'), { recursive: true });
  await expect(start(place)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    fix: expect.stringContaining('DATABASE_URL'),
  });
  expect(fs.existsSync(path.join(place, 'base', '16384'))).toBe(true);
});

test('on a port nobody gets in without the password, which only the owner can read', async () => {
  const place = newPlace();
  const first = await start(place, { transport: 'tcp' });
  const passwordFile = `${place}.password`;
  expect(fs.statSync(passwordFile).mode & 0o777).toBe(0o600);
  expect(first.pool).toMatchObject({ host: '127.0.0.1', password: fs.readFileSync(passwordFile, 'utf8').trim() });
  expect(await query({ pool: { connectionString: first.url } }, 'select 1 as one')).toEqual([{ one: 1 }]);
  await expect(query({ pool: { ...first.pool, password: 'guess' } }, 'select 1')).rejects.toMatchObject({
    code: '28P01',
  });
  await first.stop();
  const second = await start(place, { transport: 'tcp' });
  expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test.runIf(isRoot)('an ordinary user starts a server of its own', async () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-pg-plain-'));
  fs.chownSync(home, 65_534, 65_534);
  const owner = spawnOwner(path.join(home, 'data'), { graceMs: 50, as: { uid: 65_534, gid: 65_534 } });
  const { pid, firstStart, pool } = await firstLine(owner);
  expect(firstStart).toBe(true);
  expect(fs.statSync(`/proc/${pid}`).uid).toBe(65_534);
  expect(await query({ pool }, 'select current_database() as name')).toEqual([{ name: 'orrery' }]);
  await kill(owner);
  await until(() => birthOf(pid) === undefined);
  fs.rmSync(home, { recursive: true });
});
