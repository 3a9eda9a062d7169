import os from 'node:os';
import { sql } from 'kysely';
import type { Database } from '../../platform/db/index.ts';
import type { Logger } from '../../platform/log.ts';

/** This process's sign of life, and its eye on the others': a worker that fell silent loses its turns to the living. */
export class WorkerLease {
  readonly #db: Database;
  readonly #id: string;
  readonly #leaseMs: number;
  readonly #log: Logger;
  readonly #recover: (deadWorkerIds: string[]) => Promise<number>;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> | undefined;

  constructor(options: {
    db: Database;
    id: string;
    leaseMs: number;
    log: Logger;
    recover: (deadWorkerIds: string[]) => Promise<number>;
  }) {
    this.#db = options.db;
    this.#id = options.id;
    this.#leaseMs = options.leaseMs;
    this.#log = options.log;
    this.#recover = options.recover;
  }

  /** Registers the worker. With `isAlone` every other worker is known to be dead and is reaped at once. */
  async start(isAlone: boolean): Promise<void> {
    await this.#db.insertInto('worker').values({ id: this.#id, host: os.hostname(), pid: process.pid }).execute();
    await this.#reap(isAlone ? 0 : this.#leaseMs);
    this.#timer = setInterval(() => this.#beat(), this.#leaseMs / 3);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    await this.#db.deleteFrom('worker').where('id', '=', this.#id).execute();
  }

  #beat(): void {
    this.#beating ??= this.#heartbeat()
      .catch((error: Error) => this.#log.warn({ reason: error.message }, 'the heartbeat failed; trying again'))
      .finally(() => {
        this.#beating = undefined;
      });
  }

  async #heartbeat(): Promise<void> {
    await this.#db
      .insertInto('worker')
      .values({ id: this.#id, host: os.hostname(), pid: process.pid })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ heartbeat_at: sql<Date>`now()` }))
      .execute();
    await this.#reap(this.#leaseMs);
  }

  /** One reaper wins each dead worker by its row's lock. */
  async #reap(silentForMs: number): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const dead = await tx
        .selectFrom('worker')
        .select('id')
        .where('id', '!=', this.#id)
        .where('heartbeat_at', '<=', sql<Date>`now() - ${silentForMs} * interval '1 millisecond'`)
        .forUpdate()
        .skipLocked()
        .execute();
      if (dead.length === 0) return;
      const ids = dead.map((worker) => worker.id);
      const turns = await this.#recover(ids);
      await tx.deleteFrom('worker').where('id', 'in', ids).execute();
      this.#log.info({ workers: ids, turns }, 'took over from workers that died');
    });
  }
}
