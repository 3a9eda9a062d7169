import {
  createBranchGate,
  createJobCompiler,
  createToolCompiler,
  createTurnQueue,
  createWorkCompilers,
} from '../engine/index.ts';
import {
  ApprovalOverrides,
  ApprovalRequests,
  ApprovalService,
  ApprovalStore,
  type CheckArguments,
  SettlementWriter,
} from '../modules/approval/index.ts';
import {
  ConversationStore,
  ExecutionService,
  ExecutionStarter,
  ExecutionStore,
  JobService,
  RunHistoryStore,
  RunKeeper,
  RunPreparation,
  ToolCallService,
  ToolCallStore,
  type TurnQueue,
  UnattendedRunStore,
} from '../modules/execution/index.ts';
import type { Judge } from '../modules/governance/index.ts';
import type { IdentityService, IdentityStore } from '../modules/identity/index.ts';
import type { ModelAccessService } from '../modules/model-access/index.ts';
import type { Resource, ResourceService } from '../modules/resource/index.ts';
import { BudgetCatalog, SpendingService, SpendingStore } from '../modules/spending/index.ts';
import { validateToolInput } from '../modules/tool/index.ts';
import type { Bus } from '../platform/bus/index.ts';
import { systemClock as clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/db/index.ts';
import type { Tailer } from '../platform/journal/index.ts';
import type { Store } from './store.ts';

/** What runs work, steers it and settles what hangs on it. */
export function createWork(
  store: Store,
  about: {
    resources: ResourceService;
    identity: IdentityService;
    identityStore: IdentityStore;
    judge: Judge;
    models: ModelAccessService;
    tailer: Tailer;
    /** How systems work whose manifest leaves it open. */
    mode: Config['taskExecutionMode'];
  },
) {
  const { resources, identityStore, judge, models, mode } = about;
  const { bus, database } = store;
  const { db } = database;
  const queue = createTurnQueue(bus);
  const executionStore = new ExecutionStore(db);
  const compilers = createWorkCompilers({ resources, judge, models, mode });
  const preparation = new RunPreparation({ compilers, conversations: new ConversationStore(db) });
  const spending = createSpending(store, about);
  const starter = new ExecutionStarter({ store: executionStore, queue, bus, budgets: spending });
  const gate = createBranchGate(judge);
  const executions = new ExecutionService({ store: executionStore, queue, clock, starter, preparation, gate });
  const checkArguments = argumentsCheck(resources, executionStore);
  const approving = createApprovals(
    { executionStore, executions, identityStore, queue, bus, checkArguments },
    new ApprovalStore(db),
  );
  executions.attach(approving.approvals);
  const toolCalls = new ToolCallService({
    ...{ store: executionStore, calls: new ToolCallStore(db), starter, executions, clock },
    ...{ compile: createToolCompiler(resources, judge), denial: approving.approvals },
  });
  const jobs = new JobService({ starter, compile: createJobCompiler({ judge, models }), clock });
  const keeper = createKeeper({ db, executionStore, queue, starter, executions });
  return { store: executionStore, queue, starter, executions, toolCalls, jobs, spending, approving, keeper };
}

function createKeeper(over: {
  db: Database;
  executionStore: ExecutionStore;
  queue: TurnQueue;
  starter: ExecutionStarter;
  executions: ExecutionService;
}): RunKeeper {
  const { db, executionStore: store, ...rest } = over;
  return new RunKeeper({ ...rest, store, unattended: new UnattendedRunStore(db), clock });
}

/** What knows what runs cost, and keeps budgets. */
function createSpending(
  { bus, database: { db } }: Store,
  { resources, identity, tailer }: { resources: ResourceService; identity: IdentityService; tailer: Tailer },
): SpendingService {
  const catalog = new BudgetCatalog(resources);
  catalog.follow({ bus, journal: tailer });
  const [store, history] = [new SpendingStore(db), new RunHistoryStore(db)];
  return new SpendingService({ store, catalog, history, resources, identity, clock });
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
