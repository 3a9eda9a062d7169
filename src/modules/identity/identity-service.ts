import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { hashToken, newToken } from '../../platform/crypto.ts';
import type { Page, PageRequest } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { appendRecord } from '../audit/index.ts';
import { type Actor, authorize, type Role } from './identity.ts';
import type { ApiKey, IdentityStore, Namespace, Principal } from './identity-store.ts';
import { KnownNamespaces } from './known-namespaces.ts';

const cacheMs = 5_000;
const maxCached = 1_000;
const hintLength = 8;
const revokedChannel = 'identity';

interface CachedActor {
  actor: Actor | null;
  until: number;
}

/** Who is who: authentication, API keys, namespaces. */
export class IdentityService {
  readonly #store: IdentityStore;
  readonly #clock: Clock;
  readonly #bus: Bus;
  readonly #cache = new Map<string, CachedActor>();
  readonly #namespaces = new KnownNamespaces();
  #system: { organizationId: string; systemPrincipalId: string } | undefined;

  constructor(deps: { store: IdentityStore; clock: Clock; bus: Bus }) {
    this.#store = deps.store;
    this.#clock = deps.clock;
    this.#bus = deps.bus;
    deps.bus.subscribe(revokedChannel, () => this.#cache.clear());
  }

  /** Makes the defaults and lets `adminToken` be the first admin's. Safe to repeat; another token replaces the former. */
  async bootstrap(adminToken: string): Promise<void> {
    this.#system = await this.#store.ensureDefaults();
    const { organizationId } = this.#system;
    const hash = hashToken(adminToken);
    if (await this.#store.findByTokenHash(hash, this.#clock.now())) return;
    await this.#store.transaction((tx) =>
      this.#store.ensureAdminKey(tx, organizationId, { hint: adminToken.slice(0, hintLength), hash }),
    );
  }

  /** Opens what `bootstrap` made, in a process that has no admin token. */
  async open(): Promise<void> {
    this.#system = await this.#store.ensureDefaults();
  }

  /** The platform itself, acting in its default organization or in `organizationId`. */
  systemActor(organizationId?: string): Actor {
    if (!this.#system) throw new Error('The identity service was not opened.');
    return {
      principalId: this.#system.systemPrincipalId,
      organizationId: organizationId ?? this.#system.organizationId,
      name: 'system',
      kind: 'SYSTEM',
      role: 'admin',
      requestId: null,
    };
  }

  /** Whom `token` belongs to; null when it is unknown, expired or revoked. */
  async authenticate(token: string): Promise<Actor | null> {
    const hash = hashToken(token);
    const key = hash.toString('base64');
    const cached = this.#cache.get(key);
    if (cached && cached.until > Date.now()) return cached.actor;
    const actor = await this.#look(hash);
    if (this.#cache.size >= maxCached) this.#cache.clear();
    this.#cache.set(key, { actor, until: Date.now() + cacheMs });
    return actor;
  }

  async #look(hash: Buffer): Promise<Actor | null> {
    const now = this.#clock.now();
    const found = await this.#store.findByTokenHash(hash, now);
    if (!found) return null;
    await this.#store.touchKey(found.keyId, now);
    const { id, organizationId, name, kind, role } = found;
    return { principalId: id, organizationId, name, kind, role, requestId: null };
  }

  /** Makes an API key. The token is in the answer and nowhere else. */
  async createApiKey(
    actor: Actor,
    input: { name: string; role: Role; expiresAt?: Date | null },
  ): Promise<{ apiKey: ApiKey; token: string }> {
    authorize(actor, 'apiKey:write');
    const now = this.#clock.now();
    if (input.name.trim() === '' || input.name.length > 100)
      throw new OrreryError('INPUT_INVALID', 'A key needs a name of 1 to 100 characters.');
    if (input.expiresAt && input.expiresAt <= now)
      throw new OrreryError('INPUT_INVALID', 'A key cannot expire in the past.');
    const token = newToken('orr');
    const id = await this.#store.transaction(async (tx) => {
      const keyId = await this.#store.insertKey(tx, actor.organizationId, {
        name: input.name.trim(),
        role: input.role,
        hint: token.slice(0, hintLength),
        hash: hashToken(token),
        createdBy: actor.principalId,
        expiresAt: input.expiresAt ?? null,
        kind: 'API_KEY',
      });
      await appendRecord(tx, actor, {
        events: [],
        audit: [
          {
            action: 'apiKey.create',
            subjectId: keyId,
            namespaceId: null,
            details: { name: input.name, role: input.role },
          },
        ],
      });
      return keyId;
    });
    const apiKey = await this.#store.findKey(actor, id);
    if (!apiKey) throw new OrreryError('API_KEY_NOT_FOUND', 'The key was deleted while it was made.');
    return { apiKey, token };
  }

  /** Ends a key at once, everywhere. Safe to repeat. @throws OrreryError API_KEY_NOT_FOUND */
  async revokeApiKey(actor: Actor, id: string): Promise<ApiKey> {
    authorize(actor, 'apiKey:write');
    await this.#store.transaction(async (tx) => {
      const revoked = await this.#store.revokeKey(tx, actor, id, this.#clock.now());
      if (revoked)
        await appendRecord(tx, actor, {
          events: [],
          audit: [{ action: 'apiKey.revoke', subjectId: id, namespaceId: null }],
        });
    });
    this.#bus.publish(revokedChannel, id);
    const apiKey = await this.#store.findKey(actor, id);
    if (!apiKey) throw new OrreryError('API_KEY_NOT_FOUND', `There is no API key ${id}.`);
    return apiKey;
  }

  listApiKeys(actor: Actor, page: PageRequest): Promise<Page<ApiKey>> {
    authorize(actor, 'apiKey:read');
    return this.#store.listKeys(actor, page);
  }

  findPrincipals(actor: Actor, ids: readonly string[]): Promise<Principal[]> {
    authorize(actor, 'identity:read');
    return this.#store.findPrincipals(actor, ids);
  }

  listNamespaces(actor: Actor): Promise<Namespace[]> {
    authorize(actor, 'identity:read');
    return this.#store.listNamespaces(actor);
  }

  async findNamespaces(actor: Actor, ids: readonly string[]): Promise<Namespace[]> {
    authorize(actor, 'identity:read');
    const known = ids.flatMap((id) => this.#namespaces.byId(actor, id) ?? []);
    const found = known.length === ids.length ? [] : await this.#store.findNamespaces(actor, ids);
    this.#namespaces.keep(found);
    return found.length === 0 ? known : found;
  }

  async findNamespace(actor: Actor, name: string): Promise<Namespace | undefined> {
    authorize(actor, 'identity:read');
    const known = this.#namespaces.byName(actor, name);
    if (known) return known;
    const found = await this.#store.findNamespace(actor, name);
    if (found) this.#namespaces.keep([found]);
    return found;
  }

  /**
   * The id for a filter of what is in `within`, or anywhere: undefined when no name is given either; an id that nothing
   * has when there is no such namespace, or it is another one.
   */
  async namespaceIdOf(actor: Actor, name: string | null | undefined, within?: Namespace): Promise<string | undefined> {
    if (name == null) return within?.id;
    const named = (await this.findNamespace(actor, name))?.id;
    return named === undefined || (within !== undefined && within.id !== named) ? 'none' : named;
  }
}
