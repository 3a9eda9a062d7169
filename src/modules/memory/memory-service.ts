import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Page, PageRequest, Tx } from '../../platform/db/index.ts';
import { isOrreryError, OrreryError } from '../../platform/errors.ts';
import { groupBy } from '../../platform/group.ts';
import { newId } from '../../platform/ids.ts';
import { type EventDraft, journalChannel } from '../../platform/journal/index.ts';
import { appendRecord } from '../audit/index.ts';
import { draftEvent, type EventPayloads } from '../event/index.ts';
import { type Actor, authorize } from '../identity/index.ts';
import { keyText, type Resource, type ResourceStore } from '../resource/index.ts';
import {
  assertEntry,
  assertKeptHere,
  forgottenUntil,
  itemNotFound,
  type MemoryEntry,
  type MemoryItem,
  type MemoryName,
} from './memory-item.ts';
import type { MemoryItemFilter, MemoryStore } from './memory-store.ts';

/** A page of what a memory holds. */
export interface MemoryPage {
  memory: Resource<'Memory'>;
  filter: MemoryItemFilter;
  page: PageRequest;
}

/** What tells pages apart. */
export function memoryPageText({ memory, filter, page }: MemoryPage): string {
  return JSON.stringify([memory.id, filter, page]);
}

/** The items of memories, as far as the platform keeps them itself. */
export class MemoryService {
  readonly #store: MemoryStore;
  readonly #resources: ResourceStore;
  readonly #clock: Clock;
  readonly #bus: Bus;

  constructor(deps: { store: MemoryStore; resources: ResourceStore; clock: Clock; bus: Bus }) {
    this.#store = deps.store;
    this.#resources = deps.resources;
    this.#clock = deps.clock;
    this.#bus = deps.bus;
  }

  findMany(actor: Actor, ids: readonly string[]): Promise<MemoryItem[]> {
    authorize(actor, 'memory:read');
    return this.#store.findMany(actor, ids);
  }

  /**
   * Items of several memories, sorted by key, each page in the place of what asked for it. Equal pages of many memories
   * are one statement. In the place of a memory that is kept elsewhere is the OrreryError MEMORY_UNAVAILABLE.
   * @throws OrreryError CURSOR_INVALID, INPUT_INVALID
   */
  async pages(actor: Actor, wanted: readonly MemoryPage[]): Promise<(Page<MemoryItem> | OrreryError)[]> {
    authorize(actor, 'memory:read');
    const now = this.#clock.now();
    const faults = new Map(wanted.map((one) => [one, faultOf(one.memory)]));
    const readable = wanted.filter((one) => faults.get(one) === undefined);
    const alike = groupBy(readable, ({ filter, page }) => JSON.stringify([filter, page]));
    const found = new Map<MemoryPage, Page<MemoryItem>>();
    for (const group of alike.values()) {
      const spans = group.map(({ memory }) => ({ memoryId: memory.id, after: forgottenUntil(memory, now) }));
      const [{ filter, page } = { filter: {}, page: {} }] = group;
      const pages = await this.#store.pages(actor, spans, { filter, page });
      for (const [place, one] of group.entries()) found.set(one, pages[place] ?? emptyPage);
    }
    return wanted.map((one) => faults.get(one) ?? found.get(one) ?? emptyPage);
  }

  /**
   * Writes an item, over the one before of this key. What the memory forgets by itself goes in the same transaction.
   * @throws OrreryError RESOURCE_NOT_FOUND, MEMORY_UNAVAILABLE, INPUT_INVALID
   */
  async write(
    actor: Actor,
    name: MemoryName,
    input: MemoryEntry & { dryRun: boolean },
  ): Promise<{ item: MemoryItem; created: boolean }> {
    authorize(actor, 'memory:write');
    const { dryRun, ...entry } = input;
    assertEntry(entry);
    const written = await this.#store.transaction(async (tx) => {
      const memory = await this.#lock(tx, actor, name);
      const at = this.#clock.now();
      return dryRun ? this.#tried(tx, actor, { memory, entry, at }) : this.#put(tx, actor, { memory, entry, at });
    });
    if (!dryRun) this.#bus.publish(journalChannel, '');
    return written;
  }

  /** Deletes an item. @throws OrreryError RESOURCE_NOT_FOUND, MEMORY_ITEM_NOT_FOUND, MEMORY_UNAVAILABLE */
  async delete(actor: Actor, name: MemoryName, input: { key: string; dryRun: boolean }): Promise<MemoryItem> {
    authorize(actor, 'memory:write');
    const { key, dryRun } = input;
    const deleted = await this.#store.transaction(async (tx) => {
      const memory = await this.#lock(tx, actor, name);
      const after = forgottenUntil(memory, this.#clock.now());
      const about = { memoryId: memory.id, key };
      const item = await (dryRun
        ? this.#living(tx, actor, { ...about, after })
        : this.#store.delete(tx, actor, { ...about, after }));
      if (!item) throw itemNotFound(name, key);
      if (!dryRun)
        await this.#record(tx, actor, {
          memory,
          key,
          action: 'memory.delete',
          events: [gone(memory, item, 'DELETED')],
        });
      return item;
    });
    if (!dryRun) this.#bus.publish(journalChannel, '');
    return deleted;
  }

  /** The memory, locked: writes to one memory come one after the other, so its bounds hold. */
  async #lock(tx: Tx, actor: Actor, { namespace, name }: MemoryName): Promise<Resource<'Memory'>> {
    const memory = await this.#resources.lock(tx, actor, { kind: 'Memory', namespace, name });
    if (memory?.kind !== 'Memory')
      throw new OrreryError('RESOURCE_NOT_FOUND', `There is no Memory ${namespace}/${name}.`, {
        facts: { kind: 'Memory', namespace, name },
      });
    assertKeptHere(memory);
    return memory;
  }

  async #living(tx: Tx, actor: Actor, about: { memoryId: string; key: string; after: Date | null }) {
    const item = await this.#store.find(tx, actor, about);
    return item && (about.after === null || item.updatedAt > about.after) ? item : undefined;
  }

  async #tried(tx: Tx, actor: Actor, { memory, entry, at }: Writing): Promise<{ item: MemoryItem; created: boolean }> {
    const after = forgottenUntil(memory, at);
    const before = await this.#living(tx, actor, { memoryId: memory.id, key: entry.key, after });
    const known = before ?? { id: newId('memoryItem'), memoryId: memory.id, createdAt: at };
    return { item: { ...known, ...entry, updatedAt: at }, created: before === undefined };
  }

  async #put(tx: Tx, actor: Actor, { memory, entry, at }: Writing): Promise<{ item: MemoryItem; created: boolean }> {
    const memoryId = memory.id;
    const until = forgottenUntil(memory, at);
    const expired = until === null ? [] : await this.#store.deleteUntil(tx, actor, { memoryId, until });
    const written = await this.#store.put(tx, actor, { memoryId, entry, at });
    const count = memory.spec.retention?.maxItems;
    const about = { memoryId, count: count ?? 0, spared: written.item.id };
    const surplus = count === undefined ? [] : await this.#store.deleteBeyond(tx, actor, about);
    await this.#record(tx, actor, {
      memory,
      key: entry.key,
      action: 'memory.write',
      events: [
        ...expired.map((item) => gone(memory, item, 'EXPIRED')),
        { type: 'memory.written', payload: { ...factsOf(memory, written.item), created: written.created } },
        ...surplus.map((item) => gone(memory, item, 'SUPERSEDED')),
      ],
    });
    return written;
  }

  async #record(
    tx: Tx,
    actor: Actor,
    about: { memory: Resource<'Memory'>; key: string; action: string; events: readonly MemoryEvent[] },
  ): Promise<void> {
    const { memory, key, action } = about;
    const { organizationId, principalId: actorId } = actor;
    const { id: subjectId, namespaceId } = memory;
    const place = { organizationId, namespaceId, actorId, subjectId, executionId: null };
    const events = about.events.map(({ type, payload }): EventDraft => draftEvent(type, place, payload));
    const audit = [{ action, subjectId, namespaceId, details: { memory: keyText(memory), key } }];
    await appendRecord(tx, actor, { events, audit });
  }
}

interface Writing {
  memory: Resource<'Memory'>;
  entry: MemoryEntry;
  at: Date;
}

type MemoryEvent = { [T in 'memory.written' | 'memory.deleted']: { type: T; payload: EventPayloads[T] } }[
  | 'memory.written'
  | 'memory.deleted'];

const emptyPage: Page<MemoryItem> = { items: [], hasNextPage: false, hasPreviousPage: false };

function gone(
  memory: Resource<'Memory'>,
  item: MemoryItem,
  reason: EventPayloads['memory.deleted']['reason'],
): MemoryEvent {
  return { type: 'memory.deleted', payload: { ...factsOf(memory, item), reason } };
}

function factsOf({ name }: Resource<'Memory'>, { id: itemId, key }: MemoryItem) {
  return { name, itemId, key };
}

function faultOf(memory: Resource<'Memory'>): OrreryError | undefined {
  try {
    assertKeptHere(memory);
    return undefined;
  } catch (error) {
    if (isOrreryError(error)) return error;
    throw error;
  }
}
