import type { Bus } from '../../platform/bus/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { isOrreryError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { type Actor, authorize } from '../identity/index.ts';
import { type Resource, type ResourceService, tellOfResources } from '../resource/index.ts';
import { changedSpec, newSpec, type ScheduleDraft } from './schedule-draft.ts';
import type { ScheduleRunStore } from './schedule-run-store.ts';
import { type ScheduleService, scheduleNotFound } from './schedule-service.ts';

const maxStem = 200;
const maxTries = 5;
/** The version of what does not exist. */
const missingVersion = '0';

/** Thrown to leave a dry run's transaction without a trace. */
class DryRun extends Error {
  readonly schedule: Resource<'Schedule'>;
  constructor(schedule: Resource<'Schedule'>) {
    super('dry run');
    this.schedule = schedule;
  }
}

/** Writes schedules for clients that know them by ids and titles, and not as manifests. */
export class ScheduleEditor {
  readonly #store: ScheduleRunStore;
  readonly #schedules: ScheduleService;
  readonly #resources: ResourceService;
  readonly #bus: Bus;

  constructor(deps: { store: ScheduleRunStore; schedules: ScheduleService; resources: ResourceService; bus: Bus }) {
    this.#store = deps.store;
    this.#schedules = deps.schedules;
    this.#resources = deps.resources;
    this.#bus = deps.bus;
  }

  /** Declares a schedule under a name that is made of its title. @throws OrreryError INPUT_INVALID, MANIFESTS_INVALID */
  create(
    actor: Actor,
    input: { namespace: string; title: string; draft: ScheduleDraft; dryRun: boolean },
  ): Promise<Resource<'Schedule'>> {
    authorize(actor, 'resource:write');
    const { namespace, title, draft, dryRun } = input;
    const spec = newSpec({ ...draft, title });
    return this.#writing(actor, dryRun, async (tx) => {
      const name = await this.#freeName(tx, actor, { namespace, stem: stemOf(title) });
      return this.#apply(tx, actor, {
        metadata: { name, namespace, resourceVersion: missingVersion },
        spec: name === title ? { ...spec, title: undefined } : spec,
      });
    });
  }

  /**
   * Changes what is asked and leaves the rest.
   * @throws OrreryError RESOURCE_NOT_FOUND, INPUT_INVALID, MANIFESTS_INVALID, RESOURCE_VERSION_CONFLICT when others keep
   * changing it at the same time
   */
  async update(
    actor: Actor,
    id: string,
    { draft, dryRun }: { draft: ScheduleDraft; dryRun: boolean },
  ): Promise<Resource<'Schedule'>> {
    authorize(actor, 'resource:write');
    for (let tries = 1; ; tries++) {
      const before = await this.#found(actor, id);
      const { name, namespace, labels, annotations } = before;
      const resourceVersion = String(before.resourceVersion);
      const metadata = { name, namespace, labels, annotations, resourceVersion };
      const spec = changedSpec(before.spec, draft);
      try {
        return await this.#writing(actor, dryRun, (tx) => this.#apply(tx, actor, { metadata, spec }));
      } catch (error) {
        if (!isOrreryError(error) || error.code !== 'RESOURCE_VERSION_CONFLICT' || tries === maxTries) throw error;
      }
    }
  }

  /** @returns the schedule as it was @throws OrreryError RESOURCE_NOT_FOUND */
  async delete(actor: Actor, id: string, { dryRun }: { dryRun: boolean }): Promise<Resource<'Schedule'>> {
    authorize(actor, 'resource:delete');
    const found = await this.#found(actor, id);
    await this.#resources.delete(actor, found, { expectedVersion: null, dryRun });
    return found;
  }

  async #found(actor: Actor, id: string): Promise<Resource<'Schedule'>> {
    const found = await this.#schedules.find(actor, id);
    if (found === null) throw scheduleNotFound(id);
    return found;
  }

  /** A name that no schedule of the namespace has. Until the transaction ends nobody else is given it. */
  async #freeName(tx: Tx, actor: Actor, { namespace, stem }: { namespace: string; stem: string }): Promise<string> {
    await this.#store.lockText(tx, `schedule-name:${actor.organizationId}:${namespace}/${stem}`);
    const [taken] = await this.#resources.named(actor, 'Schedule', [{ namespace, name: stem }]);
    return taken ? `${stem}-${newId('request').slice(-8)}` : stem;
  }

  async #apply(
    tx: Tx,
    actor: Actor,
    about: { metadata: { name: string; namespace: string; resourceVersion: string }; spec: object },
  ): Promise<Resource<'Schedule'>> {
    const { namespace } = about.metadata;
    const manifests = JSON.stringify({ apiVersion: 'orrery.dev/v1', kind: 'Schedule', ...about });
    const input = { manifests, namespace, single: true, force: false };
    const [change] = await this.#resources.applyWithin(tx, actor, input);
    if (change?.resource.kind !== 'Schedule') throw new Error('A schedule was applied and is not there.');
    return change.resource;
  }

  /** Runs a write and tells of it; a dry run leaves nothing behind. */
  async #writing(
    actor: Actor,
    dryRun: boolean,
    write: (tx: Tx) => Promise<Resource<'Schedule'>>,
  ): Promise<Resource<'Schedule'>> {
    try {
      const schedule = await this.#store.transaction(async (tx) => {
        const written = await write(tx);
        if (dryRun) throw new DryRun(written);
        return written;
      });
      tellOfResources(this.#bus, { organizationId: actor.organizationId, kinds: ['Schedule'], isStatusOnly: false });
      return schedule;
    } catch (error) {
      if (error instanceof DryRun) return error.schedule;
      throw error;
    }
  }
}

/** The letters and digits of a title in lower case, with dashes between its words. */
function stemOf(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? ['schedule'];
  return words.join('-').slice(0, maxStem);
}
