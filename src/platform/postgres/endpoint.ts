import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { OrreryError } from '../errors.ts';
import type { Ids } from './privileges.ts';
import type { Site } from './site.ts';

/** Systems allow 103 to 107 bytes for the path of a socket. */
const maxSocketPathBytes = 100;
const socketPort = 5432;

/** The settings that decide where a new server listens. */
export async function listenSettings(site: Site): Promise<Record<string, string>> {
  if (site.transport === 'tcp') {
    return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(await freePort()) };
  }
  const directory = fits(site.dataDir) ? site.dataDir : privateDirectory(site.dataDir, site.privileges.owner);
  const settings = { listen_addresses: '', unix_socket_directories: directory, port: String(socketPort) };
  return { ...settings, unix_socket_permissions: '0700' };
}

function fits(directory: string): boolean {
  return Buffer.byteLength(path.join(directory, `.s.PGSQL.${socketPort}`)) <= maxSocketPathBytes;
}

/** A short directory for the socket of a data directory whose path is too long; each start finds the same one. */
function privateDirectory(dataDir: string, owner: Ids | undefined): string {
  const name = `orrery-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`;
  const directory = [os.tmpdir(), '/tmp'].map((parent) => path.join(parent, name)).find(fits);
  if (!directory) throw new OrreryError('UNAVAILABLE', `The temporary directory ${os.tmpdir()} has too long a path.`);
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  // Anybody may make a directory of this name, so one that others own or can enter is not used.
  const stat = fs.lstatSync(directory);
  const isOurs = stat.uid === process.getuid?.() || stat.uid === owner?.uid;
  if (!stat.isDirectory() || !isOurs || stat.mode & 0o077) {
    throw new OrreryError('UNAVAILABLE', `The directory ${directory} for the database's socket is not private.`, {
      fix: `Remove ${directory}, or set ORRERY_HOME to a shorter path.`,
    });
  }
  if (owner) fs.chownSync(directory, owner.uid, owner.gid);
  return directory;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
