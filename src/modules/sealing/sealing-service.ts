import type { webcrypto } from 'node:crypto';
import type { Sealer } from '../../platform/crypto.ts';
import type { Logger } from '../../platform/log.ts';
import { type Actor, authorize } from '../identity/index.ts';
import { openValue, type SealedValue } from './sealed-value.ts';
import { makeSealingKey, openSealingKey, type SealingKey } from './sealing-key.ts';
import type { SealingKeyStore } from './sealing-key-store.ts';

/** The values of a Secret by their keys, or why they cannot be read. */
export type Unsealed =
  | { ok: true; values: Record<string, string> }
  | { ok: false; reason: 'NoActiveKey' | 'OtherKey' | 'Undecryptable'; message: string };

interface ActiveKey extends SealingKey {
  privateKey: webcrypto.CryptoKey;
}

/** The key pair of this deployment: anyone may seal with its public half, only the platform opens. */
export class SealingService {
  readonly #store: SealingKeyStore;
  readonly #sealer: Sealer;
  readonly #log: Logger;
  #active: Promise<ActiveKey | null> | undefined;

  constructor(deps: { store: SealingKeyStore; sealer: Sealer; log: Logger }) {
    this.#store = deps.store;
    this.#sealer = deps.sealer;
    this.#log = deps.log;
  }

  /** The public half, made by whoever asks first; null when the platform's own key does not open the private half. */
  async activeKey(actor: Actor): Promise<SealingKey | null> {
    authorize(actor, 'resource:read');
    const active = await this.#key();
    return active && { keyId: active.keyId, publicKeyPem: active.publicKeyPem };
  }

  /** Opens what was sealed for this Secret, all or nothing. The plain values must go nowhere but into that Secret. */
  async unseal(
    secret: { namespace: string; name: string },
    sealed: Readonly<Record<string, SealedValue>>,
  ): Promise<Unsealed> {
    const active = await this.#key();
    if (active === null)
      return { ok: false, reason: 'NoActiveKey', message: 'This deployment has no sealing key that it can use.' };
    const values: [string, string][] = [];
    for (const [key, value] of Object.entries(sealed)) {
      if (value.keyId !== active.keyId) return otherKey(key, value, active);
      const plain = await openValue(value, { ...secret, key }, active.privateKey);
      if (plain === undefined) return undecryptable(key, secret);
      values.push([key, plain]);
    }
    return { ok: true, values: Object.fromEntries(values) };
  }

  // There is one key and it never changes, so it is read once; what failed is tried again.
  #key(): Promise<ActiveKey | null> {
    this.#active ??= this.#open().then(
      (active) => {
        if (active === null) this.#active = undefined;
        return active;
      },
      (error: unknown) => {
        this.#active = undefined;
        throw error;
      },
    );
    return this.#active;
  }

  async #open(): Promise<ActiveKey | null> {
    const kept = (await this.#store.find()) ?? (await this.#store.keepFirst(await makeSealingKey(this.#sealer)));
    const { keyId, publicKeyPem } = kept;
    try {
      return { keyId, publicKeyPem, privateKey: await openSealingKey(kept, this.#sealer) };
    } catch {
      this.#log.error({ keyId }, 'the sealing key does not open: it was kept under another ORRERY_SECRET_KEY');
      return null;
    }
  }
}

function otherKey(key: string, { keyId }: SealedValue, active: SealingKey): Unsealed {
  const message = `The entry ${key} is sealed for the key ${keyId}; the key of this deployment is ${active.keyId}.`;
  return { ok: false, reason: 'OtherKey', message };
}

function undecryptable(key: string, { namespace, name }: { namespace: string; name: string }): Unsealed {
  const message = `The entry ${key} does not open: it was changed, or sealed for another place than ${namespace}/${name}.`;
  return { ok: false, reason: 'Undecryptable', message };
}
