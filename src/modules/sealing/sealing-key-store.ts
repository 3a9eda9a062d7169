import type { Database } from '../../platform/db/index.ts';
import type { KeptSealingKey } from './sealing-key.ts';

const place = 'active';

/** The deployment's key pair. It belongs to no organization: whoever may read may have its public half. */
export class SealingKeyStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async find(): Promise<KeptSealingKey | undefined> {
    const row = await this.#db.selectFrom('sealing_key').selectAll().where('place', '=', place).executeTakeFirst();
    return row && { keyId: row.key_id, publicKeyPem: row.public_pem, sealedPrivateKey: row.sealed_private };
  }

  /** Keeps a key pair unless there is one, and gives the one that there is: the first of several processes counts. */
  async keepFirst({ keyId, publicKeyPem, sealedPrivateKey }: KeptSealingKey): Promise<KeptSealingKey> {
    await this.#db
      .insertInto('sealing_key')
      .values({ place, key_id: keyId, public_pem: publicKeyPem, sealed_private: sealedPrivateKey })
      .onConflict((conflict) => conflict.column('place').doNothing())
      .execute();
    const kept = await this.find();
    if (kept === undefined) throw new Error('The sealing key was deleted while it was made.');
    return kept;
  }
}
