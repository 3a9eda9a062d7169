import type { ApprovalService } from '../modules/approval/index.ts';
import type { RunKeeper, TurnQueue } from '../modules/execution/index.ts';
import type { DecidedCallStore } from '../modules/governance/index.ts';
import type { ModelDelta } from '../modules/model/index.ts';
import type { ResourcePastStore } from '../modules/resource/index.ts';
import type { Bus } from '../platform/bus/index.ts';
import type { Database } from '../platform/db/index.ts';
import { type Journal, journalChannel } from '../platform/journal/index.ts';
import type { Logger } from '../platform/log.ts';
import { DurableTurns } from './durable/durable-turns.ts';
import { Housekeeping } from './durable/housekeeping.ts';
import { WorkerLease } from './durable/worker-lease.ts';
import { pause } from './steps/run.ts';
import { Interrupted, runTurn, type TurnDeps } from './turn.ts';

const turnsChannel = 'turns';
const interruptChannel = 'interrupt';
const maxTries = 5;
const firstRetryMs = 200;
const maxPieceChars = 1_000;

/** The bus channel of an execution's tokens. */
export function deltaChannel(executionId: string): string {
  return `delta:${executionId}`;
}

/** A piece of a model's answer on its way; it is not kept. */
export interface ModelToken {
  organizationId: string;
  executionId: string;
  stepId: string;
  key: string;
  /** Which attempt at the call says it; a later one says everything anew. */
  attempt: number;
  /** How many characters of the attempt's text came before this piece. */
  at: number;
  /** Counts the pieces of one process, so that equal pieces are told apart. */
  serial: number;
  delta: ModelDelta;
}

/** How a process asks for turns, whether or not it runs any itself. */
export function createTurnQueue(bus: Bus): TurnQueue {
  return {
    enqueue: (turn) => DurableTurns.enqueue(turn),
    wake: () => bus.publish(turnsChannel, ''),
    interrupt: (executionId) => bus.publish(interruptChannel, executionId),
  };
}

export interface EngineOptions {
  db: Database;
  databaseUrl: string;
  bus: Bus;
  journal: Journal;
  approvalService: ApprovalService;
  keeper: RunKeeper;
  past: ResourcePastStore;
  decisions: DecidedCallStore;
  concurrency: number;
  leaseMs: number;
  retentionMs: number;
  /** No other process can be running on this database: turns of earlier ones are taken over at once. */
  isAlone: boolean;
  turn: Omit<TurnDeps, 'announce' | 'onDelta'>;
}

/** Runs executions in this process: takes turns from the queue, keeps the worker's lease, and does the housekeeping. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #turns: DurableTurns;
  readonly #lease: WorkerLease;
  readonly #housekeeping: Housekeeping;
  readonly #running = new Map<string, AbortController>();
  #unsubscribe: (() => void)[] = [];
  #serial = 0;
  #isStopping = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    const { workerId, log, clock, systemActor } = options.turn;
    this.#turns = new DurableTurns({
      databaseUrl: options.databaseUrl,
      workerId,
      concurrency: options.concurrency,
      log,
      runTurn: (executionId, turn) => this.#run(executionId, turn),
    });
    this.#lease = new WorkerLease({
      db: options.db,
      id: workerId,
      leaseMs: options.leaseMs,
      log,
      recover: (ids) => this.#turns.recover(ids),
    });
    this.#housekeeping = new Housekeeping({
      db: options.db,
      journal: options.journal,
      approvals: options.approvalService,
      past: options.past,
      decisions: options.decisions,
      keeper: options.keeper,
      bus: options.bus,
      clock,
      log,
      retentionMs: options.retentionMs,
      systemActor,
    });
  }

  /** Makes the tables that `enqueue` needs. Safe to repeat, also from several processes. */
  static prepare(databaseUrl: string, log: Logger): Promise<void> {
    return DurableTurns.prepare(databaseUrl, log);
  }

  async start(): Promise<void> {
    await this.#turns.start();
    await this.#lease.start(this.#options.isAlone);
    this.#housekeeping.start();
    const { bus } = this.#options;
    this.#unsubscribe = [
      bus.subscribe(turnsChannel, () => this.#turns.wake()),
      bus.subscribe(interruptChannel, (id) => this.#running.get(id)?.abort(new Interrupted('changed'))),
    ];
    this.#turns.wake();
  }

  /** Whether this process takes turns. */
  get isRunning(): boolean {
    return this.#unsubscribe.length > 0 && !this.#isStopping;
  }

  /** How many executions run in this process now. */
  get running(): number {
    return this.#running.size;
  }

  /** Stops what runs here and gives it back to the queue: another worker, or the next start, goes on. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const end of this.#unsubscribe) end();
    for (const controller of this.#running.values()) controller.abort(new Interrupted('shutdown'));
    await this.#housekeeping.stop();
    await this.#turns.stop();
    await this.#lease.stop();
  }

  async #run(executionId: string, turn: number): Promise<void> {
    if (this.#isStopping) return neverSettles();
    const { log } = this.#options.turn;
    for (let tries = 1; ; tries++) {
      const controller = new AbortController();
      this.#running.set(executionId, controller);
      try {
        return await runTurn(this.#turnDeps(), { executionId, turn, isLastTry: tries === maxTries }, controller);
      } catch (error) {
        if (this.#isStopping) return await neverSettles();
        log.warn({ err: error, executionId, turn, tries }, 'a turn was broken off and is tried again');
        await pause(firstRetryMs * 2 ** tries, new AbortController().signal);
      } finally {
        if (this.#running.get(executionId) === controller) this.#running.delete(executionId);
      }
    }
  }

  #turnDeps(): TurnDeps {
    const { bus, turn } = this.#options;
    return {
      ...turn,
      announce: () => bus.publish(journalChannel, ''),
      onDelta: (execution, step, delta) => {
        let { at } = step;
        for (const piece of inPieces(delta)) {
          const { id: executionId, organizationId } = execution;
          const token: ModelToken = {
            organizationId,
            executionId,
            stepId: step.id,
            key: step.key,
            attempt: step.attempt,
            at,
            serial: this.#serial++,
            delta: piece,
          };
          bus.publish(deltaChannel(executionId), JSON.stringify(token));
          if (piece.kind === 'text') at += piece.text.length;
        }
      },
    };
  }
}

/** A long text in pieces that fit the bus between processes. */
function inPieces(delta: ModelDelta): ModelDelta[] {
  if (delta.kind !== 'text' || delta.text.length <= maxPieceChars) return [delta];
  const pieces: ModelDelta[] = [];
  for (let from = 0; from < delta.text.length; from += maxPieceChars) {
    pieces.push({ kind: 'text', text: delta.text.slice(from, from + maxPieceChars) });
  }
  return pieces;
}

/** A turn that is given back must not end for DBOS, or it would count as done. The process ends soon after. */
function neverSettles(): Promise<never> {
  return new Promise(() => undefined);
}
