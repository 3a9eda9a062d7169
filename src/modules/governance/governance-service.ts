import type { Clock } from '../../platform/clock.ts';
import { keyset, type Page, type PageRequest, toPage } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { groupBy } from '../../platform/group.ts';
import { type Actor, authorize } from '../identity/index.ts';
import type { PolicySource, Rulebook, RulebookSource } from '../policy/index.ts';
import type { Resource, ResourceService } from '../resource/index.ts';
import type { DecidedCall, DecidedCallFilter } from './decided-call.ts';
import type { DecidedCallStore, ReplayableCall } from './decided-call-store.ts';
import { draftRulebook } from './draft.ts';
import { type AgentReach, type ForeseenCall, foreseenCalls } from './foreseen-call.ts';
import { type PreviewedCall, previewCalls } from './preview.ts';
import { type RuleInForce, rulesInForce } from './rule-in-force.ts';
import type { RulebookCatalog } from './rulebook-catalog.ts';
import { isGoverning } from './written-rules.ts';

const mostReplayed = 1_000;
const defaultSinceMs = 24 * 3_600_000;

/** Which rules are wanted; what is absent is not asked for. */
export interface RuleFilter {
  namespace?: string | undefined;
  source?: PolicySource | undefined;
}

/** A draft, and which calls to try it on. */
export interface PreviewInput {
  /** JSON or YAML, one or more documents. */
  manifests: string;
  /** Of documents that name none. */
  namespace?: string | null | undefined;
  /** The oldest calls to look at; a day ago when absent. */
  since?: Date | null | undefined;
  /** How many calls to look at, the newest first: 1 to 1,000. */
  first: number;
}

/** An agent as it will be, what it names, and all that is written together with it: always the same array. */
export interface Foresight {
  agent: Resource<'Agent'>;
  reach: AgentReach;
  drafts: readonly Resource[];
}

/** What a draft would change. */
export interface PolicyPreview {
  since: Date;
  /** Calls that were looked at: the sum of the other three. */
  replayed: number;
  unchanged: number;
  changed: number;
  unknown: number;
  /** Whether these are all calls since then. */
  isComplete: boolean;
  changes: PreviewedCall[];
  unknowns: PreviewedCall[];
}

/** What is written down about what agents may do, what was decided by it, and what would be. */
export class GovernanceService {
  readonly #store: DecidedCallStore;
  readonly #rulebooks: RulebookCatalog;
  readonly #resources: ResourceService;
  readonly #clock: Clock;
  /** Of one write many agents are asked about. */
  readonly #drafted = new WeakMap<readonly Resource[], { source: RulebookSource; rulebook: Rulebook }>();

  constructor(deps: {
    store: DecidedCallStore;
    rulebooks: RulebookCatalog;
    resources: ResourceService;
    clock: Clock;
  }) {
    this.#store = deps.store;
    this.#rulebooks = deps.rulebooks;
    this.#resources = deps.resources;
    this.#clock = deps.clock;
  }

  /** Decided calls, newest first. @throws OrreryError CURSOR_INVALID, INPUT_INVALID */
  decisions(actor: Actor, filter: DecidedCallFilter, page: PageRequest): Promise<Page<DecidedCall>> {
    authorize(actor, 'execution:read');
    return this.#store.list(actor, filter, page);
  }

  /** How many there are in all pages. */
  countDecisions(actor: Actor, filter: DecidedCallFilter): Promise<number> {
    authorize(actor, 'execution:read');
    return this.#store.count(actor, filter);
  }

  /** The rules that decide now, by id. @throws OrreryError CURSOR_INVALID, INPUT_INVALID */
  async rules(actor: Actor, filter: RuleFilter, page: PageRequest): Promise<Page<RuleInForce> & { total: number }> {
    authorize(actor, 'resource:read');
    const keys = keyset(page);
    const { after, before, backward, limit, offset } = keys;
    const wanted = rulesInForce((await this.#rulebooks.of(actor)).source).filter(
      ({ namespace, source }) =>
        (filter.namespace === undefined || namespace === filter.namespace) &&
        (filter.source === undefined || source === filter.source),
    );
    const rest = wanted.filter(
      ({ id }) => (after === undefined || id > after) && (before === undefined || id < before),
    );
    if (backward) rest.reverse();
    return { ...toPage(rest.slice(offset, offset + limit), keys), total: wanted.length };
  }

  /**
   * Decides again on recent calls with a draft in place of what is written down under its name. Nothing is changed.
   * @throws OrreryError MANIFESTS_INVALID, INPUT_INVALID
   */
  async preview(actor: Actor, { manifests, namespace, since, first }: PreviewInput): Promise<PolicyPreview> {
    authorize(actor, 'resource:write');
    if (!Number.isInteger(first) || first < 1 || first > mostReplayed)
      throw new OrreryError('INPUT_INVALID', `A preview looks at 1 to ${mostReplayed} calls, not at ${first}.`);
    const changes = await this.#resources.apply(actor, { manifests, namespace, dryRun: true, force: true });
    const written = await this.#rulebooks.of(actor);
    const draft = draftRulebook(
      written.source,
      changes.map(({ resource }) => resource),
    );
    const from = since ?? new Date(this.#clock.now().getTime() - defaultSinceMs);
    const recent = await this.#store.recent(actor, { since: from }, first + 1);
    const calls = eachOnce(recent.slice(0, first));
    const { replayed, ...found } = await previewCalls({ written, draft }, calls);
    return {
      since: from,
      replayed,
      unchanged: replayed - found.changes.length - found.unknowns.length,
      changed: found.changes.length,
      unknown: found.unknowns.length,
      isComplete: replayed === calls.length && recent.length <= first,
      ...found,
    };
  }

  /**
   * What would be said of the calls that an agent names, with drafts in place of what is written down under their names.
   * Nothing is kept. @throws OrreryError MANIFESTS_INVALID
   */
  async foresee(actor: Actor, about: Foresight): Promise<ForeseenCall[]> {
    authorize(actor, 'resource:read');
    const { agent, reach, drafts } = about;
    const { source } = await this.#rulebooks.of(actor);
    const known = this.#drafted.get(drafts);
    const draft =
      known?.source === source
        ? known.rulebook
        : draftRulebook(
            source,
            drafts.filter(({ kind }) => isGoverning(kind)),
          );
    this.#drafted.set(drafts, { source, rulebook: draft });
    return foreseenCalls(draft, agent, reach);
  }
}

/** A call that waited for a person is decided on again when it goes on: what was decided last counts. */
function eachOnce(newestFirst: readonly ReplayableCall[]): ReplayableCall[] {
  const calls = groupBy(newestFirst, ({ call: { id, executionId, stepKey } }) =>
    executionId === null || stepKey === null ? id : `${executionId} ${stepKey}`,
  );
  return [...calls.values()].flatMap(([newest]) => newest ?? []);
}
