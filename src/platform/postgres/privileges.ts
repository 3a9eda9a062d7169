import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { OrreryError } from '../errors.ts';
import type { Binaries } from './binaries.ts';

/** A user and a group by number. */
export interface Ids {
  uid: number;
  gid: number;
}

/** As whom PostgreSQL runs; it refuses to run as root. */
export interface Privileges {
  /** Command that is put before PostgreSQL's own, with its arguments. */
  prefix: string[];
  /** The user to become, or undefined to stay who we are. */
  runAs: Ids | undefined;
  /** Who must own the data, or undefined when it is ours in any case. */
  owner: Ids | undefined;
}

const root: Ids = { uid: 0, gid: 0 };

/** Decides as whom PostgreSQL runs over `dataDir`, which need not exist yet. @throws OrreryError UNAVAILABLE */
export function choosePrivileges(binaries: Binaries, dataDir: string): Privileges {
  const uid = process.getuid?.();
  const owner = ownerOf(dataDir);
  if (uid === undefined) return { prefix: [], runAs: undefined, owner: undefined };
  if (uid !== 0) {
    if (owner && owner.uid !== uid) throw ownedBySomeoneElse(dataDir, owner);
    return { prefix: [], runAs: undefined, owner: undefined };
  }
  return rootPrivileges(binaries, dataDir, owner && owner.uid !== 0 ? owner : serviceUser());
}

/**
 * As root: become an unprivileged user when it can reach program and data. Below a private home it cannot; then keep
 * root's access to files and only look like another user, in a user namespace, or with the capability to pass file
 * modes where namespaces are forbidden, as in most containers.
 */
function rootPrivileges(binaries: Binaries, dataDir: string, user: Ids | undefined): Privileges {
  if (user && isReachable(binaries.postgres, user) && isReachable(dataDir, user)) {
    return { prefix: [], runAs: user, owner: user };
  }
  const namespace = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'];
  if (works(namespace)) return { prefix: namespace, runAs: undefined, owner: root };
  const capability = user ? capabilityPrefix(user) : undefined;
  if (user && capability && works(capability)) return { prefix: capability, runAs: undefined, owner: user };
  throw new OrreryError('UNAVAILABLE', `PostgreSQL does not run as root, and no other user can reach ${dataDir}.`, {
    fix: 'Start Orrery as an ordinary user, set ORRERY_HOME to a directory outside a private home, or set DATABASE_URL.',
  });
}

function capabilityPrefix({ uid, gid }: Ids): string[] {
  const ids = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  return ['setpriv', ...ids, '--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--'];
}

function ownerOf(directory: string): Ids | undefined {
  const stat = fs.statSync(directory, { throwIfNoEntry: false });
  return stat && { uid: stat.uid, gid: stat.gid };
}

function serviceUser(): Ids | undefined {
  const rows = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const row = rows.find(([name]) => name === 'postgres') ?? rows.find(([name]) => name === 'nobody');
  // Some systems write the number of `nobody` as -2.
  return row && { uid: Number(row[2]) >>> 0, gid: Number(row[3]) >>> 0 };
}

/** Whether `user` may enter every directory above `file`. */
function isReachable(file: string, user: Ids): boolean {
  const above = fs.realpathSync(path.dirname(file));
  for (let directory = above; ; directory = path.dirname(directory)) {
    const stat = fs.statSync(directory);
    const isOpen =
      stat.uid === user.uid ? stat.mode & 0o100 : stat.gid === user.gid ? stat.mode & 0o010 : stat.mode & 0o001;
    if (!isOpen) return false;
    if (directory === path.dirname(directory)) return true;
  }
}

function works([command, ...args]: string[]): boolean {
  try {
    execFileSync(command ?? '', [...args, 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function ownedBySomeoneElse(dataDir: string, owner: Ids): OrreryError {
  return new OrreryError('UNAVAILABLE', `The data in ${dataDir} belongs to another user (number ${owner.uid}).`, {
    fix: 'Start Orrery as that user, or set ORRERY_HOME to another directory.',
  });
}

/** Gives a file, or a directory and all in it, to the owner that the privileges ask for, unless it is theirs already. */
export function giveTo(owner: Ids | undefined, place: string): void {
  const stat = fs.statSync(place);
  if (!owner || stat.uid === owner.uid) return;
  const entries = stat.isDirectory() ? fs.readdirSync(place, { recursive: true, encoding: 'utf8' }) : [];
  for (const entry of entries) fs.lchownSync(path.join(place, entry), owner.uid, owner.gid);
  // The place itself comes last, so that a pass that was cut short is made again.
  fs.chownSync(place, owner.uid, owner.gid);
}
