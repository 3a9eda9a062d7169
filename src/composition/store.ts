import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { Engine } from '../engine/index.ts';
import { type Bus, LocalBus, PgBus } from '../platform/bus/index.ts';
import type { Config } from '../platform/config.ts';
import { readOrCreateSecretFile } from '../platform/crypto.ts';
import { type DatabaseHandle, migrate, openDatabase } from '../platform/db/index.ts';
import { claimHome } from '../platform/home.ts';
import type { Logger } from '../platform/log.ts';
import { startEmbeddedPostgres } from '../platform/postgres/index.ts';

/** Where things are kept, opened and brought up to date. */
export interface Store {
  database: DatabaseHandle;
  databaseUrl: string;
  bus: Bus;
  /** No other process can be using this database. */
  isAlone: boolean;
  close(): Promise<void>;
}

/** How far the program's root is above this file, compiled or not. */
function migrationsFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const root = here.includes(`${path.sep}dist${path.sep}`) ? path.join(here, '../../..') : path.join(here, '../..');
  return path.join(root, 'prisma/migrations');
}

/** Opens the database of `DATABASE_URL`, or starts our own; then the bus. @throws OrreryError UNAVAILABLE in plain words */
export async function openStore(
  config: Config,
  options: { log: Logger; workerId: string; onLost: (reason: string) => void },
): Promise<Store> {
  const place = await openPlace(config, options);
  try {
    await migrate(place.pool, migrationsFolder(), options.log);
    await Engine.prepare(place.url, options.log);
    const database = openDatabase(place.pool, options.log);
    const bus = await openBus(config, {
      database,
      pool: place.pool,
      isAlone: place.isAlone,
      log: options.log,
      self: options.workerId,
    });
    return {
      database,
      databaseUrl: place.url,
      bus,
      isAlone: place.isAlone,
      close: async () => {
        await bus.close();
        await database.close();
        await place.close();
      },
    };
  } catch (error) {
    await place.close();
    throw error;
  }
}

interface Place {
  url: string;
  pool: pg.PoolConfig;
  isAlone: boolean;
  close(): Promise<void>;
}

async function openPlace(config: Config, options: { log: Logger; onLost: (reason: string) => void }): Promise<Place> {
  const { databaseUrl, home } = config;
  if (databaseUrl !== undefined) {
    return { url: databaseUrl, pool: { connectionString: databaseUrl }, isAlone: false, close: async () => undefined };
  }
  const claim = claimHome(home);
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: path.join(home, 'data'), ...options });
    const close = async (): Promise<void> => {
      await postgres.stop();
      claim.release();
    };
    return { url: postgres.url, pool: postgres.pool, isAlone: true, close };
  } catch (error) {
    claim.release();
    throw error;
  }
}

async function openBus(
  config: Config,
  options: { database: DatabaseHandle; pool: pg.PoolConfig; isAlone: boolean; log: Logger; self: string },
): Promise<Bus> {
  const { self, log } = options;
  if (config.redisUrl !== undefined) {
    const { RedisBus } = await import('../platform/bus/redis-bus.ts');
    return RedisBus.start({ url: config.redisUrl, self, log });
  }
  if (options.isAlone) return new LocalBus();
  return PgBus.start({ config: options.pool, pool: options.database.pool, self, log });
}

/** The key that seals secrets: the configured one, or one that is made and kept in the home directory. */
export function secretKey(config: Config): Buffer {
  if (config.secretKey) return config.secretKey;
  const { value } = readOrCreateSecretFile(path.join(config.home, 'secret-key'), () => randomBytes(32).toString('hex'));
  return Buffer.from(value, 'hex');
}
