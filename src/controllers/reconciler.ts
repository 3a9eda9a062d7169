import { setTimeout as delay } from 'node:timers/promises';
import type { Actor } from '../modules/identity/index.ts';
import {
  type Claim,
  type Look,
  type ReconcileService,
  type ResourceKind,
  resourcesChannel,
} from '../modules/resource/index.ts';
import type { Bus } from '../platform/bus/index.ts';
import type { JournalRow } from '../platform/journal/index.ts';
import type { Logger } from '../platform/log.ts';
import type { Controller } from './controller.ts';
import { afterFailureMs, nextLookMs } from './next-look.ts';

/** What a reconciler works with. */
export interface ReconcilerDeps {
  queue: ReconcileService;
  controllers: readonly Controller<ResourceKind>[];
  systemActor: (organizationId: string) => Actor;
  bus: Bus;
  log: Logger;
  /** How long a resource is this process's before another may take it, in milliseconds. */
  leaseMs?: number;
}

const defaultLeaseMs = 60_000;
/** Nothing is lost when a wake-up is: this is how long it then takes. */
const pollMs = 5_000;
const batch = 64;
/** Looks at one kind that go on at once, so that slow ones of one kind hold up no other. */
const perKind = 32;
const keptAtOnce = 200;
const patienceMs = 3_000;

/**
 * Has the controllers look at what is due, many at a time. Any number of processes can share the work: each takes what
 * nobody else holds, and what a process held that died is taken by another once its lease is over.
 */
export class Reconciler {
  readonly #deps: ReconcilerDeps;
  readonly #controllers: ReadonlyMap<ResourceKind, Controller<ResourceKind>>;
  readonly #underWay = new Map<ResourceKind, number>();
  readonly #looking = new Set<Promise<void>>();
  #finished: Look[] = [];
  #keeping: Promise<void> | undefined;
  #loop: Promise<void> | undefined;
  #endRest: (() => void) | undefined;
  #isWoken = false;
  #isStopping = false;
  #isStopped = false;
  #unsubscribe: (() => void) | undefined;

  constructor(deps: ReconcilerDeps) {
    this.#deps = deps;
    this.#controllers = new Map(deps.controllers.map((controller) => [controller.kind, controller]));
  }

  start(): void {
    if (this.#loop) return;
    this.#unsubscribe = this.#deps.bus.subscribe(resourcesChannel, () => this.#wake());
    this.#loop = this.#run();
  }

  /** Looks now at what the end of the journal may have made due: what runs of declared work did, and ends of others. */
  heed(rows: readonly JournalRow[]): void {
    const isTelling = ({ executionId, agentId, type }: JournalRow): boolean =>
      executionId !== null && (agentId === null || type === 'execution.finished');
    if (rows.some(isTelling)) this.#wake();
  }

  /** Takes nothing more, and waits a moment for what is under way; the rest is looked at again by whoever comes. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#unsubscribe?.();
    this.#wake();
    await this.#loop;
    const abort = new AbortController();
    const patience = delay(patienceMs, undefined, { signal: abort.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.#looking), patience]);
    abort.abort();
    this.#isStopped = true;
    await this.#keeping;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      this.#isWoken = false;
      const free = [...this.#controllers.keys()].filter((kind) => (this.#underWay.get(kind) ?? 0) < perKind);
      const claims = await this.#claim(free);
      for (const claim of claims) this.#start(claim);
      if (claims.length === 0) await this.#rest(free);
    }
  }

  async #claim(kinds: readonly ResourceKind[]): Promise<Claim[]> {
    if (kinds.length === 0) return [];
    try {
      return await this.#deps.queue.claim(kinds, { limit: batch, leaseMs: this.#deps.leaseMs ?? defaultLeaseMs });
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'could not ask which resources are due; trying again');
      return [];
    }
  }

  async #rest(kinds: readonly ResourceKind[]): Promise<void> {
    const due = await this.#deps.queue.dueInMs(kinds).catch(() => null);
    if (this.#isWoken || this.#isStopping) return;
    const restMs = Math.max(1, Math.min(pollMs, Math.ceil(due ?? pollMs)));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, restMs);
      this.#endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endRest = undefined;
  }

  #wake(): void {
    this.#isWoken = true;
    this.#endRest?.();
  }

  #start(claim: Claim): void {
    const { kind } = claim.resource;
    this.#underWay.set(kind, (this.#underWay.get(kind) ?? 0) + 1);
    const looking = this.#look(claim)
      .then((look) => this.#keep(look))
      .finally(() => {
        this.#looking.delete(looking);
        const left = (this.#underWay.get(kind) ?? 1) - 1;
        this.#underWay.set(kind, left);
        if (left === perKind - 1) this.#wake();
      });
    this.#looking.add(looking);
  }

  async #look(claim: Claim): Promise<Look> {
    const { resource, attempts } = claim;
    const controller = this.#controllers.get(resource.kind);
    if (controller === undefined) return { claim, found: null, afterMs: null, keepAttempts: false };
    try {
      const actor = this.#deps.systemActor(resource.organizationId);
      const {
        againAfterMs,
        isPunctual = false,
        backOff = false,
        ...found
      } = await controller.reconcile(actor, resource);
      const waits = againAfterMs === undefined ? null : nextLookMs(againAfterMs, backOff ? attempts : 1);
      const afterMs = isPunctual && againAfterMs !== undefined ? againAfterMs : waits;
      return { claim, found, afterMs, keepAttempts: backOff };
    } catch (error) {
      this.#deps.log.warn(
        { err: error, resource: resource.id, kind: resource.kind },
        'a controller failed; trying again',
      );
      return { claim, found: null, afterMs: afterFailureMs(attempts), keepAttempts: true };
    }
  }

  /** What ends in the same moment is kept in one transaction; one is kept after the other. */
  async #keep(look: Look): Promise<void> {
    this.#finished.push(look);
    while (this.#finished.includes(look)) {
      this.#keeping ??= this.#keepFinished().finally(() => {
        this.#keeping = undefined;
      });
      await this.#keeping;
    }
  }

  async #keepFinished(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const looks = this.#finished.splice(0, keptAtOnce);
    if (this.#isStopped) return;
    try {
      await this.#deps.queue.settle(looks);
      // What comes back by itself may be due before the rest that has begun is over.
      if (looks.some(({ afterMs }) => afterMs !== null)) this.#wake();
    } catch (error) {
      // Each is looked at again once its lease is over.
      this.#deps.log.warn({ err: error, looks: looks.length }, 'could not keep what controllers found out');
    }
  }
}
