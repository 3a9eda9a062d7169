import { randomUUID } from 'node:crypto';
import { DBOS, type WorkflowQueue } from '@dbos-inc/dbos-sdk';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import { migrateSystemDatabase } from '@dbos-inc/dbos-sdk/internal/system_database';
import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import type { Logger } from '../../platform/log.ts';

const queueName = 'executions';
const workflowName = 'turn';
const schema = 'dbos';
// Constant, so that a new build goes on with the runs of the old one. What a turn does may change freely: a turn is one
// step for DBOS, and our own step rows are what recovery reads.
const applicationVersion = '1';
const idlePollMs = 1_000;
const connections = 8;

export interface DurableOptions {
  databaseUrl: string;
  workerId: string;
  concurrency: number;
  log: Logger;
  /** Runs one turn to its end. Called again for the same turn when the process that ran it died. */
  runTurn: (executionId: string, turn: number) => Promise<void>;
}

/**
 * Queue, lease and recovery of turns, on DBOS: the only place that knows it. A turn is enqueued by an SQL expression in
 * the transaction that needs it; workers are woken instead of polling; a dead worker's turns are handed to the living.
 */
export class DurableTurns {
  readonly #options: DurableOptions;
  #queue: WorkflowQueue | undefined;
  #pool: pg.Pool | undefined;
  #polling: Promise<void> | undefined;
  #pollAgain = false;
  #isStopping = false;

  constructor(options: DurableOptions) {
    this.#options = options;
  }

  /** Makes DBOS's own tables. Safe to repeat. */
  static async prepare(databaseUrl: string, log: Logger): Promise<void> {
    // `DBOS.migrate` does the same but writes to standard output, which is ours to use.
    await migrateSystemDatabase(
      databaseUrl,
      quietLogger(log) as unknown as Parameters<typeof migrateSystemDatabase>[1],
      schema,
    );
  }

  /** The expression that enqueues a turn; it needs the tables of `prepare`. */
  static enqueue(turn: { id: string; turn: number; namespaceId: string }): RawBuilder<unknown> {
    return sql`dbos.enqueue_workflow(workflow_name => ${workflowName}, queue_name => ${queueName}, workflow_id => ${`${turn.id}:${turn.turn}`},
      positional_args => array[to_json(${turn.id}::text), to_json(${turn.turn}::int)], app_version => ${applicationVersion})`;
  }

  async start(): Promise<void> {
    const { databaseUrl, workerId, concurrency, log, runTurn } = this.#options;
    DBOS.registerWorkflow(runTurn, { name: workflowName });
    this.#pool = openPool(databaseUrl, log);
    DBOS.setConfig({
      name: 'orrery',
      systemDatabaseUrl: databaseUrl,
      systemDatabaseSchemaName: schema,
      systemDatabasePool: this.#pool,
      executorID: workerId,
      applicationVersion,
      runMigrations: false,
      logger: quietLogger(log),
    });
    await DBOS.launch();
    this.#queue = await DBOS.registerQueue(queueName, {
      workerConcurrency: concurrency,
      minPollingIntervalMs: idlePollMs,
    });
  }

  /** Looks for turns now instead of at the next poll. */
  wake(): void {
    if (this.#isStopping) return;
    this.#pollAgain = true;
    this.#polling ??= this.#poll()
      .catch((error: Error) =>
        this.#options.log.warn(
          { reason: error.message },
          'the queue of turns could not be read; it is read again soon',
        ),
      )
      .finally(() => {
        this.#polling = undefined;
      });
  }

  /** Puts the turns of workers that are no more back into the queue. @returns how many */
  async recover(deadWorkerIds: string[]): Promise<number> {
    const handles = (await DBOSExecutor.globalInstance?.recoverPendingWorkflows(deadWorkerIds)) ?? [];
    if (handles.length > 0) this.wake();
    return handles.length;
  }

  /** Stops taking turns and gives those that still run here back to the queue. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#polling;
    await DBOSExecutor.globalInstance?.recoverPendingWorkflows([this.#options.workerId]);
    await DBOS.shutdown();
    await this.#pool?.end();
  }

  async #poll(): Promise<void> {
    while (this.#pollAgain && !this.#isStopping) {
      this.#pollAgain = false;
      const executor = DBOSExecutor.globalInstance;
      if (!executor || !this.#queue) return;
      const claim = randomUUID();
      const running = executor.systemDatabase.countRunningWorkflowsForQueue(queueName);
      const found = await executor.systemDatabase.findAndMarkStartableWorkflows(
        this.#queue,
        executor.executorID,
        applicationVersion,
        undefined,
        running,
        0,
        claim,
      );
      await executor.dispatchDequeuedWorkflows(found, claim);
    }
  }
}

/** Connections of the queue. A worker that freezes in the middle of a transaction holds its rows for a minute at most. */
function openPool(connectionString: string, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: connections,
    onConnect: (client) => client.query("set idle_in_transaction_session_timeout = '60s'"),
  });
  return pool.on('error', (error) => log.warn({ reason: error.message }, 'a connection of the queue was lost'));
}

function quietLogger(log: Logger) {
  return {
    debug: () => undefined,
    info: (entry: unknown) => log.debug({ engine: String(entry) }, 'engine'),
    warn: (entry: unknown) => log.warn({ engine: String(entry) }, 'the engine warns'),
    error: (entry: unknown) => log.error({ engine: String(entry) }, 'the engine reports an error'),
  };
}
