import DataLoader from 'dataloader';
import type { Approval } from '../src/modules/approval/index.ts';
import type { OrreryEvent } from '../src/modules/event/index.ts';
import type { Execution, PlannedExecution, RunHistory, Step, StepDecision } from '../src/modules/execution/index.ts';
import type { Actor, Namespace, Principal } from '../src/modules/identity/index.ts';
import { type MemoryItem, type MemoryPage, memoryPageText } from '../src/modules/memory/index.ts';
import { keyText, type PastVersion, type Resource, type ResourceKey } from '../src/modules/resource/index.ts';
import type { RunWindow, ScheduleRun } from '../src/modules/schedule/index.ts';
import type { BudgetSpending } from '../src/modules/spending/index.ts';
import type { Page } from '../src/platform/db/index.ts';
import { groupBy } from '../src/platform/group.ts';
import type { Services } from './context.ts';
import { present } from './present.ts';

/** A name, and a cursor that says when. */
interface NamedAsOf extends ResourceKey {
  asOf: string;
}

/** Some of the newest firings of a schedule. */
interface RunsOfSchedule {
  scheduleId: string;
  window: RunWindow;
}

/** Batched reads of one operation: each asks the database once for all that a level of the query needs. */
export interface Loaders {
  resource: DataLoader<string, Resource | null>;
  /** A resource as one of its writes left it; null when that is not known any more. */
  resourceAt: DataLoader<PastVersion, Resource | null, string>;
  resourceByKey: DataLoader<ResourceKey, Resource | null, string>;
  /** What had a name when the journal stood at a cursor. */
  resourceAsOf: DataLoader<NamedAsOf, Resource | null, string>;
  /** What a resource names, as far as it exists. */
  referencesOf: DataLoader<string, Resource[]>;
  /** What names a resource, directly or through others, nearest first. */
  affectedBy: DataLoader<ResourceKey, Resource[], string>;
  memoryItem: DataLoader<string, MemoryItem | null>;
  /** A page of what a memory holds. */
  memoryItemsOf: DataLoader<MemoryPage, Page<MemoryItem>, string>;
  scheduleRun: DataLoader<string, ScheduleRun | null>;
  /** The newest firings of a schedule, newest first. */
  scheduleRunsOf: DataLoader<RunsOfSchedule, ScheduleRun[], string>;
  /** The next times at which a schedule fires. */
  nextRunsOf: DataLoader<{ schedule: Resource<'Schedule'>; count: number }, Date[], string>;
  namespace: DataLoader<string, Namespace | null>;
  principal: DataLoader<string, Principal | null>;
  execution: DataLoader<string, Execution | null>;
  /** Executions with their graphs. */
  plannedExecution: DataLoader<string, PlannedExecution | null>;
  step: DataLoader<string, Step | null>;
  stepsOf: DataLoader<string, Step[]>;
  /** What the policies said of an execution's tool calls. */
  decisionsOf: DataLoader<string, StepDecision[]>;
  approval: DataLoader<string, Approval | null>;
  approvalsOf: DataLoader<string, Approval[]>;
  approvalOfStep: DataLoader<string, Approval | null>;
  /** The newest executions of an agent; one more than asked for, to know whether there are more. */
  runOfTask: DataLoader<string, Execution | null>;
  executionsOf: DataLoader<{ agentId: string; limit: number }, Execution[], string>;
  /** How many executions an agent has. */
  executionCountOf: DataLoader<string, number>;
  /** The newest events of an agent and its runs, oldest first. */
  eventsOf: DataLoader<{ agentId: string; last: number }, OrreryEvent[], string>;
  /** What an execution and its calls went through, oldest first. */
  courseOf: DataLoader<string, OrreryEvent[]>;
  /** What was spent of a budget, by its id. */
  budgetSpending: DataLoader<string, BudgetSpending>;
  /** What the last runs of an agent took; null when it never finished one. */
  runHistory: DataLoader<string, RunHistory | null>;
  /** Where the journal stood when the operation first asked. Lists that are read later can be watched from there. */
  journalHead: DataLoader<'head', string>;
}

/** Loaders for one operation of `actor`. */
export function createLoaders(services: Services, actor: Actor): Loaders {
  const { resources, memories, executions, approvals, identity } = services;
  return {
    resource: byId((ids) => resources.findMany(actor, ids)),
    resourceAt: new DataLoader(
      async (wanted) => {
        const found = new Map(
          (await services.resourcePast.findMany(actor, wanted)).map((resource) => [versionText(resource), resource]),
        );
        return wanted.map((version) => found.get(versionText(version)) ?? null);
      },
      { cacheKeyFn: versionText },
    ),
    resourceByKey: new DataLoader(
      async (keys) => {
        const found = new Map((await resources.findKeys(actor, keys)).map((resource) => [keyText(resource), resource]));
        return keys.map((key) => found.get(keyText(key)) ?? null);
      },
      { cacheKeyFn: keyText },
    ),
    resourceAsOf: new DataLoader((wanted) => loadAsOf(services, actor, wanted), {
      cacheKeyFn: (key) => `${keyText(key)}@${key.asOf}`,
    }),
    referencesOf: new DataLoader(async (ids) => {
      const found = groupBy(await resources.references(actor, ids), (reference) => reference.from);
      return ids.map((id) => found.get(id)?.map((reference) => reference.resource) ?? []);
    }),
    affectedBy: new DataLoader(
      async (keys) => {
        const found = groupBy(await resources.affected(actor, keys), ({ place }) => String(place));
        return keys.map((_, place) => found.get(String(place))?.map(({ resource }) => resource) ?? []);
      },
      { cacheKeyFn: keyText },
    ),
    memoryItem: byId((ids) => memories.findMany(actor, ids)),
    memoryItemsOf: new DataLoader<MemoryPage, Page<MemoryItem>, string>((wanted) => memories.pages(actor, wanted), {
      cacheKeyFn: memoryPageText,
    }),
    scheduleRun: byId((ids) => services.schedules.findRuns(actor, ids)),
    scheduleRunsOf: new DataLoader((wanted) => loadScheduleRuns(services, actor, wanted), {
      cacheKeyFn: ({ scheduleId, window }) => `${scheduleId}:${windowText(window)}`,
    }),
    nextRunsOf: new DataLoader((wanted) => services.schedules.nextRuns(actor, wanted), {
      cacheKeyFn: ({ schedule, count }) => `${schedule.id}@${schedule.resourceVersion}:${count}`,
    }),
    namespace: byId((ids) => identity.findNamespaces(actor, ids)),
    principal: byId((ids) => identity.findPrincipals(actor, ids)),
    execution: byId((ids) => executions.findMany(actor, ids)),
    plannedExecution: byId((ids) => executions.findPlanned(actor, ids)),
    step: byId((ids) => executions.findSteps(actor, ids)),
    stepsOf: grouped(
      (ids) => executions.stepsOf(actor, ids),
      (step) => step.executionId,
    ),
    decisionsOf: new DataLoader(async (ids) => {
      const found = groupBy(await services.toolCalls.decisionsOf(actor, ids), ({ executionId }) => executionId);
      return ids.map((id) => found.get(id)?.map(({ decision }) => decision) ?? []);
    }),
    approval: byId((ids) => approvals.findMany(actor, ids)),
    approvalsOf: grouped(
      (ids) => approvals.ofExecutions(actor, ids),
      (approval) => approval.executionId ?? '',
    ),
    approvalOfStep: new DataLoader(async (ids) => {
      const found = new Map((await approvals.ofSteps(actor, ids)).map((approval) => [approval.stepId, approval]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    runOfTask: new DataLoader(async (ids) => {
      const found = await executions.newestOfDefinitions(actor, ids);
      return ids.map((id) => found.get(id) ?? null);
    }),
    executionsOf: new DataLoader(
      async (wanted) => {
        const limit = Math.max(...wanted.map((one) => one.limit));
        const found = await executions.firstOfAgents(actor, [...new Set(wanted.map((one) => one.agentId))], limit);
        return wanted.map((one) => (found.get(one.agentId) ?? []).slice(0, one.limit));
      },
      { cacheKeyFn: ({ agentId, limit }) => `${agentId}:${limit}` },
    ),
    executionCountOf: new DataLoader(async (ids) => {
      const found = await executions.countOfAgents(actor, ids);
      return ids.map((id) => found.get(id) ?? 0);
    }),
    eventsOf: new DataLoader(
      async (wanted) => {
        const last = Math.max(...wanted.map((one) => one.last));
        const ids = [...new Set(wanted.map((one) => one.agentId))];
        const found = groupBy(await services.events.lastOfAgents(actor, ids, last), (event) => event.agentId);
        return wanted.map((one) => (one.last === 0 ? [] : (found.get(one.agentId) ?? []).slice(-one.last)));
      },
      { cacheKeyFn: ({ agentId, last }) => `${agentId}:${last}` },
    ),
    courseOf: grouped(
      (ids) => services.events.courseOf(actor, ids),
      (event) => event.executionId ?? '',
    ),
    budgetSpending: new DataLoader((ids) => loadSpending(services, actor, ids)),
    runHistory: new DataLoader(async (ids) => {
      const found = new Map(
        (await services.spending.historyOf(actor, ids)).map((history) => [history.agentId, history]),
      );
      return ids.map((id) => found.get(id) ?? null);
    }),
    journalHead: new DataLoader(async (keys) => {
      const head = await services.events.head(actor);
      return keys.map(() => head);
    }),
  };
}

/** Fields that ask for the same window of runs share one query. */
async function loadScheduleRuns(
  { schedules }: Services,
  actor: Actor,
  wanted: readonly RunsOfSchedule[],
): Promise<ScheduleRun[][]> {
  const windows = new Map(wanted.map(({ window }) => [windowText(window), window]));
  const read = await Promise.all(
    [...windows].map(async ([text, window]) => {
      const ids = wanted.filter((one) => windowText(one.window) === text).map(({ scheduleId }) => scheduleId);
      const found = await schedules.newestRuns(actor, [...new Set(ids)], window);
      return [text, groupBy(found, (run) => run.scheduleId)] as const;
    }),
  );
  const byWindow = new Map(read);
  return wanted.map(({ scheduleId, window }) => byWindow.get(windowText(window))?.get(scheduleId) ?? []);
}

function windowText({ limit, offset, outcomes }: RunWindow): string {
  return `${limit}:${offset}:${outcomes?.join() ?? ''}`;
}

async function loadSpending(services: Services, actor: Actor, ids: readonly string[]): Promise<BudgetSpending[]> {
  const budgets = (await services.resources.findMany(actor, ids)) as Resource<'Budget'>[];
  const spending = await services.spending.spendingOf(actor, budgets);
  return ids.map((id) => present(spending.get(id)));
}

/** What had those names; for a cursor that says no place any more, the error that says so. */
async function loadAsOf({ resourcePast, events }: Services, actor: Actor, wanted: readonly NamedAsOf[]) {
  const cursors = [...new Set(wanted.map(({ asOf }) => asOf))];
  const settled = await Promise.allSettled(cursors.map((cursor) => events.placeAt(cursor)));
  const places = new Map(cursors.map((cursor, index) => [cursor, settled[index]]));
  const asked = wanted.flatMap(({ asOf, ...key }, place) => {
    const at = places.get(asOf);
    return at?.status === 'fulfilled' ? [{ ...key, at: at.value, place }] : [];
  });
  const found = await resourcePast.findAt(actor, asked);
  const byPlace = new Map(found.map(({ place, resource }) => [asked[place]?.place, resource]));
  return wanted.map(({ asOf }, place) => {
    const at = places.get(asOf);
    return at?.status === 'rejected' ? (at.reason as Error) : (byPlace.get(place) ?? null);
  });
}

function versionText({ id, resourceVersion }: PastVersion): string {
  return `${id}@${resourceVersion}`;
}

function byId<T extends { id: string }>(load: (ids: readonly string[]) => Promise<T[]>): DataLoader<string, T | null> {
  return new DataLoader(async (ids) => {
    const found = new Map((await load(ids)).map((item) => [item.id, item]));
    return ids.map((id) => found.get(id) ?? null);
  });
}

function grouped<T>(
  load: (ids: readonly string[]) => Promise<T[]>,
  keyOf: (item: T) => string,
): DataLoader<string, T[]> {
  return new DataLoader(async (ids) => {
    const found = groupBy(await load(ids), keyOf);
    return ids.map((id) => found.get(id) ?? []);
  });
}
