import type { Services as AllServices } from '../../schema/context.ts';
import { createControllers, Reconciler } from '../controllers/index.ts';
import { Engine, TaskStarter } from '../engine/index.ts';
import { ApprovalListStore, ApprovalLists, ApprovalStore } from '../modules/approval/index.ts';
import { AuditStore } from '../modules/audit/index.ts';
import { capabilitiesOf } from '../modules/capability/index.ts';
import { EventService } from '../modules/event/index.ts';
import { RunListStore, RunLists, RunStore } from '../modules/execution/index.ts';
import { DecidedCallStore, GovernanceService, Judge, RulebookCatalog } from '../modules/governance/index.ts';
import {
  IdentityService,
  IdentityStore,
  TeamService,
  TeamStore,
  TicketService,
  TicketStore,
} from '../modules/identity/index.ts';
import { MemoryService, MemoryStore } from '../modules/memory/index.ts';
import { ModelAccessService, ModelCatalog, ModelUsageStore } from '../modules/model-access/index.ts';
import {
  ReconcileService,
  ReconcileStore,
  ResourcePastService,
  ResourcePastStore,
  ResourceService,
  ResourceStore,
  ResourceWriter,
} from '../modules/resource/index.ts';
import { ScheduledWork, ScheduleRunStore } from '../modules/schedule/index.ts';
import { SealingKeyStore, SealingService } from '../modules/sealing/index.ts';
import { systemClock as clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { createSealer, type Sealer } from '../platform/crypto.ts';
import type { OutboundClient } from '../platform/http/index.ts';
import { Journal, Tailer } from '../platform/journal/index.ts';
import type { Logger } from '../platform/log.ts';
import { createGateway, type Rails } from './gateway.ts';
import { createSchedules } from './schedules.ts';
import { type Store, secretKey } from './store.ts';
import { createWork } from './work.ts';

/** What the graph is made of, without what only a process that serves it knows. */
type Services = Omit<AllServices, 'platform'>;

/** Every service of one process, and the engine that it may run. */
export interface Parts {
  services: Services;
  /** The one way out to other machines. */
  outbound: OutboundClient;
  past: ResourcePastStore;
  engine: Engine;
  /** Looks at what was declared; a process that works has it run. */
  reconciler: Reconciler;
  /** Starts the runs of tasks for their controller. */
  tasks: TaskStarter;
  tailer: Tailer;
  close(): Promise<void>;
}

const modelRetry = { maxAttempts: 4, backoffMs: 500, maxBackoffMs: 10_000, jitter: 'equal' } as const;

/** Puts the services together over an open store. Nothing else constructs them. */
export async function createParts(
  config: Config,
  store: Store,
  options: { log: Logger; workerId: string },
): Promise<Parts> {
  const { log, workerId } = options;
  const journal = new Journal(store.database.db);
  await journal.state();
  const tailer = new Tailer({ journal, bus: store.bus, log });
  const gateway = createGateway(config, store, log);
  const sealer = createSealer(secretKey(config));
  const hasRedis = config.redisUrl !== undefined;
  const rails = gateway.parts.models;
  const mode = config.taskExecutionMode;
  const { services, past, stores, judge, decisions, starter, keeper } = createServices(store, {
    journal,
    tailer,
    sealer,
    rails,
    hasRedis,
    log,
    mode,
  });
  const { identity, approvals, resources } = services;
  const engine = new Engine({
    db: store.database.db,
    databaseUrl: store.databaseUrl,
    bus: store.bus,
    journal,
    approvalService: approvals,
    keeper,
    past,
    decisions,
    concurrency: config.workerConcurrency,
    leaseMs: config.leaseMs,
    retentionMs: config.journalRetentionMs,
    isAlone: store.isAlone,
    turn: {
      ...stores,
      ...gateway.parts,
      workerId,
      resources,
      judge,
      dependents: approvals,
      clock,
      log,
      modelRetry,
      systemActor: (organizationId) => identity.systemActor(organizationId),
    },
  });
  const { executions: executionStore } = stores;
  const tasks = new TaskStarter({ resources, judge, store: executionStore, starter, clock, mode });
  const reconciler = createReconciler(store, { services, gateway, tasks, log });
  tailer.listen((rows) => reconciler.heed(rows));
  const close = async (): Promise<void> => {
    await judge.close();
    await gateway.close();
  };
  return { services, past, outbound: gateway.outbound, engine, reconciler, tasks, tailer, close };
}

function createReconciler(
  { database, bus }: Store,
  about: { services: Services; gateway: ReturnType<typeof createGateway>; tasks: TaskStarter; log: Logger },
): Reconciler {
  const { services, gateway, tasks, log } = about;
  const { resources, sealing, spending, schedules, executions, approvals, events } = services;
  const { outbound, parts } = gateway;
  const systemActor = (organizationId: string) => services.identity.systemActor(organizationId);
  const queue = new ReconcileService({ store: new ReconcileStore(database.db), systemActor, bus });
  const scheduledWork = new ScheduledWork({ store: new ScheduleRunStore(database.db), resources, executions, bus });
  const declared = { resources, sealing, spending, schedules, scheduledWork, outbound, mcp: parts.mcp, clock };
  const controllers = createControllers({ ...declared, runs: tasks, executions, approvals, events });
  return new Reconciler({ queue, controllers, systemActor, bus, log });
}

function createServices(
  store: Store,
  parts: {
    journal: Journal;
    tailer: Tailer;
    sealer: Sealer;
    rails: Rails;
    hasRedis: boolean;
    log: Logger;
    mode: Config['taskExecutionMode'];
  },
) {
  const { journal, tailer, sealer, hasRedis, log } = parts;
  const { bus, database } = store;
  const { db } = database;
  const identityStore = new IdentityStore(db);
  const identity = new IdentityService({ store: identityStore, clock, bus });
  const { past, ...declaring } = createResources(store, { identityStore, sealer });
  const { resources } = declaring;
  const { judge, governance, decisions } = createGovernance(store, { resources, tailer, log });
  const models = createModels(store, { resources, judge, tailer, rails: parts.rails });
  const work = createWork(store, { resources, identity, identityStore, judge, models, tailer, mode: parts.mode });
  const { executions, toolCalls, jobs, spending, approving } = work;
  const services: Services = {
    ...declaring,
    executions,
    toolCalls,
    jobs,
    runLists: new RunLists(new RunListStore(db)),
    approvalLists: new ApprovalLists(new ApprovalListStore(db)),
    ...approving,
    ...createSchedules(store, { resources, executions, queue: work.queue, log }),
    events: new EventService({ journal, tailer }),
    governance,
    identity,
    teams: new TeamService(new TeamStore(db)),
    tickets: new TicketService({ store: new TicketStore(db), clock }),
    audit: new AuditStore(db),
    models,
    spending,
    sealing: new SealingService({ store: new SealingKeyStore(db), sealer, log }),
    capabilities: capabilitiesOf({ isAlone: store.isAlone, hasRedis }),
    bus,
  };
  const stores = { runs: new RunStore(db), executions: work.store, approvals: new ApprovalStore(db) };
  return { services, past, judge, decisions, stores, starter: work.starter, keeper: work.keeper };
}

/** The one way to models. */
function createModels(
  { bus, database: { db } }: Store,
  about: { resources: ResourceService; judge: Judge; tailer: Tailer; rails: Rails },
): ModelAccessService {
  const { resources, judge, tailer, rails } = about;
  const catalog = new ModelCatalog(resources);
  catalog.follow({ bus, journal: tailer });
  return new ModelAccessService({ catalog, judge, ...rails, usage: new ModelUsageStore(db), clock, bus });
}

/** What decides on calls, and what tells of its decisions. */
function createGovernance(
  { bus, database }: Store,
  { resources, tailer, log }: { resources: ResourceService; tailer: Tailer; log: Logger },
) {
  const rulebooks = new RulebookCatalog(resources);
  rulebooks.follow({ bus, journal: tailer });
  const decisions = new DecidedCallStore(database.db);
  const judge = new Judge({ rulebooks, store: decisions, clock, log });
  return { judge, decisions, governance: new GovernanceService({ store: decisions, rulebooks, resources, clock }) };
}

/** What holds declarations, their past and what belongs to them. */
function createResources(
  { database: { db }, bus }: Store,
  { identityStore: identity, sealer }: { identityStore: IdentityStore; sealer: Sealer },
) {
  const store = new ResourceStore(db);
  const past = new ResourcePastStore(db);
  return {
    past,
    resources: new ResourceService({ store, writer: new ResourceWriter(sealer), identity, sealer, clock, bus }),
    resourcePast: new ResourcePastService(past),
    memories: new MemoryService({ store: new MemoryStore(db), resources: store, clock, bus }),
  };
}
