import { sql } from 'kysely';
import type { Sealer } from '../../platform/crypto.ts';
import type { Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { keyText, type Resource } from './resource.ts';

/** A Secret as it is written, and the values that come with it. */
interface SecretWrite {
  resource: Resource<'Secret'>;
  /** Values to seal, by key. */
  secretValues: Record<string, string>;
}

/** The values of Secrets, sealed where they are stored. The number of statements does not grow with that of the Secrets. */
export class SecretValueStore {
  readonly #sealer: Sealer;

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  /**
   * Seals the values that come with `writes`, and drops those of keys that a spec no longer names.
   * @throws OrreryError MANIFESTS_INVALID for Secrets that would be left without a value
   */
  async write(tx: Tx, writes: readonly { resource: Resource; secretValues: Record<string, string> }[]): Promise<void> {
    const secrets = writes.filter((write): write is SecretWrite => write.resource.kind === 'Secret');
    if (secrets.length === 0) return;
    await this.#drop(tx, secrets);
    await this.#seal(tx, secrets);
    await assertWhole(tx, secrets);
  }

  /**
   * The values that Secrets hold now, by their ids; they must go nowhere but into a comparison. One that was sealed with
   * another key is like none: whatever is given takes its place.
   */
  async read(tx: Tx, ids: readonly string[]): Promise<Map<string, Record<string, string>>> {
    const rows = await tx
      .selectFrom('secret_value')
      .selectAll()
      .where('resource_id', '=', (eb) => eb.fn.any(eb.val([...ids])))
      .execute();
    const values = new Map<string, Record<string, string>>();
    for (const { resource_id: id, key, sealed } of rows) {
      const value = openedValue(this.#sealer, sealed, secretContext(id, key));
      if (value !== undefined) values.set(id, { ...values.get(id), [key]: value });
    }
    return values;
  }

  async #drop(tx: Tx, secrets: readonly SecretWrite[]): Promise<void> {
    const named = secrets.flatMap(({ resource }) => resource.spec.keys.map((key) => ({ id: resource.id, key })));
    await sql`
      delete from secret_value v
      where v.resource_id = any(${idsOf(secrets)}::text[]) and not exists (
        select 1 from unnest(${named.map(({ id }) => id)}::text[], ${named.map(({ key }) => key)}::text[]) as named(id, key)
        where named.id = v.resource_id and named.key = v.key)`.execute(tx);
  }

  async #seal(tx: Tx, secrets: readonly SecretWrite[]): Promise<void> {
    const values = secrets.flatMap(({ resource: { id }, secretValues }) =>
      Object.entries(secretValues).map(([key, value]) => ({
        id,
        key,
        sealed: this.#sealer.seal(value, secretContext(id, key)),
      })),
    );
    if (values.length === 0) return;
    await sql`
      insert into secret_value (resource_id, key, sealed)
      select * from unnest(${values.map(({ id }) => id)}::text[], ${values.map(({ key }) => key)}::text[],
        ${values.map(({ sealed }) => sealed)}::bytea[])
      on conflict (resource_id, key) do update set sealed = excluded.sealed`.execute(tx);
  }
}

/** What a secret value is bound to: moved to another place it does not open. */
export function secretContext(resourceId: string, key: string): string {
  return `secret\u0000${resourceId}\u0000${key}`;
}

async function assertWhole(tx: Tx, secrets: readonly SecretWrite[]): Promise<void> {
  const stored = await tx
    .selectFrom('secret_value')
    .select(['resource_id', 'key'])
    .where('resource_id', '=', (eb) => eb.fn.any(eb.val(idsOf(secrets))))
    .execute();
  const known = new Set(stored.map((row) => secretContext(row.resource_id, row.key)));
  const faults = secrets.flatMap(({ resource }) => {
    const missing = resource.spec.keys.filter((key) => !known.has(secretContext(resource.id, key)));
    if (missing.length === 0 || resource.spec.source !== undefined) return [];
    return [`${keyText(resource)} has no value for ${missing.join(', ')}.`];
  });
  if (faults.length === 0) return;
  throw new OrreryError('MANIFESTS_INVALID', faults.join(' '), {
    fix: 'Give the value; `***` keeps only what is stored already.',
    facts: { faults },
  });
}

function idsOf(secrets: readonly SecretWrite[]): string[] {
  return secrets.map(({ resource }) => resource.id);
}

/** A stored value; undefined when it does not open, because it was sealed with another key or was changed. */
export function openedValue(sealer: Sealer, sealed: Buffer, context: string): string | undefined {
  try {
    return sealer.open(sealed, context);
  } catch {
    // The cause is never more than "unable to authenticate data".
    return undefined;
  }
}
