import {
  type Execution,
  type ExecutionFailure,
  executionPhases,
  isFinal,
  type Screening,
} from '../src/modules/execution/index.ts';
import type { Action, Actor } from '../src/modules/identity/index.ts';
import type { Resource } from '../src/modules/resource/index.ts';
import { encodeKey } from '../src/platform/db/index.ts';
import { AgentRef } from './agent.ts';
import { builder } from './builder.ts';
import { lengthOf, pageCost, toConnection } from './connection.ts';
import type { Context } from './context.ts';
import { ActionEnum, NamespaceRef, Permission, PrincipalRef } from './identity.ts';
import { executionTypeName, Node } from './node.ts';
import { PolicyDecisionRef } from './policy-decision.ts';
import { present } from './present.ts';
import { Label, ResourceRef } from './resource.ts';
import { StepRef } from './step.ts';
import { pageOfSteps, StepConnection } from './step-page.ts';
import { Money, Usage } from './usage.ts';
import { addJournalCursor, watchable } from './watchable.ts';

export const ExecutionPhaseEnum = builder.enumType('ExecutionPhase', {
  description: 'Where an execution stands.',
  values: Object.fromEntries(
    executionPhases.map((phase) => [phase, { description: phaseDescriptions()[phase] }]),
  ) as Record<Execution['phase'], { description: string }>,
});

function phaseDescriptions(): Record<Execution['phase'], string> {
  return {
    PENDING: 'Written, but held back: it is run when it is resumed.',
    QUEUED: 'Waits for a worker.',
    RUNNING: 'A worker runs it.',
    WAITING: 'Waits for a person or for a time; it holds no worker.',
    PAUSED: 'Paused by somebody.',
    SUCCEEDED: 'Finished with an output.',
    FAILED: 'Finished without one; `failure` says why.',
    CANCELLED: 'Stopped by somebody.',
    TIMED_OUT: 'Took longer than it may.',
    DEAD_LETTERED: 'Given up: after too many crashes, or after as many attempts as it may have.',
  };
}

const Trigger = builder.enumType('Trigger', {
  description: 'What started an execution.',
  values: {
    MANUAL: { description: 'A call of startExecution, runAgent or callTool.' },
    SCHEDULE: { description: 'A schedule, at one of its times or because somebody ran it now.' },
    REPLAY: { description: 'A replay of another execution.' },
    FORK: { description: 'A fork from a step of another execution.' },
  },
});

const ExecutionFailureRef = builder.objectRef<ExecutionFailure>('ExecutionFailure').implement({
  description: 'Why an execution did not succeed.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'One of the failure codes.' }),
    message: t.exposeString('message', { description: 'What went wrong, in words for a person.' }),
    step: t.field({
      type: StepRef,
      nullable: true,
      description: 'The step at fault.',
      resolve: (failure, _args, { loaders }) => (failure.stepId === null ? null : loaders.step.load(failure.stepId)),
    }),
  }),
});

const Reserved = builder.objectRef<NonNullable<Execution['reserved']>>('Reserved').implement({
  description: 'What an execution keeps free of budgets, what it has spent of it included.',
  fields: (t) => ({
    cost: t.field({
      type: Money,
      description: 'What it was expected to cost.',
      resolve: ({ usd }) => ({ amount: usd, currency: 'USD' }),
    }),
    tokens: t.exposeFloat('tokens', { description: 'Tokens that it was expected to use.' }),
  }),
});

export const Progress = builder.objectRef<Execution>('Progress').implement({
  description: 'How far an execution has come.',
  fields: (t) => ({
    modelCalls: t.exposeInt('modelCalls', { description: 'Model calls made so far.' }),
    maxModelCalls: t.exposeInt('maxSteps', { description: 'Model calls that each agent may make.' }),
    toolCalls: t.exposeInt('toolCalls', { description: 'Tool calls made so far.' }),
    elapsedMs: t.int({
      description: 'Milliseconds since it began, or that it took.',
      resolve: ({ startedAt, finishedAt }) =>
        startedAt ? (finishedAt ?? new Date()).getTime() - startedAt.getTime() : 0,
    }),
  }),
});

/** The interface of everything that runs. */
export const ExecutionRef = builder.interfaceRef<Execution>('Execution').implement({
  description: 'Anything that runs: an agent, a tool, a task, a workflow, a pipeline, a job or a batch.',
  interfaces: [Node],
  resolveType: executionTypeName,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique in its namespace.' }),
    namespace: t.field({
      type: NamespaceRef,
      description: 'Where it belongs.',
      resolve: async (execution, _args, { loaders }) => present(await loaders.namespace.load(execution.namespaceId)),
    }),
    phase: t.field({
      type: ExecutionPhaseEnum,
      description: 'Where it stands.',
      resolve: (execution) => execution.phase,
    }),
    version: t.exposeInt('version', { description: 'Grows with every change.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it waits, failed or was stopped, in words for a person.',
    }),
    input: t.expose('input', { type: 'JSON', description: 'What it was started with.' }),
    output: t.expose('output', { type: 'JSON', nullable: true, description: 'What it gave.' }),
    failure: t.field({
      type: ExecutionFailureRef,
      nullable: true,
      description: 'Why it did not succeed.',
      resolve: (execution) => execution.failure,
    }),
    label: t.string({
      nullable: true,
      description: 'The value of one label; null when it has none of this key.',
      args: { key: t.arg.string({ required: true, description: 'The key.' }) },
      resolve: ({ labels }, { key }) => (Object.hasOwn(labels, key) ? (labels[key] ?? null) : null),
    }),
    labels: t.field({
      type: [Label],
      description: 'Labels that it was started with.',
      resolve: (execution) => Object.entries(execution.labels).map(([key, value]) => ({ key, value })),
    }),
    trigger: t.field({ type: Trigger, description: 'What started it.', resolve: (execution) => execution.trigger }),
    startedBy: t.field({
      type: PrincipalRef,
      description: 'Who started it.',
      resolve: async (execution, _args, { loaders }) => present(await loaders.principal.load(execution.startedBy)),
    }),
    forkedFrom: t.field({
      type: StepRef,
      nullable: true,
      description: 'The step of another execution from which this one goes on.',
      resolve: (execution, _args, { loaders }) =>
        execution.forkedFromStep === null ? null : loaders.step.load(execution.forkedFromStep),
    }),
    definition: t.field({
      type: ResourceRef,
      nullable: true,
      description: 'The resource that it is a run of, where that is no agent and no tool; null when it was deleted.',
      resolve: ({ definition }, _args, { loaders }) => (definition ? loaders.resource.load(definition.id) : null),
    }),
    definitionName: t.string({
      nullable: true,
      description: 'The name of that resource when the run was started. It stays when the resource is deleted.',
      resolve: ({ definition }) => definition?.name ?? null,
    }),
    wakeAt: t.expose('wakeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it goes on by itself; null while it does not wait for a time.',
    }),
    agentId: t.exposeID('agentId', {
      nullable: true,
      description:
        'The agent that it is a run of, or whose tool is called, by its id; null when there is none any more.',
    }),
    conversation: t.id({
      nullable: true,
      description: 'The conversation that it belongs to; null for what is no run of an agent.',
      resolve: ({ conversation }) => conversation,
    }),
    turn: t.exposeInt('turn', { description: 'Counts its stretches of work: each wait or pause begins a new one.' }),
    usage: t.field({ type: Usage, description: 'What it used and cost so far.', resolve: (execution) => execution }),
    reserved: t.field({
      type: Reserved,
      nullable: true,
      description: 'What it keeps free of budgets until it ends; null when it has ended or nothing bounds it.',
      resolve: ({ reserved, phase }) => (isFinal(phase) ? null : reserved),
    }),
    costLimit: t.field({
      type: Money,
      nullable: true,
      description: 'What budgets allow it to cost; null for no bound.',
      resolve: ({ costLimitUsd }) => (costLimitUsd == null ? null : { amount: costLimitUsd, currency: 'USD' }),
    }),
    progress: t.field({ type: Progress, description: 'How far it has come.', resolve: (execution) => execution }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was started.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When a worker first took it.' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    decisions: t.field({
      type: [PolicyDecisionRef],
      description: 'What the policies said of its tool calls, in the order in which they began.',
      complexity: { field: 1, multiplier: 5 },
      resolve: ({ id, hasDecisions }, _args, { loaders }) =>
        hasDecisions === false ? [] : loaders.decisionsOf.load(id),
    }),
    viewerCan: t.field({
      type: Permission,
      description: 'Whether the viewer may do something with it.',
      args: { action: t.arg({ type: ActionEnum, required: true, description: 'What the viewer wants to do.' }) },
      resolve: (_execution, { action }, { actor }): { action: Action; actor: Actor } => ({
        action: action as Action,
        actor,
      }),
    }),
    steps: t.field({
      type: StepConnection,
      description: 'Its model calls, tool calls, activations of nodes and gates, in the order in which they began.',
      args: {
        first: t.arg.int({ defaultValue: 50, description: 'How many.' }),
        after: t.arg.string({ description: 'After this cursor.' }),
      },
      complexity: (args) => pageCost(args),
      resolve: async (execution, args, { loaders }) => pageOfSteps(await loaders.stepsOf.load(execution.id), args),
    }),
  }),
});

builder.interfaceField(ExecutionRef, 'source', (t) =>
  t.field({
    type: ExecutionRef,
    nullable: true,
    description: 'The execution that it is a replay or a fork of.',
    resolve: ({ forkedFromId }, _args, { loaders }) =>
      forkedFromId === null ? null : loaders.execution.load(forkedFromId),
  }),
);

const ScreeningRef = builder.objectRef<Screening>('Screening').implement({
  description: 'How much an input looked like an attempt to take the agent over.',
  fields: (t) => ({
    score: t.exposeFloat('score', { description: 'From 0 to 1; a run with more than 0.7 is refused.' }),
    reduced: t.exposeBoolean('reduced', { description: 'Whether phrases were replaced by [REDACTED].' }),
  }),
});

export const AgentRunRef = builder.objectRef<Execution>('AgentRun').implement({
  description: 'A run of one agent.',
  interfaces: [ExecutionRef, Node],
  fields: (t) => ({
    agent: t.field({
      type: AgentRef,
      nullable: true,
      description: 'The agent; null when it was deleted.',
      resolve: (execution, _args, { loaders }) =>
        execution.agentId === null
          ? null
          : (loaders.resource.load(execution.agentId) as Promise<Resource<'Agent'> | null>),
    }),
    agentName: t.string({
      nullable: true,
      description: 'The name that its agent had when it was started. It stays when the agent is deleted.',
      resolve: (execution) => execution.agentName,
    }),
    conversation: t.id({
      description: 'The conversation that it belongs to: start another run with it to go on.',
      resolve: (execution) => present(execution.conversation),
    }),
    screening: t.field({
      type: ScreeningRef,
      nullable: true,
      description: 'What was found in its input; null when it was not looked for.',
      resolve: (execution) => execution.screening,
    }),
  }),
});

export const ExecutionEdge = builder.edgeObject({ type: ExecutionRef, name: 'ExecutionEdge', nodeNullable: false });
export const ExecutionConnection = builder.connectionObject(
  { type: ExecutionRef, name: 'ExecutionConnection', edgesNullable: false },
  ExecutionEdge,
);
addJournalCursor(ExecutionConnection);

/** A page of an agent's runs. The first pages of many agents are one query. */
async function pageOfRuns(
  agentId: string,
  { first, after }: { first?: number | null | undefined; after?: string | null | undefined },
  { loaders, services, actor }: Context,
) {
  const cursorOf = (execution: Execution): string => encodeKey(execution.id);
  const count = (): Promise<number> => loaders.executionCountOf.load(agentId);
  if (after != null) {
    const page = await services.executions.list(actor, { agentId }, { first, after });
    return { ...toConnection(page, cursorOf), count };
  }
  const limit = Math.min(Math.max(first ?? 20, 0), 100);
  const found = await loaders.executionsOf.load({ agentId, limit: limit + 1 });
  const items = found.slice(0, limit);
  const page = { items, hasNextPage: found.length > limit, hasPreviousPage: false };
  return { ...toConnection(page, cursorOf), count };
}

builder.objectField(ExecutionConnection, 'totalCount', (t) =>
  t.int({ description: 'How many there are in all pages; counted only when it is asked for.', resolve: lengthOf }),
);

builder.objectField(AgentRef, 'executions', (t) =>
  t.field({
    type: ExecutionConnection,
    description: 'Its runs, newest first.',
    args: {
      first: t.arg.int({ defaultValue: 20, description: 'How many.' }),
      after: t.arg.string({ description: 'After this cursor; only for one agent at a time.' }),
    },
    complexity: (args) => pageCost(args),
    resolve: (agent, args, context, info) => watchable(context, info, () => pageOfRuns(agent.id, args, context)),
  }),
);
