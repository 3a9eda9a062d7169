import type { Actor } from '../modules/identity/index.ts';
import { ownerAnnotation, ownerText, type Resource, type ResourceService } from '../modules/resource/index.ts';
import type { SealingService } from '../modules/sealing/index.ts';
import { isOrreryError } from '../platform/errors.ts';
import { type Controller, type Finding, fails, holds } from './controller.ts';

// The Secret may be changed or deleted by somebody else, of which its SealedSecret hears nothing.
const whenWellMs = 60_000;
const whenBlockedMs = 5_000;
const type = 'Unsealed';

/** What a write of the Secret may be refused for, as the condition's reason. */
const refusals: Partial<Record<string, string>> = {
  NAME_TAKEN: 'SecretNotOwned',
  MANIFESTS_INVALID: 'SecretInvalid',
};

/** Makes the Secret that a SealedSecret stands for, and keeps it so. */
export class SealedSecretController implements Controller<'SealedSecret'> {
  readonly kind = 'SealedSecret';
  readonly #resources: ResourceService;
  readonly #sealing: SealingService;

  constructor(deps: { resources: ResourceService; sealing: SealingService }) {
    this.#resources = deps.resources;
    this.#sealing = deps.sealing;
  }

  /** @throws OrreryError RESOURCE_NOT_FOUND, RESOURCE_VERSION_CONFLICT when the SealedSecret was deleted or changed meanwhile */
  async reconcile(actor: Actor, owner: Resource<'SealedSecret'>): Promise<Finding> {
    const unsealed = await this.#sealing.unseal(owner, owner.spec.encryptedData);
    if (!unsealed.ok) return blocked(unsealed.reason, unsealed.message);
    const manifests = JSON.stringify(secretManifest(owner, unsealed.values));
    try {
      await this.#resources.apply(actor, {
        manifests,
        owner,
        kind: 'Secret',
        single: true,
        dryRun: false,
        force: true,
      });
      return well;
    } catch (error) {
      const reason = isOrreryError(error) ? refusals[error.code] : undefined;
      if (reason === undefined || !isOrreryError(error)) throw error;
      return blocked(reason, error.message);
    }
  }
}

const well: Finding = {
  phase: 'Ready',
  conditions: [holds(type, 'AllOpened', 'The Secret of this name has all the values.')],
  againAfterMs: whenWellMs,
};

function blocked(reason: string, message: string): Finding {
  return { phase: 'Error', conditions: [fails(type, reason, message)], againAfterMs: whenBlockedMs };
}

/** The Secret in the version of the API that seals: its values are base64 already. */
function secretManifest(owner: Resource<'SealedSecret'>, data: Record<string, string>): object {
  const { namespace, name, spec } = owner;
  const { labels, annotations } = spec.template;
  return {
    apiVersion: 'orloj.dev/v1',
    kind: 'Secret',
    metadata: { namespace, name, labels, annotations: { ...annotations, [ownerAnnotation]: ownerText(owner) } },
    spec: { data },
  };
}
