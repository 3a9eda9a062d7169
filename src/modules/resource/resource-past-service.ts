import { OrreryError } from '../../platform/errors.ts';
import { type Actor, authorize } from '../identity/index.ts';
import { diffBetween } from './apply.ts';
import type { SpecChange } from './manifest/index.ts';
import { keyText, type Resource, type Revision } from './resource.ts';
import type { Generation, PastKey, PastVersion, ResourcePastStore } from './resource-past-store.ts';

/** What changed from one generation of a resource to another. */
export interface GenerationDiff {
  /** The last change of each of the two generations. */
  from: Revision;
  to: Revision;
  changes: SpecChange[];
}

/** Resources as they were. */
export class ResourcePastService {
  readonly #store: ResourcePastStore;

  constructor(store: ResourcePastStore) {
    this.#store = store;
  }

  /** Those resources as those writes left them, deleted ones included, as far back as the journal reaches. */
  findMany(actor: Actor, wanted: readonly PastVersion[]): Promise<Resource[]> {
    authorize(actor, 'resource:read');
    return this.#store.findMany(actor, wanted);
  }

  /** What had each of these names at that place of the journal, by the place in `wanted`; the others are left out. */
  findAt(actor: Actor, wanted: readonly PastKey[]): Promise<{ place: number; resource: Resource }[]> {
    authorize(actor, 'resource:read');
    return this.#store.findAt(actor, wanted);
  }

  /**
   * What changed from one generation of a resource to another, in the field names of an API version. Values of Secrets
   * are in no difference. @throws OrreryError INPUT_INVALID for a generation or an API version that is not known
   */
  async diff(
    actor: Actor,
    resource: Resource,
    wanted: { from: number; to: number; apiVersion: string },
  ): Promise<GenerationDiff> {
    authorize(actor, 'resource:read');
    const known = await this.#store.generations(resource, [wanted.from, wanted.to]);
    const from = generationOf(resource, known, wanted.from);
    const to = generationOf(resource, known, wanted.to);
    return {
      from: from.revision,
      to: to.revision,
      changes: diffBetween(wanted.apiVersion, from.resource, to.resource),
    };
  }
}

function generationOf(resource: Resource, known: readonly Generation[], wanted: number): Generation {
  const found = known.find(({ revision }) => revision.generation === wanted);
  if (found) return found;
  throw new OrreryError('INPUT_INVALID', `${keyText(resource)} has no generation ${wanted}.`, {
    fix: `Name generations from 1 to ${resource.generation}.`,
  });
}
