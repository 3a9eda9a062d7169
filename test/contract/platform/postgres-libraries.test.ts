import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { linkLibraries } from '../../../src/platform/postgres/binaries.ts';

const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-libraries-'));
afterAll(() => fs.rmSync(workspace, { recursive: true, force: true }));

/** A package as npm unpacks it when install scripts do not run. */
function unpack(name: string): string {
  const root = path.join(workspace, name);
  fs.mkdirSync(path.join(root, 'native', 'lib'), { recursive: true });
  fs.writeFileSync(path.join(root, 'native', 'lib', 'libpq.so.5.18'), 'library');
  const links = ['libpq.so', 'libpq.so.5'].map((file) => ({
    source: 'native/lib/libpq.so.5.18',
    target: `native/lib/${file}`,
  }));
  fs.writeFileSync(path.join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  return root;
}

test('library links that no install script made are made in the package, once', () => {
  const root = unpack('writable');
  const spare = path.join(workspace, 'unused');
  expect(linkLibraries(root, spare)).toBeUndefined();
  expect(fs.readFileSync(path.join(root, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
  expect(fs.readlinkSync(path.join(root, 'native', 'lib', 'libpq.so'))).toBe('libpq.so.5.18');
  expect(linkLibraries(root, spare)).toBeUndefined();
  expect(fs.existsSync(spare)).toBe(false);
});

test('a link that leads nowhere is made anew', () => {
  const root = unpack('dangling');
  fs.symlinkSync('libpq.so.5.17', path.join(root, 'native', 'lib', 'libpq.so.5'));
  linkLibraries(root, path.join(workspace, 'unused'));
  expect(fs.readlinkSync(path.join(root, 'native', 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
});

test('when the package cannot be written to, the links are made beside the data', () => {
  const root = unpack('read-only');
  const lib = path.join(root, 'native', 'lib');
  const spare = path.join(workspace, 'own', 'libraries');
  fs.mkdirSync(path.dirname(spare));
  fs.chmodSync(lib, 0o555);
  // Root may write anywhere, so there the links are made by another user.
  const ids = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
  if (ids) fs.chownSync(path.dirname(spare), ids.uid, ids.gid);
  fs.chmodSync(workspace, 0o755);
  const script = `
    import { linkLibraries } from './src/platform/postgres/binaries.ts';
    console.log(linkLibraries(process.argv[1], process.argv[2]));
  `;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script, root, spare];
  const made = spawnSync(process.execPath, args, { ...ids, encoding: 'utf8' });
  expect(made.stdout.trim().split(path.delimiter)).toEqual([spare, lib]);
  expect(fs.readdirSync(lib)).toEqual(['libpq.so.5.18']);
  expect(fs.readFileSync(path.join(spare, 'libpq.so.5'), 'utf8')).toBe('library');
});
