import type { Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import type { Actor } from '../identity/index.ts';
import { keyText, notFound, type Resource, type ResourceKey } from './resource.ts';
import type { ResourceStore } from './resource-store.ts';

/** The annotation of a Secret that was made from a SealedSecret: namespace and name of the latter. */
export const ownerAnnotation = 'orloj.dev/sealedsecret-owner';

/** The value of `ownerAnnotation` for what this one owns. */
export function ownerText({ namespace, name }: Pick<ResourceKey, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** Locks a resource and what goes with it when it goes: the Secret that was made from a SealedSecret. */
export async function lockWithOwned(
  tx: Tx,
  actor: Actor,
  about: { store: ResourceStore; key: ResourceKey },
): Promise<{ resource: Resource | undefined; owned: Resource[] }> {
  const { store, key } = about;
  if (key.kind !== 'SealedSecret') return { resource: await store.lock(tx, actor, key), owned: [] };
  // Together and in one order, for somebody may be writing both. The Secret is looked for again under the lock.
  const [resource] = (await store.lockKeys(tx, actor, [key, secretOf(key)])).filter(({ kind }) => kind === key.kind);
  return { resource, owned: await lockOwned(tx, actor, about) };
}

/** Locks what goes when the resource that has or had this key goes. */
export async function lockOwned(
  tx: Tx,
  actor: Actor,
  { store, key }: { store: ResourceStore; key: ResourceKey },
): Promise<Resource[]> {
  if (key.kind !== 'SealedSecret') return [];
  const secret = await store.lock(tx, actor, secretOf(key));
  return secret && isOwnedBy(secret, key) ? [secret] : [];
}

/**
 * Locks the resource from which others are about to be made, so that it cannot go meanwhile.
 * @throws OrreryError RESOURCE_NOT_FOUND, RESOURCE_VERSION_CONFLICT when it says something else by now
 */
export async function lockOwner(
  tx: Tx,
  actor: Actor,
  { store, owner }: { store: ResourceStore; owner: Resource },
): Promise<void> {
  const { resource } = await lockWithOwned(tx, actor, { store, key: owner });
  if (resource?.id !== owner.id) throw notFound(owner);
  if (resource.generation === owner.generation) return;
  throw new OrreryError('RESOURCE_VERSION_CONFLICT', `${keyText(owner)} was changed meanwhile.`, {
    facts: { resource: keyText(owner) },
  });
}

/** @throws OrreryError NAME_TAKEN when a resource stands in the place that was not made from `owner` */
export function assertOwned(stored: Resource | undefined, owner: ResourceKey): void {
  if (stored === undefined || isOwnedBy(stored, owner)) return;
  throw new OrreryError('NAME_TAKEN', `There is a ${keyText(stored)} that was not made from ${keyText(owner)}.`, {
    fix: 'Delete it, or choose another name.',
    facts: { resource: keyText(stored) },
  });
}

function isOwnedBy({ annotations }: Resource, owner: ResourceKey): boolean {
  return annotations[ownerAnnotation] === ownerText(owner);
}

function secretOf({ namespace, name }: ResourceKey): ResourceKey {
  return { kind: 'Secret', namespace, name };
}
