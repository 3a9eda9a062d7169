import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { OrreryError } from './errors.ts';

/** The right of this process to be the only one that uses a home directory. */
export interface HomeClaim {
  /** Absolute path of the home directory. */
  home: string;
  /** Gives the home back. Safe to repeat; a process that dies without it loses the home all the same. */
  release(): void;
}

/** What tells a live process from a later one that got the same number. */
export interface Birth {
  /** Boot and start time, or undefined where the system does not tell. */
  mark: string | undefined;
}

interface Holder {
  pid: number;
  birth: Birth;
}

interface Claim {
  number: number;
  /** Undefined once the claim was given back. */
  holder: Holder | undefined;
}

/**
 * Makes the directory `home` (0700 if it is new) and claims it for this process until `release` or its death, also by
 * SIGKILL. Of processes that claim at the same instant exactly one wins. Processes are told apart by number and start
 * time, so the claim holds among the processes that see each other, not between containers that share a volume.
 * @throws OrreryError UNAVAILABLE naming the process that holds the home, or why the directory cannot be used
 */
export function claimHome(home: string): HomeClaim {
  const root = path.resolve(home);
  const directory = makeDirectory(root);
  const pid = process.pid;
  const mine = writeDraft(directory, { pid, birth: birthOf(pid) ?? { mark: undefined } });
  try {
    const number = takeNextNumber(root, directory, mine);
    return { home: root, release: () => release(directory, number) };
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/** The birth of the live process `pid`, or undefined when there is none. A zombie counts as dead. */
export function birthOf(pid: number): Birth | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name stands in parentheses and may hold any character; the state and the start time follow it.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { mark: `${boot}:${rest[18]}` };
  } catch {
    return { mark: undefined };
  }
}

function makeDirectory(home: string): string {
  const directory = path.join(home, 'claims');
  try {
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
    fs.accessSync(directory, fs.constants.W_OK);
    return directory;
  } catch (cause) {
    throw new OrreryError('UNAVAILABLE', `Orrery cannot write to its home directory ${home}.`, {
      fix: 'Make it a directory that this user may write to, or set ORRERY_HOME to another one.',
      cause,
    });
  }
}

/**
 * Claims are numbered files and the highest number counts. A claim is made by linking a finished file to the next
 * number, which only one process can do, and numbers never fall: what is removed is always lower than what stands.
 */
function takeNextNumber(home: string, directory: string, draft: string): number {
  for (;;) {
    const latest = latestClaim(directory);
    if (latest?.holder && isAlive(latest.holder)) throw alreadyClaimed(home, latest.holder);
    const number = (latest?.number ?? 0) + 1;
    if (!linkIfAbsent(draft, path.join(directory, String(number)))) continue;
    // A listing taken while another process changed its files can have missed both of them.
    const numbers = claimNumbers(directory);
    if (Math.max(...numbers) === number) {
      for (const older of numbers) if (older < number) fs.rmSync(path.join(directory, String(older)), { force: true });
      return number;
    }
    fs.rmSync(path.join(directory, String(number)), { force: true });
  }
}

function claimNumbers(directory: string): number[] {
  return fs
    .readdirSync(directory)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function latestClaim(directory: string): Claim | undefined {
  for (;;) {
    const numbers = claimNumbers(directory);
    if (numbers.length === 0) return undefined;
    const number = Math.max(...numbers);
    try {
      const text = fs.readFileSync(path.join(directory, String(number)), 'utf8');
      return { number, holder: text === '' ? undefined : (JSON.parse(text) as Holder) };
    } catch (error) {
      // A newer claim took its place between the two reads.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

function isAlive(holder: Holder): boolean {
  const now = birthOf(holder.pid);
  if (!now) return false;
  return now.mark === undefined || holder.birth.mark === undefined || now.mark === holder.birth.mark;
}

function alreadyClaimed(home: string, holder: Holder): OrreryError {
  return new OrreryError(
    'UNAVAILABLE',
    `Another Orrery (process ${holder.pid}) already uses the home directory ${home}.`,
    {
      fix: 'Stop that process, or set ORRERY_HOME to another directory.',
      facts: { home, pid: holder.pid },
    },
  );
}

function writeDraft(directory: string, holder: Holder | undefined): string {
  const draft = path.join(directory, `draft-${randomUUID()}`);
  fs.writeFileSync(draft, holder ? JSON.stringify(holder) : '', { mode: 0o600 });
  return draft;
}

function linkIfAbsent(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The number stays as an empty file, so that the next claim gets a higher one. */
function release(directory: string, number: number): void {
  const file = path.join(directory, String(number));
  if (fs.existsSync(file)) fs.renameSync(writeDraft(directory, undefined), file);
}
