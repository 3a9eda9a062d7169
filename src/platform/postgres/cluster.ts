import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readOrCreateSecretFile } from '../crypto.ts';
import { OrreryError } from '../errors.ts';
import { giveTo } from './privileges.ts';
import { passwordFile, runProgram, type Site } from './site.ts';

/** Name of the one database. */
export const databaseName = 'orrery';

/** The database superuser, whom only the owner of the data directory can be. */
export const superuser = 'postgres';

/** Object ids from here on belong to users, so a directory `base/<id>` above it holds someone's data. */
const firstUserOid = 16_384;
const finishedMark = 'orrery-cluster';

/**
 * Makes the data directory with the database in it, unless it is there, and says whether it was made. It is built under
 * another name and renamed, so what stands under its own name is finished whenever the making was interrupted.
 * @throws OrreryError UNAVAILABLE when something else stands in its place, or PostgreSQL cannot make it
 */
export async function ensureCluster(site: Site): Promise<boolean> {
  removeInterrupted(site);
  if (isFinished(site.dataDir)) {
    requirePassword(site);
    return false;
  }
  setAside(site);
  const startedAt = performance.now();
  await build(site, `${site.dataDir}.new-${process.pid}`);
  site.log.info({ dataDir: site.dataDir, durationMs: Math.round(performance.now() - startedAt) }, 'database created');
  return true;
}

function isFinished(dataDir: string): boolean {
  return fs.existsSync(path.join(dataDir, finishedMark));
}

async function build(site: Site, directory: string): Promise<void> {
  fs.mkdirSync(directory, { mode: 0o700 });
  giveTo(site.privileges.owner, directory);
  const { initdb, postgres } = site.binaries;
  const encoding = ['-E', 'UTF8', '--locale=C', '--no-sync'];
  const quickly = ['-c', 'fsync=off', '-c', 'shared_buffers=16MB', '-c', 'log_checkpoints=off'];
  try {
    await runProgram(site, [initdb, '-D', directory, '-U', superuser, ...authentication(site), ...encoding]);
    await runProgram(
      site,
      [postgres, '--single', '-D', directory, ...quickly, 'template1'],
      `create database ${databaseName}\n`,
    );
  } catch (cause) {
    fs.rmSync(directory, { recursive: true, force: true });
    throw new OrreryError(
      'UNAVAILABLE',
      `PostgreSQL could not create a database in ${site.dataDir}: ${reasonOf(cause)}`,
      {
        fix: 'Remove the cause, or set DATABASE_URL to a PostgreSQL server.',
        cause,
      },
    );
  }
  fs.writeFileSync(path.join(directory, finishedMark), 'This PostgreSQL cluster belongs to Orrery.\n', { mode: 0o600 });
  giveTo(site.privileges.owner, path.join(directory, finishedMark));
  fs.renameSync(directory, site.dataDir);
}

/** Behind a socket that only the owner can reach nobody needs a password; a port is open to every local user. */
function authentication(site: Site): string[] {
  if (site.transport === 'socket') return ['-A', 'trust'];
  const file = passwordFile(site.dataDir);
  readOrCreateSecretFile(file, () => randomBytes(32).toString('base64url'));
  giveTo(site.privileges.owner, file);
  return ['-A', 'scram-sha-256', `--pwfile=${file}`];
}

function requirePassword(site: Site): void {
  const file = passwordFile(site.dataDir);
  if (site.transport === 'socket' || fs.existsSync(file)) return;
  throw new OrreryError('UNAVAILABLE', `The file ${file} with the password of the database is missing.`, {
    fix: `Restore it, or move ${site.dataDir} away to start with an empty database.`,
  });
}

/** What a start that was killed left of its building. */
function removeInterrupted({ dataDir }: Site): void {
  const prefix = `${path.basename(dataDir)}.new-`;
  for (const name of fs.readdirSync(path.dirname(dataDir))) {
    if (!name.startsWith(prefix)) continue;
    fs.rmSync(path.join(path.dirname(dataDir), name), { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  }
}

/** Clears the place for a new cluster. What stands there is moved, never deleted, and never moved when it holds data. */
function setAside({ dataDir, log }: Site): void {
  if (!fs.existsSync(dataDir)) return;
  if (holdsData(dataDir)) {
    throw new OrreryError('UNAVAILABLE', `${dataDir} holds a PostgreSQL database that Orrery did not make.`, {
      fix: `Move it away, or serve it with its own PostgreSQL and set DATABASE_URL.`,
    });
  }
  if (fs.readdirSync(dataDir).length === 0) {
    fs.rmdirSync(dataDir);
    return;
  }
  const movedTo = `${dataDir}.unfinished-${Date.now()}`;
  fs.renameSync(dataDir, movedTo);
  log.warn({ dataDir, movedTo }, 'the data directory was never finished; it was moved away and a new one is made');
}

function holdsData(dataDir: string): boolean {
  const base = path.join(dataDir, 'base');
  return fs.existsSync(base) && fs.readdirSync(base).some((name) => Number(name) >= firstUserOid);
}

function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.trim().split('\n').slice(-3).join(' ');
}
