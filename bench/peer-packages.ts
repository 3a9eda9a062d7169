import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { projectRoot } from './children.ts';

/** Where the packages live that the product is compared with and does not use. */
export const peersFolder = path.join(projectRoot, 'bench/peers');

/** Installs the peers when `name` is not there yet. */
export function installPeer(name: string, say: (line: string) => void): void {
  if (fs.existsSync(path.join(peersFolder, 'node_modules', name))) return;
  say('installing the peers into bench/peers');
  execFileSync('npm', ['ci', '--prefix', peersFolder, '--ignore-scripts', '--no-audit', '--no-fund'], {
    stdio: 'ignore',
  });
}

/** The installed version of a peer. */
export function peerVersion(name: string): string {
  const file = path.join(peersFolder, 'node_modules', name, 'package.json');
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version;
}
