import type { Services } from '../../schema/context.ts';
import { createAgentCompiler, createTurnQueue, Engine } from '../engine/index.ts';
import { ApprovalService, ApprovalStore, type CheckArguments } from '../modules/approval/index.ts';
import { AuditStore } from '../modules/audit/index.ts';
import { capabilitiesOf } from '../modules/capability/index.ts';
import { EventService } from '../modules/event/index.ts';
import { ExecutionService, ExecutionStore, RunStore } from '../modules/execution/index.ts';
import { IdentityService, IdentityStore } from '../modules/identity/index.ts';
import { createMcpPool } from '../modules/mcp/index.ts';
import { createModelGateway } from '../modules/model/index.ts';
import {
  type Resource,
  ResourcePastStore,
  ResourceService,
  ResourceStore,
  ResourceWriter,
} from '../modules/resource/index.ts';
import { createToolGateway, validateToolInput } from '../modules/tool/index.ts';
import { systemClock as clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { createSealer, type Sealer } from '../platform/crypto.ts';
import { createOutboundClient } from '../platform/http/index.ts';
import { Journal, Tailer } from '../platform/journal/index.ts';
import type { Logger } from '../platform/log.ts';
import { type Store, secretKey } from './store.ts';

/** Every service of one process, and the engine that it may run. */
export interface Parts {
  services: Services;
  past: ResourcePastStore;
  engine: Engine;
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
  const { services, past, stores } = createServices(store, {
    journal,
    tailer,
    sealer: createSealer(secretKey(config)),
    hasRedis: config.redisUrl !== undefined,
  });
  const gateway = createGateway(config, log);
  const { identity, approvals, resources } = services;
  const engine = new Engine({
    db: store.database.db,
    databaseUrl: store.databaseUrl,
    bus: store.bus,
    journal,
    approvalService: approvals,
    past,
    concurrency: config.workerConcurrency,
    leaseMs: config.leaseMs,
    retentionMs: config.journalRetentionMs,
    isAlone: store.isAlone,
    turn: {
      ...stores,
      ...gateway.parts,
      workerId,
      resources,
      dependents: approvals,
      clock,
      log,
      modelRetry,
      systemActor: (organizationId) => identity.systemActor(organizationId),
    },
  });
  return { services, past, engine, tailer, close: gateway.close };
}

function createServices(store: Store, parts: { journal: Journal; tailer: Tailer; sealer: Sealer; hasRedis: boolean }) {
  const { journal, tailer, sealer, hasRedis } = parts;
  const { bus } = store;
  const { db } = store.database;
  const queue = createTurnQueue(bus);
  const identityStore = new IdentityStore(db);
  const identity = new IdentityService({ store: identityStore, clock, bus });
  const writer = new ResourceWriter(sealer);
  const resourceStore = new ResourceStore(db);
  const past = new ResourcePastStore(db);
  const resources = new ResourceService({
    store: resourceStore,
    past,
    writer,
    identity: identityStore,
    sealer,
    clock,
    bus,
  });
  const executionStore = new ExecutionStore(db);
  const compile = createAgentCompiler(resources);
  const executions = new ExecutionService({ store: executionStore, queue, clock, bus, compile });
  const approvalStore = new ApprovalStore(db);
  const checkArguments = argumentsCheck(resources, executionStore);
  const over = { queue, clock, bus, checkArguments };
  const approvals = new ApprovalService({ store: approvalStore, executions: executionStore, ...over });
  executions.attach(approvals);
  const events = new EventService({ journal, tailer });
  const services: Services = {
    resources,
    executions,
    approvals,
    events,
    identity,
    audit: new AuditStore(db),
    capabilities: capabilitiesOf({ isAlone: store.isAlone, hasRedis }),
    bus,
  };
  return { services, past, stores: { runs: new RunStore(db), executions: executionStore, approvals: approvalStore } };
}

function createGateway(config: Config, log: Logger) {
  const outbound = createOutboundClient({ allow: config.outboundAllow });
  const mcp = createMcpPool({ outbound, log });
  const tools = createToolGateway({ outbound, mcp, clock });
  const models = createModelGateway({ outbound });
  const close = async (): Promise<void> => {
    await tools.close();
    await outbound.close();
  };
  return { parts: { mcp, tools, models }, close };
}

/** Edited arguments must fit the tool, as those of the model must. */
function argumentsCheck(resources: ResourceService, executions: ExecutionStore): CheckArguments {
  return async (actor, approval, args) => {
    const [step] = await executions.findSteps(actor, [approval.stepId]);
    if (step?.resourceId == null) return;
    const [tool] = (await resources.findMany(actor, [step.resourceId])) as Resource<'Tool'>[];
    if (tool?.spec.inputSchema) validateToolInput(tool.spec.inputSchema, args);
  };
}
