import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { birthOf } from '../../../src/platform/home.ts';
import {
  firstLine,
  isRoot,
  kill,
  newPlace,
  owners,
  query,
  spawnOwner,
  start,
  until,
  watchdogsOf,
  workspace,
} from './postgres-harness.ts';

let used = path.join(workspace, 'used');

beforeAll(async () => {
  const server = await start(used);
  await query(server, 'create table kept (n integer)');
  await query(server, 'insert into kept values (42)');
  await server.stop();
});

/** Moves the one data directory that was used before, and holds the row 42, to a place of the test's own. */
function usedPlace(place = newPlace()): string {
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.renameSync(used, place);
  used = place;
  return place;
}

test('the URL leads to the same database as the pool settings', async () => {
  const server = await start(usedPlace());
  const client = new pg.Client(server.url);
  await client.connect();
  const { rows } = await client.query('select current_database() as name, n from kept');
  await client.end();
  expect(rows).toEqual([{ name: 'orrery', n: 42 }]);
});

test('stopping twice is stopping once, and is no loss', async () => {
  const losses: string[] = [];
  const server = await start(usedPlace(), { onLost: (reason) => losses.push(reason) });
  await Promise.all([server.stop(), server.stop()]);
  await server.stop();
  expect(birthOf(server.pid)).toBeUndefined();
  expect(losses).toEqual([]);
});

test('a server whose owner was killed is taken over, and outlives the grace given to it', async () => {
  const place = usedPlace();
  const owner = spawnOwner(place, { graceMs: 300 });
  const { pid } = await firstLine(owner);
  await kill(owner);
  const server = await start(place);
  expect(server).toMatchObject({ attached: true, firstStart: false, pid });
  await until(() => watchdogsOf(place) === 1);
  expect(await query(server, 'select n from kept')).toEqual([{ n: 42 }]);
  await server.stop();
  expect(birthOf(pid)).toBeUndefined();
  await until(() => watchdogsOf(place) === 0);
});

test('a server whose owner was killed stops when nobody takes it over', async () => {
  const place = usedPlace();
  const owner = spawnOwner(place, { graceMs: 100 });
  const { pid } = await firstLine(owner);
  await kill(owner);
  await until(() => birthOf(pid) === undefined);
  expect(fs.existsSync(path.join(place, 'postmaster.pid'))).toBe(false);
});

test('a server that is killed is reported once, and committed rows are there after the next start', async () => {
  const place = usedPlace();
  const losses: string[] = [];
  const first = await start(place, { onLost: (reason) => losses.push(reason) });
  await query(first, 'create table written as select 100 as n');
  process.kill(first.pid, 'SIGKILL');
  const second = await start(place);
  await first.stop();
  expect(losses).toEqual([expect.stringContaining(`process ${first.pid}) ended unexpectedly with SIGKILL`)]);
  expect(second.pid).not.toBe(first.pid);
  expect(await query(second, 'select n from written')).toEqual([{ n: 100 }]);
});

test('the loss of a server that was taken over is reported too', async () => {
  const place = usedPlace();
  const owner = spawnOwner(place);
  const { pid } = await firstLine(owner);
  await kill(owner);
  const losses: string[] = [];
  const server = await start(place, { onLost: (reason) => losses.push(reason) });
  expect(server.attached).toBe(true);
  process.kill(pid, 'SIGKILL');
  await until(() => losses.length > 0);
  expect(losses).toEqual([`PostgreSQL (process ${pid}) ended unexpectedly.`]);
});

test('data of another PostgreSQL version is named as such', async () => {
  const place = usedPlace();
  const versionFile = path.join(place, 'PG_VERSION');
  const version = fs.readFileSync(versionFile);
  onTestFinished(() => fs.writeFileSync(versionFile, version));
  fs.writeFileSync(versionFile, '12\n');
  await expect(start(place)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/was written by PostgreSQL 12, which PostgreSQL [\d.]+ cannot read/),
  });
  expect(watchdogsOf(place)).toBe(0);
});

test('a lock file whose process number belongs to another program does not stop the start', async () => {
  const place = usedPlace();
  const other = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
  owners.push(other);
  fs.writeFileSync(path.join(place, 'postmaster.pid'), `${other.pid}\n${place}\n1\n5432\n${place}\n\n\nready   \n`);
  const server = await start(place);
  expect(server.attached).toBe(false);
  expect(await query(server, 'select n from kept')).toEqual([{ n: 42 }]);
});

test('a path too long for a socket works, and a later start finds the same server', async () => {
  const place = usedPlace(path.join(workspace, 'a'.repeat(60), 'b'.repeat(60), 'data'));
  const owner = spawnOwner(place);
  const { pid, pool } = await firstLine(owner);
  const socketDirectory = String(pool.host);
  expect(fs.statSync(socketDirectory).mode & 0o077).toBe(0);
  await kill(owner);
  const server = await start(place);
  expect(server).toMatchObject({ attached: true, pid, pool: { host: socketDirectory } });
  await server.stop();
  expect((await start(place)).pool.host).toBe(socketDirectory);
  fs.rmSync(socketDirectory, { recursive: true });
});

test('Ctrl-C in a terminal ends the owner and not the server under it', async () => {
  const place = usedPlace();
  // A terminal sends the signal to the whole process group of its foreground program.
  const owner = spawnOwner(place, { as: { detached: true } });
  const { pid, pool } = await firstLine(owner);
  process.kill(-Number(owner.pid), 'SIGINT');
  await once(owner, 'exit');
  expect(await query({ pool }, 'select n from kept')).toEqual([{ n: 42 }]);
  expect(await start(place)).toMatchObject({ attached: true, pid });
});

test.runIf(isRoot)('below a private home root starts a server too, and the data stays private', async () => {
  const place = usedPlace();
  fs.chmodSync(path.dirname(place), 0o700);
  const server = await start(place);
  expect(await query(server, 'select n from kept')).toEqual([{ n: 42 }]);
  expect(fs.statSync(place).mode & 0o077).toBe(0);
});

test.runIf(isRoot)('root in an open directory gives the data to an ordinary user, whoever made it', async () => {
  const open = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-pg-open-'));
  fs.chmodSync(open, 0o755);
  const place = usedPlace(path.join(open, 'data'));
  expect(fs.statSync(place).uid).toBe(0);
  const server = await start(place);
  const { uid } = fs.statSync(`/proc/${server.pid}`);
  expect(uid).not.toBe(0);
  expect(fs.statSync(path.join(place, 'PG_VERSION')).uid).toBe(uid);
  expect(await query(server, 'select n from kept')).toEqual([{ n: 42 }]);
  await server.stop();
  usedPlace();
  fs.rmSync(open, { recursive: true });
});
