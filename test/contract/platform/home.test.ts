import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { birthOf, claimHome } from '../../../src/platform/home.ts';

const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-home-'));
afterAll(() => fs.rmSync(workspace, { recursive: true, force: true }));

const claimant = `
  import { createInterface } from 'node:readline';
  import { claimHome } from './src/platform/home.ts';
  console.log('waiting');
  createInterface({ input: process.stdin }).on('line', (home) => {
    try {
      claimHome(home);
      console.log('claimed');
    } catch (error) {
      console.log(error.code);
    }
  });
`;

interface Claimant {
  pid: number;
  claim(home: string): Promise<string>;
  kill(): Promise<void>;
}

/** Another process, which claims the homes it is told to. */
async function spawnClaimant(): Promise<Claimant> {
  const args = ['--import', 'tsx', '--input-type=module', '-e', claimant];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    pid: Number(child.pid),
    claim: async (home) => {
      child.stdin.write(`${home}\n`);
      return String((await lines.next()).value);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('a new home is private, and an existing one keeps its mode', () => {
  const fresh = path.join(workspace, 'deep', 'fresh');
  claimHome(fresh).release();
  expect(fs.statSync(fresh).mode & 0o777).toBe(0o700);

  const existing = path.join(workspace, 'existing');
  fs.mkdirSync(existing);
  fs.chmodSync(existing, 0o750);
  claimHome(existing).release();
  expect(fs.statSync(existing).mode & 0o777).toBe(0o750);
});

test('a home is claimed once, and the refusal names the home and the process that holds it', () => {
  const home = path.join(workspace, 'once');
  const claim = claimHome(home);
  expect(claim.home).toBe(home);
  expect(() => claimHome(home)).toThrow(
    expect.objectContaining({
      code: 'UNAVAILABLE',
      message: `Another Orrery (process ${process.pid}) already uses the home directory ${home}.`,
    }),
  );
  claim.release();
  claim.release();
  claimHome(home).release();
  expect(fs.readdirSync(path.join(home, 'claims'))).toHaveLength(1);
});

test('a late release does not take the home from the one who claimed it next', () => {
  const home = path.join(workspace, 'late');
  const first = claimHome(home);
  first.release();
  const second = claimHome(home);
  first.release();
  expect(() => claimHome(home)).toThrow('already uses the home directory');
  second.release();
});

test('a home is free at once when its holder is killed', async () => {
  const home = path.join(workspace, 'killed');
  const holder = await spawnClaimant();
  expect(await holder.claim(home)).toBe('claimed');
  expect(() => claimHome(home)).toThrow(`process ${holder.pid}`);
  await holder.kill();
  claimHome(home).release();
});

test('a later process with the same number does not hold the home', async () => {
  const home = path.join(workspace, 'recycled');
  const claims = path.join(home, 'claims');
  const other = await spawnClaimant();
  const holder = { pid: other.pid, birth: { mark: 'an earlier boot:1' } };
  fs.mkdirSync(claims, { recursive: true });
  fs.writeFileSync(path.join(claims, '7'), JSON.stringify(holder));
  claimHome(home).release();
  fs.writeFileSync(path.join(claims, '9'), JSON.stringify({ ...holder, birth: birthOf(other.pid) }));
  expect(() => claimHome(home)).toThrow(`process ${other.pid}`);
  await other.kill();
});

test('of processes that claim at the same instant exactly one wins, also over the claim of a dead one', async () => {
  const dead = await spawnClaimant();
  const claimants = await Promise.all(Array.from({ length: 4 }, spawnClaimant));
  const homes = Array.from({ length: 40 }, (_, round) => path.join(workspace, `race-${round}`));
  for (const home of homes.slice(20)) expect(await dead.claim(home)).toBe('claimed');
  await dead.kill();
  for (const home of homes) {
    const answers = await Promise.all(claimants.map((each) => each.claim(home)));
    expect(answers.sort(), home).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE', 'claimed']);
    expect(fs.readdirSync(path.join(home, 'claims'))).toHaveLength(1);
  }
  await Promise.all(claimants.map((each) => each.kill()));
});

test('a home that cannot be a directory is refused with what to do', () => {
  const file = path.join(workspace, 'file');
  fs.writeFileSync(file, '');
  expect(() => claimHome(file)).toThrow(
    expect.objectContaining({ code: 'UNAVAILABLE', fix: expect.stringContaining('ORRERY_HOME') }),
  );
});
