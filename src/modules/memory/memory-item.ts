import { OrreryError } from '../../platform/errors.ts';
import { type JsonObject, keyText, type Resource, type ResourceKey } from '../resource/index.ts';

/** One thing that a memory holds. */
export interface MemoryItem {
  id: string;
  /** The id of the resource of the kind Memory. */
  memoryId: string;
  /** Unique in the memory. */
  key: string;
  value: string;
  /** What its writer says about it; an object. */
  metadata: JsonObject;
  createdAt: Date;
  /** When it was last written. */
  updatedAt: Date;
}

/** What is written into a memory under a key. */
export interface MemoryEntry {
  key: string;
  value: string;
  metadata: JsonObject;
}

/** A name of a memory. */
export type MemoryName = Pick<ResourceKey, 'namespace' | 'name'>;

const maxKey = 512;
const maxValue = 262_144;
const maxMetadata = 16_384;

/** @throws OrreryError INPUT_INVALID for what is too long, or cannot be kept */
export function assertEntry({ key, value, metadata }: MemoryEntry): void {
  if (key.trim() === '' || key.length > maxKey || /\p{Cc}/u.test(key) || !key.isWellFormed())
    throw unfit(`A key is text of 1 to ${maxKey} characters, none of them a control character.`);
  if (value.length > maxValue || value.includes('\u0000') || !value.isWellFormed())
    throw unfit(`A value is text of at most ${maxValue} characters, none of them NUL.`);
  if (JSON.stringify(metadata).length > maxMetadata)
    throw unfit(`The metadata of an item are at most ${maxMetadata} characters as JSON.`);
}

/**
 * Only what the platform keeps itself can be read and written. @throws OrreryError MEMORY_UNAVAILABLE for a memory
 * whose items are elsewhere
 */
export function assertKeptHere(memory: Resource<'Memory'>): void {
  const { provider } = memory.spec;
  if (['', 'in-memory', 'memory'].includes(provider?.trim().toLowerCase() ?? '')) return;
  throw new OrreryError(
    'MEMORY_UNAVAILABLE',
    `${keyText(memory)} is kept by ${provider}, to which there is no connection.`,
    { fix: 'Give it the provider in-memory: the platform then keeps its items.', facts: { provider } },
  );
}

/** What was written at this time or before is forgotten; null when nothing is. */
export function forgottenUntil({ spec }: Resource<'Memory'>, now: Date): Date | null {
  const ttlMs = spec.retention?.ttlMs;
  // A time to live may be longer than all time that a date can say.
  return ttlMs === undefined ? null : new Date(Math.max(0, now.getTime() - ttlMs));
}

/** The failure of a write to an item that is not there. */
export function itemNotFound(memory: MemoryName, key: string): OrreryError {
  return new OrreryError('MEMORY_ITEM_NOT_FOUND', `There is no item ${JSON.stringify(key)} in that memory.`, {
    facts: { namespace: memory.namespace, name: memory.name, key },
  });
}

function unfit(message: string): OrreryError {
  return new OrreryError('INPUT_INVALID', message);
}
