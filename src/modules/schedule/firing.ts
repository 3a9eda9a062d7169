import type { Tx } from '../../platform/db/index.ts';
import { isOrreryError, OrreryError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import type { ExecutionService, StartTarget } from '../execution/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Resource, ResourceService } from '../resource/index.ts';
import { failed, type Started, started } from './schedule-run.ts';
import { type TargetName, targetOf } from './schedule-target.ts';

/** What is started when a schedule fires. Nothing has happened until it is written. */
export interface Firing {
  /** Starts it in the caller's transaction, who wakes whoever carries it out once that is committed. */
  write(tx: Tx): Promise<Started>;
}

/** Which firing it is. */
export interface FiringPlace {
  runId: string;
  /** The time of the plan, or now. */
  at: Date;
  isManual: boolean;
}

const scheduleLabel = 'orloj.dev/task-schedule';
const namespaceLabel = 'orloj.dev/task-schedule-namespace';
const slotLabel = 'orloj.dev/task-schedule-slot';
const maxStem = 40;

/** Makes ready what schedules start. */
export class Firings {
  readonly #resources: ResourceService;
  readonly #executions: ExecutionService;
  readonly #log: Logger;

  constructor(deps: { resources: ResourceService; executions: ExecutionService; log: Logger }) {
    this.#resources = deps.resources;
    this.#executions = deps.executions;
    this.#log = deps.log;
  }

  /** What cannot be started by itself is a firing that fails. @throws OrreryError that another attempt may overcome */
  async prepare(actor: Actor, schedule: Resource<'Schedule'>, place: FiringPlace): Promise<Firing> {
    try {
      const target = targetOf(schedule.spec, schedule.namespace);
      switch (target.kind) {
        case 'task':
          return await this.#task(actor, { schedule, template: target.template, place });
        case 'run':
          return await this.#execution(actor, { ...target, schedule: schedule.name });
        case 'action':
          return await this.#action(actor, schedule, target);
      }
    } catch (error) {
      if (!isLasting(error)) throw error;
      return failing(error);
    }
  }

  async #task(
    actor: Actor,
    about: { schedule: Resource<'Schedule'>; template: TargetName; place: FiringPlace },
  ): Promise<Firing> {
    const { schedule, place } = about;
    const { namespace } = schedule;
    const template = await this.#template(actor, about.template);
    const name = taskName(schedule.name, place);
    const [taken] = await this.#resources.named(actor, 'Task', [{ namespace, name }]);
    if (taken) throw new OrreryError('NAME_TAKEN', `There is already a Task ${namespace}/${name}.`);
    const manifests = JSON.stringify(taskManifest(schedule, template, { name, at: place.at }));
    return {
      write: async (tx) => {
        const input = { manifests, namespace, single: true, force: false };
        const [change] = await this.#resources.applyWithin(tx, actor, input);
        return started({ taskId: change?.resource.id ?? null, task: `${namespace}/${name}` });
      },
    };
  }

  async #template(actor: Actor, wanted: TargetName): Promise<Resource<'Task'>> {
    const [found] = await this.#resources.named(actor, 'Task', [wanted]);
    const task = `Task ${wanted.namespace}/${wanted.name}`;
    if (!found) throw new OrreryError('RESOURCE_NOT_FOUND', `There is no ${task}.`);
    if (found.spec.mode !== 'template') throw new OrreryError('INPUT_INVALID', `${task} is not a template.`);
    return found;
  }

  async #execution(actor: Actor, about: { target: StartTarget; input: unknown; schedule: string }): Promise<Firing> {
    const { target, input, schedule } = about;
    const labels = { 'orrery.dev/schedule': schedule };
    const prepared = await this.#executions.prepareStart(actor, { target, input, labels, trigger: 'SCHEDULE' });
    return {
      write: async (tx) => {
        const { id } = await this.#executions.startWithin(tx, actor, prepared);
        return started({ executionId: id });
      },
    };
  }

  async #action(
    actor: Actor,
    schedule: Resource<'Schedule'>,
    { action, input }: { action: string; input: Readonly<Record<string, unknown>> },
  ): Promise<Firing> {
    switch (action) {
      case 'noop':
        return ends(started({ outcome: 'SUCCEEDED' }));
      case 'log':
        return this.#logging(schedule, typeof input['message'] === 'string' ? input['message'] : JSON.stringify(input));
      case 'agent_task': {
        const agent = await this.#resources.primaryAgent(actor);
        if (agent === null) throw new OrreryError('RESOURCE_NOT_FOUND', 'There is no agent to give the task to.');
        const target = { kind: 'Agent' as const, name: agent };
        return this.#execution(actor, { target, input: input['task'] ?? input, schedule: schedule.name });
      }
      default:
        return ends(failed(reasonAgainst(action)));
    }
  }

  #logging({ id }: Resource<'Schedule'>, message: string): Firing {
    return {
      write: async () => {
        this.#log.info({ schedule: id, message }, 'a schedule wants this written down');
        return started({ outcome: 'SUCCEEDED', output: message });
      },
    };
  }
}

/** Actions that APIs document and behind which there is nothing here, with what they would need. */
const unavailable: Record<string, string> = {
  drift_check: 'deployed models',
  retrain: 'training pipelines',
  audit_pdf: 'audit reports',
  metric_snapshot: 'stored metrics',
  expire_sessions: 'sessions that expire',
  record_transaction: 'a ledger',
};

function reasonAgainst(action: string): string {
  const needed = Object.hasOwn(unavailable, action) ? unavailable[action] : undefined;
  if (needed === undefined) return `unknown action: ${action}`;
  return `The action ${action} is not available: this deployment has no ${needed}.`;
}

function ends(outcome: Started): Firing {
  return { write: async () => outcome };
}

/** Whether an error stays as it is however often the same is tried. */
export function isLasting(error: unknown): error is OrreryError {
  return isOrreryError(error) && !error.retryable;
}

/** What comes of a firing that an error keeps from starting anything. */
export function failing({ message }: OrreryError): Firing {
  return ends(failed(message));
}

function taskName(schedule: string, { runId, at, isManual }: FiringPlace): string {
  const digits = at.toISOString().replaceAll(/[-:]/g, '');
  const seconds = at.getTime() % 60_000 === 0 ? '' : digits.slice(13, 15);
  const stem = `${schedule.slice(0, maxStem)}-${digits.slice(0, 8)}-${digits.slice(9, 13)}${seconds}`;
  return isManual ? `${stem}-${runId.slice(-6)}` : stem;
}

/** A copy of the template that is carried out. What the template names, it names from where the template lies. */
function taskManifest(
  schedule: Resource<'Schedule'>,
  { namespace: home, spec }: Resource<'Task'>,
  { name, at }: { name: string; at: Date },
): object {
  const labels = {
    [scheduleLabel]: schedule.name,
    [namespaceLabel]: schedule.namespace,
    [slotLabel]: at.toISOString().replace(/\.\d+Z$/, 'Z'),
  };
  return {
    apiVersion: 'orrery.dev/v1',
    kind: 'Task',
    // Version 0 is that of what does not exist: a task that somebody else made is not written over.
    metadata: { name, namespace: schedule.namespace, labels, resourceVersion: '0' },
    spec: { ...spec, mode: 'run', ...(spec.system && { system: { namespace: home, ...spec.system } }) },
  };
}
