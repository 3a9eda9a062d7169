import { type Database, keyset, type Page, type PageRequest, type Tx, toPage } from '../../platform/db/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor, Role } from './identity.ts';

export interface Namespace {
  id: string;
  organizationId: string;
  name: string;
  createdAt: Date;
}

export interface Principal {
  id: string;
  kind: Actor['kind'];
  name: string;
  role: Role;
  createdAt: Date;
}

export interface ApiKey {
  id: string;
  principalId: string;
  name: string;
  /** The token's first characters, so that a person can tell keys apart. */
  hint: string;
  role: Role;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

const defaultName = 'default';

/** Organizations, namespaces, principals and API keys. */
export class IdentityStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(run);
  }

  /** Makes the organization and the namespace `default` and the system's principal unless they are there. */
  async ensureDefaults(): Promise<{ organizationId: string; systemPrincipalId: string }> {
    const known = await this.#defaults(this.#db);
    if (known) return known;
    return this.transaction(async (tx) => {
      await tx
        .insertInto('organization')
        .values({ id: newId('organization'), name: defaultName })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const { id } = await tx
        .selectFrom('organization')
        .select('id')
        .where('name', '=', defaultName)
        .forUpdate()
        .executeTakeFirstOrThrow();
      const raced = await this.#defaults(tx);
      if (raced) return raced;
      const systemPrincipalId = newId('principal');
      await tx
        .insertInto('principal')
        .values({ id: systemPrincipalId, organization_id: id, kind: 'SYSTEM', name: 'system', role: 'admin' })
        .execute();
      await tx
        .insertInto('namespace')
        .values({ id: newId('namespace'), organization_id: id, name: defaultName })
        .execute();
      return { organizationId: id, systemPrincipalId };
    });
  }

  async #defaults(db: Database | Tx): Promise<{ organizationId: string; systemPrincipalId: string } | undefined> {
    return db
      .selectFrom('organization')
      .innerJoin('principal', 'principal.organization_id', 'organization.id')
      .where('organization.name', '=', defaultName)
      .where('principal.kind', '=', 'SYSTEM')
      .select(['organization.id as organizationId', 'principal.id as systemPrincipalId'])
      .executeTakeFirst();
  }

  /** The living key whose token has this hash, with its principal. */
  async findByTokenHash(
    hash: Buffer,
    now: Date,
  ): Promise<(Principal & { organizationId: string; keyId: string }) | undefined> {
    const row = await this.#db
      .selectFrom('api_key as k')
      .innerJoin('principal as p', 'p.id', 'k.principal_id')
      .where('k.hash', '=', hash)
      .where('k.revoked_at', 'is', null)
      .where((eb) => eb.or([eb('k.expires_at', 'is', null), eb('k.expires_at', '>', now)]))
      .where('p.disabled_at', 'is', null)
      .select(['k.id as keyId', 'p.id', 'p.kind', 'p.name', 'p.role', 'p.created_at', 'p.organization_id'])
      .executeTakeFirst();
    return row && { ...toPrincipal(row), organizationId: row.organization_id, keyId: row.keyId };
  }

  async touchKey(keyId: string, now: Date): Promise<void> {
    await this.#db.updateTable('api_key').set({ last_used_at: now }).where('id', '=', keyId).execute();
  }

  async insertKey(
    tx: Tx,
    organizationId: string,
    key: {
      name: string;
      role: Role;
      hint: string;
      hash: Buffer;
      createdBy: string;
      expiresAt: Date | null;
      kind: Actor['kind'];
    },
  ): Promise<string> {
    const principalId = newId('principal');
    const id = newId('apiKey');
    await tx
      .insertInto('principal')
      .values({ id: principalId, organization_id: organizationId, kind: key.kind, name: key.name, role: key.role })
      .execute();
    await tx
      .insertInto('api_key')
      .values({
        id,
        organization_id: organizationId,
        principal_id: principalId,
        name: key.name,
        hint: key.hint,
        hash: key.hash,
        created_by: key.createdBy,
        expires_at: key.expiresAt,
      })
      .execute();
    return id;
  }

  /** Replaces the hash of the admin's key, or makes the first admin. */
  async ensureAdminKey(tx: Tx, organizationId: string, key: { hint: string; hash: Buffer }): Promise<void> {
    const admin = await tx
      .selectFrom('api_key as k')
      .innerJoin('principal as p', 'p.id', 'k.principal_id')
      .where('k.organization_id', '=', organizationId)
      .where('p.kind', '=', 'USER')
      .where('p.name', '=', 'admin')
      .select(['k.id', 'k.hash'])
      .forUpdate()
      .executeTakeFirst();
    if (!admin)
      await this.insertKey(tx, organizationId, {
        ...key,
        name: 'admin',
        role: 'admin',
        createdBy: 'system',
        expiresAt: null,
        kind: 'USER',
      });
    else if (!admin.hash.equals(key.hash))
      await tx.updateTable('api_key').set({ hash: key.hash, hint: key.hint }).where('id', '=', admin.id).execute();
  }

  async listKeys(actor: Actor, page: PageRequest): Promise<Page<ApiKey>> {
    const keys = keyset(page);
    let query = this.#keys(actor)
      .orderBy('k.id', keys.backward ? 'desc' : 'asc')
      .limit(keys.limit);
    if (keys.after !== undefined) query = query.where('k.id', '>', keys.after);
    if (keys.before !== undefined) query = query.where('k.id', '<', keys.before);
    return toPage((await query.execute()).map(toApiKey), keys);
  }

  async findKey(actor: Actor, id: string): Promise<ApiKey | undefined> {
    const row = await this.#keys(actor).where('k.id', '=', id).executeTakeFirst();
    return row && toApiKey(row);
  }

  async revokeKey(tx: Tx, actor: Actor, id: string, now: Date): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('api_key')
      .set({ revoked_at: now })
      .where('id', '=', id)
      .where('organization_id', '=', actor.organizationId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async findPrincipals(actor: Actor, ids: readonly string[]): Promise<Principal[]> {
    const rows = await this.#db
      .selectFrom('principal')
      .selectAll()
      .where('organization_id', '=', actor.organizationId)
      .where('id', '=', (eb) => eb.fn.any(eb.val([...ids])))
      .execute();
    return rows.map(toPrincipal);
  }

  async findNamespaces(actor: Actor, ids: readonly string[]): Promise<Namespace[]> {
    const rows = await this.#db
      .selectFrom('namespace')
      .selectAll()
      .where('organization_id', '=', actor.organizationId)
      .where('id', '=', (eb) => eb.fn.any(eb.val([...ids])))
      .execute();
    return rows.map(toNamespace);
  }

  async listNamespaces(actor: Actor): Promise<Namespace[]> {
    const query = this.#db.selectFrom('namespace').selectAll().where('organization_id', '=', actor.organizationId);
    return (await query.orderBy('name').execute()).map(toNamespace);
  }

  async findNamespace(actor: Actor, name: string): Promise<Namespace | undefined> {
    const row = await this.#db
      .selectFrom('namespace')
      .selectAll()
      .where('organization_id', '=', actor.organizationId)
      .where('name', '=', name)
      .executeTakeFirst();
    return row && toNamespace(row);
  }

  /** The namespaces called `names`, made where they are missing. */
  async ensureNamespaces(tx: Tx, actor: Actor, names: readonly string[]): Promise<Namespace[]> {
    const wanted = [...new Set(names)].sort();
    await tx
      .insertInto('namespace')
      .values(wanted.map((name) => ({ id: newId('namespace'), organization_id: actor.organizationId, name })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const rows = await tx
      .selectFrom('namespace')
      .selectAll()
      .where('organization_id', '=', actor.organizationId)
      .where('name', '=', (eb) => eb.fn.any(eb.val(wanted)))
      .execute();
    return rows.map(toNamespace);
  }

  #keys(actor: Actor) {
    return this.#db
      .selectFrom('api_key as k')
      .innerJoin('principal as p', 'p.id', 'k.principal_id')
      .where('k.organization_id', '=', actor.organizationId)
      .selectAll('k')
      .select('p.role');
  }
}

function toPrincipal(row: { id: string; kind: string; name: string; role: string; created_at: Date }): Principal {
  return {
    id: row.id,
    kind: row.kind as Actor['kind'],
    name: row.name,
    role: row.role as Role,
    createdAt: row.created_at,
  };
}

function toNamespace(row: { id: string; organization_id: string; name: string; created_at: Date }): Namespace {
  return { id: row.id, organizationId: row.organization_id, name: row.name, createdAt: row.created_at };
}

function toApiKey(row: {
  id: string;
  principal_id: string;
  name: string;
  hint: string;
  role: string;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
}): ApiKey {
  return {
    id: row.id,
    principalId: row.principal_id,
    name: row.name,
    hint: row.hint,
    role: row.role as Role,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  };
}
