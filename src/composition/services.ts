import type { Services as AllServices } from '../../schema/context.ts';
import { createControllers, Reconciler } from '../controllers/index.ts';
import { createAgentCompiler, createToolCompiler, createTurnQueue, Engine } from '../engine/index.ts';
import {
  ApprovalListStore,
  ApprovalLists,
  ApprovalOverrides,
  ApprovalRequests,
  ApprovalService,
  ApprovalStore,
  type CheckArguments,
  SettlementWriter,
} from '../modules/approval/index.ts';
import { AuditStore } from '../modules/audit/index.ts';
import { capabilitiesOf } from '../modules/capability/index.ts';
import { EventService } from '../modules/event/index.ts';
import {
  ConversationStore,
  ExecutionService,
  ExecutionStarter,
  ExecutionStore,
  RunListStore,
  RunLists,
  RunPreparation,
  RunStore,
  ToolCallService,
  ToolCallStore,
  type TurnQueue,
} from '../modules/execution/index.ts';
import { DecidedCallStore, GovernanceService, Judge, RulebookCatalog } from '../modules/governance/index.ts';
import {
  IdentityService,
  IdentityStore,
  TeamService,
  TeamStore,
  TicketService,
  TicketStore,
} from '../modules/identity/index.ts';
import { createMcpPool } from '../modules/mcp/index.ts';
import { MemoryService, MemoryStore } from '../modules/memory/index.ts';
import { Breakers, createModelGateway, type ModelGateway } from '../modules/model/index.ts';
import { ModelAccessService, ModelCatalog, ModelUsageStore, UsageMeter } from '../modules/model-access/index.ts';
import {
  ReconcileService,
  ReconcileStore,
  type Resource,
  ResourcePastService,
  ResourcePastStore,
  ResourceService,
  ResourceStore,
  ResourceWriter,
  resourcesChannel,
} from '../modules/resource/index.ts';
import { Firings, ScheduleEditor, ScheduleRunStore, ScheduleService, TaskHistory } from '../modules/schedule/index.ts';
import { SealingKeyStore, SealingService } from '../modules/sealing/index.ts';
import { createToolGateway, validateToolInput } from '../modules/tool/index.ts';
import type { Bus } from '../platform/bus/index.ts';
import { systemClock as clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { createSealer, type Sealer } from '../platform/crypto.ts';
import { createOutboundClient, type OutboundClient } from '../platform/http/index.ts';
import { Journal, Tailer } from '../platform/journal/index.ts';
import type { Logger } from '../platform/log.ts';
import { type Store, secretKey } from './store.ts';

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
  const { services, past, stores, judge, decisions } = createServices(store, {
    journal,
    tailer,
    sealer,
    rails,
    hasRedis,
    log,
  });
  const { identity, approvals, resources } = services;
  const engine = new Engine({
    db: store.database.db,
    databaseUrl: store.databaseUrl,
    bus: store.bus,
    journal,
    approvalService: approvals,
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
  const reconciler = createReconciler(store, { services, gateway, log });
  const close = async (): Promise<void> => {
    await judge.close();
    await gateway.close();
  };
  return { services, past, outbound: gateway.outbound, engine, reconciler, tailer, close };
}

function createReconciler(
  { database, bus }: Store,
  about: { services: Services; gateway: ReturnType<typeof createGateway>; log: Logger },
): Reconciler {
  const { services, gateway, log } = about;
  const { resources, sealing, schedules } = services;
  const { outbound, parts } = gateway;
  const systemActor = (organizationId: string) => services.identity.systemActor(organizationId);
  const queue = new ReconcileService({ store: new ReconcileStore(database.db), systemActor, bus });
  const taskHistory = new TaskHistory({ store: new ScheduleRunStore(database.db), resources });
  const controllers = createControllers({
    resources,
    sealing,
    schedules,
    taskHistory,
    outbound,
    mcp: parts.mcp,
    clock,
  });
  return new Reconciler({ queue, controllers, systemActor, bus, log });
}

function createServices(
  store: Store,
  parts: { journal: Journal; tailer: Tailer; sealer: Sealer; rails: Rails; hasRedis: boolean; log: Logger },
) {
  const { journal, tailer, sealer, hasRedis, log } = parts;
  const { bus } = store;
  const { db } = store.database;
  const queue = createTurnQueue(bus);
  const identityStore = new IdentityStore(db);
  const identity = new IdentityService({ store: identityStore, clock, bus });
  const { past, ...declaring } = createResources(store, { identityStore, sealer });
  const { resources } = declaring;
  const { judge, governance, decisions } = createGovernance(store, { resources, tailer, log });
  const executionStore = new ExecutionStore(db);
  const conversations = new ConversationStore(db);
  const preparation = new RunPreparation({ compile: createAgentCompiler(resources, judge), conversations });
  const starter = new ExecutionStarter({ store: executionStore, queue, bus });
  const executions = new ExecutionService({ store: executionStore, queue, clock, starter, preparation });
  const approvalStore = new ApprovalStore(db);
  const checkArguments = argumentsCheck(resources, executionStore);
  const approving = createApprovals(
    { executionStore, executions, identityStore, queue, bus, checkArguments },
    approvalStore,
  );
  executions.attach(approving.approvals);
  const toolCalls = new ToolCallService({
    ...{ store: executionStore, calls: new ToolCallStore(db), starter, executions, clock },
    ...{ compile: createToolCompiler(resources, judge), denial: approving.approvals },
  });
  const events = new EventService({ journal, tailer });
  const catalog = new ModelCatalog(resources);
  // The journal tells for sure, the bus at once.
  tailer.listen((rows) => catalog.heed(rows));
  bus.subscribe(resourcesChannel, (organizationId) => catalog.forget(organizationId));
  const models = new ModelAccessService({ catalog, judge, ...parts.rails, usage: new ModelUsageStore(db), clock, bus });
  const services: Services = {
    ...declaring,
    executions,
    toolCalls,
    runLists: new RunLists(new RunListStore(db)),
    approvalLists: new ApprovalLists(new ApprovalListStore(db)),
    ...approving,
    ...createSchedules(store, { resources, executions, queue, log }),
    events,
    governance,
    identity,
    teams: new TeamService(new TeamStore(db)),
    tickets: new TicketService({ store: new TicketStore(db), clock }),
    audit: new AuditStore(db),
    models,
    sealing: new SealingService({ store: new SealingKeyStore(db), sealer, log }),
    capabilities: capabilitiesOf({ isAlone: store.isAlone, hasRedis }),
    bus,
  };
  const stores = { runs: new RunStore(db), executions: executionStore, approvals: approvalStore };
  return { services, past, judge, decisions, stores };
}

function createSchedules(
  { bus, database }: Store,
  over: { resources: ResourceService; executions: ExecutionService; queue: TurnQueue; log: Logger },
): { schedules: ScheduleService; scheduleEditor: ScheduleEditor } {
  const { resources, queue } = over;
  const runs = new ScheduleRunStore(database.db);
  const firings = new Firings(over);
  const schedules = new ScheduleService({ store: runs, firings, resources, queue, clock, bus });
  return { schedules, scheduleEditor: new ScheduleEditor({ store: runs, schedules, resources, bus }) };
}

/** What decides on calls, and what tells of its decisions. */
function createGovernance(
  { bus, database }: Store,
  { resources, tailer, log }: { resources: ResourceService; tailer: Tailer; log: Logger },
) {
  const rulebooks = new RulebookCatalog(resources);
  tailer.listen((rows) => rulebooks.heed(rows));
  bus.subscribe(resourcesChannel, (organizationId) => rulebooks.forget(organizationId));
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

function createApprovals(
  over: {
    executionStore: ExecutionStore;
    executions: ExecutionService;
    identityStore: IdentityStore;
    queue: TurnQueue;
    bus: Bus;
    checkArguments: CheckArguments;
  },
  store: ApprovalStore,
) {
  const { executionStore, executions, identityStore: identity, queue, bus, checkArguments } = over;
  const settlement = new SettlementWriter({ store, executions: executionStore, queue, clock, bus });
  return {
    approvals: new ApprovalService({ store, settlement, clock, checkArguments }),
    approvalRequests: new ApprovalRequests({ store, executions: executionStore, identity, clock, bus }),
    approvalOverrides: new ApprovalOverrides({ store, executionStore, executions, settlement, clock }),
  };
}

/** What every model call goes through, be it a run's or a direct one. */
interface Rails {
  gateway: ModelGateway;
  breakers: Breakers;
  meter: UsageMeter;
}

function createGateway(config: Config, store: Store, log: Logger) {
  const outbound = createOutboundClient({ allow: config.outboundAllow });
  const mcp = createMcpPool({ outbound, log });
  const tools = createToolGateway({ outbound, mcp, clock });
  const meter = new UsageMeter({ store: new ModelUsageStore(store.database.db), log });
  const models: Rails = { gateway: createModelGateway({ outbound }), breakers: new Breakers(clock), meter };
  const close = async (): Promise<void> => {
    await meter.close();
    await tools.close();
    await outbound.close();
  };
  return { outbound, parts: { mcp, tools, models }, close };
}

/** Edited arguments must fit the tool, as those of the model must. */
function argumentsCheck(resources: ResourceService, executions: ExecutionStore): CheckArguments {
  return async (actor, approval, args) => {
    if (approval.stepId === null) return;
    const [step] = await executions.findSteps(actor, [approval.stepId]);
    if (step?.resourceId == null) return;
    const [tool] = (await resources.findMany(actor, [step.resourceId])) as Resource<'Tool'>[];
    if (tool?.spec.inputSchema) validateToolInput(tool.spec.inputSchema, args);
  };
}
