import type { Bus } from '../../platform/bus/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { groupBy } from '../../platform/group.ts';
import { appendRecord } from '../audit/index.ts';
import type { Actor } from '../identity/index.ts';
import { makeDue, type NextLook } from './due-writer.ts';
import { type Found, isRenewed, isTurned, withFinding } from './finding.ts';
import type { ResourceKind } from './kinds/index.ts';
import type { Claim, FailingDependency, ReconcileStore } from './reconcile-store.ts';
import { keyText, type Resource } from './resource.ts';
import { statusEvent } from './resource-events.ts';
import { tellOfResources } from './resource-news.ts';

/** What came of looking at a claimed resource. */
export interface Look {
  claim: Claim;
  /** Null when the look failed: then what was known stays. */
  found: Found | null;
  /** When to look again, in milliseconds; null for when something changes. */
  afterMs: number | null;
  /** Whether the next look counts as another attempt at the same. */
  keepAttempts: boolean;
}

interface Change {
  before: Resource;
  after: Resource;
}

// Somebody was writing the resource when its finding was to be kept.
const busyAgainMs = 100;

/** What controllers look at: handed out, and kept with what they found. */
export class ReconcileService {
  readonly #store: ReconcileStore;
  readonly #systemActor: (organizationId: string) => Actor;
  readonly #bus: Bus;

  constructor(deps: { store: ReconcileStore; systemActor: (organizationId: string) => Actor; bus: Bus }) {
    this.#store = deps.store;
    this.#systemActor = deps.systemActor;
    this.#bus = deps.bus;
  }

  /** Takes resources of these kinds that are due; whoever dies with them loses them after `leaseMs`. */
  claim(kinds: readonly ResourceKind[], about: { limit: number; leaseMs: number }): Promise<Claim[]> {
    return this.#store.claim(kinds, about);
  }

  /** Milliseconds until a resource of these kinds is due; null when none will be without a change. */
  dueInMs(kinds: readonly ResourceKind[]): Promise<number | null> {
    return this.#store.dueInMs(kinds);
  }

  /**
   * Keeps what was found, each organization's in one transaction with its events. A look whose resource was made due in
   * the meantime is dropped: it will be looked at again.
   */
  async settle(looks: readonly Look[]): Promise<void> {
    const failing = await this.#store.failingDependencies(looks.map(({ claim }) => claim.resource.id));
    const byOrganization = groupBy(looks, ({ claim }) => claim.resource.organizationId);
    for (const [organizationId, own] of byOrganization) {
      const actor = this.#systemActor(organizationId);
      const isTold = await this.#store.transaction((tx) => this.#settle(tx, actor, { looks: own, failing }));
      if (!isTold) continue;
      const kinds = own.map(({ claim }) => claim.resource.kind);
      tellOfResources(this.#bus, { organizationId, kinds, isStatusOnly: true });
    }
  }

  async #settle(
    tx: Tx,
    actor: Actor,
    about: { looks: readonly Look[]; failing: Map<string, FailingDependency[]> },
  ): Promise<boolean> {
    const { failing } = about;
    const claims = about.looks.map(({ claim }) => claim);
    const ids = claims.map(({ resource }) => resource.id);
    const free = new Map((await this.#store.lockFree(tx, ids)).map((resource) => [resource.id, resource]));
    const held = await this.#store.held(tx, claims);
    const looks = about.looks.filter(({ claim }) => held.has(claim));
    const changes = looks.flatMap(({ claim, found }): Change[] => {
      const before = free.get(claim.resource.id);
      if (before === undefined || found === null) return [];
      if (before.generation !== claim.resource.generation) return [];
      const after = withFinding(before, found, failing.get(before.id) ?? []);
      return after === before ? [] : [{ before, after }];
    });
    if (changes.length > 0)
      await this.#store.writeFindings(
        tx,
        changes.map(({ after }) => after),
      );
    await makeDue(tx, actor, {
      changed: changes.filter(({ before, after }) => isRenewed(before, after)).map(({ after }) => after),
      turned: changes.filter(({ before, after }) => isTurned(before, after)).map(({ after }) => after),
      looks: looks.map((look) => nextLook(look, free.has(look.claim.resource.id))),
    });
    if (changes.length > 0) await record(tx, actor, changes);
    return changes.length > 0;
  }
}

function nextLook({ claim, afterMs, keepAttempts }: Look, isFree: boolean): NextLook {
  const next = isFree ? { afterMs, keepAttempts } : { afterMs: busyAgainMs, keepAttempts: true };
  return { resourceId: claim.resource.id, token: claim.token, ...next };
}

async function record(tx: Tx, actor: Actor, changes: readonly Change[]): Promise<void> {
  await appendRecord(tx, actor, {
    events: changes.map(({ after }) => statusEvent(actor, after)),
    audit: changes.map(({ after }) => ({
      action: 'resource.status',
      subjectId: after.id,
      namespaceId: after.namespaceId,
      details: { resource: keyText(after), apiVersion: 'orrery.dev/v1' },
    })),
  });
}
