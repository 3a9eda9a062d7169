import type { ModelStep, ToolStep } from '../src/modules/execution/index.ts';
import { renderManifest } from '../src/modules/resource/index.ts';
import { ApprovalRef } from './approval.ts';
import { builder } from './builder.ts';
import { type EventOf, eventTypeNames, JournalEvent } from './event-base.ts';
import { ExecutionPhaseEnum } from './execution.ts';
import { MemoryDeletionReason, MemoryItemRef } from './memory-item.ts';
import { PolicyDecisionRef } from './policy-decision.ts';
import { present } from './present.ts';
import { Label, ResourceRef } from './resource.ts';
import { eventManifestArgs } from './resource-relations.ts';
import { SideEffect } from './side-effect.ts';
import { ModelCallRef, ToolCallRef } from './step.ts';
import { entriesOf } from './text-entry.ts';
import { Money } from './usage.ts';

function define<Type extends keyof typeof eventTypeNames>(type: Type, description: string) {
  const ref = builder.objectRef<EventOf<Type>>(eventTypeNames[type]);
  ref.implement({ description, interfaces: [JournalEvent] });
  return ref;
}

export const resourceApplied = define('resource.applied', 'A resource was made or changed.');
export const resourceDeleted = define('resource.deleted', 'A resource was deleted.');
export const resourceStatusChanged = define('resource.statusChanged', 'The conditions of a resource changed.');
export const memoryWritten = define('memory.written', 'An item of a memory was written.');
export const memoryDeleted = define('memory.deleted', 'An item of a memory was deleted, or forgotten by itself.');
export const executionCreated = define('execution.created', 'An execution was written and waits for a worker.');
export const executionQueued = define('execution.queued', 'An execution that was held back may be run now.');
export const executionStarted = define('execution.started', 'A worker took the execution.');
export const executionWaiting = define('execution.waiting', 'The execution waits for a person, or for a time.');
export const executionPaused = define('execution.paused', 'Somebody paused the execution.');
export const executionResumed = define('execution.resumed', 'The execution may go on.');
export const executionFinished = define('execution.finished', 'The execution came to its end.');
export const modelCallStarted = define('modelCall.started', 'A model is asked.');
export const modelCallCompleted = define('modelCall.completed', 'A model answered.');
export const modelCallFailed = define('modelCall.failed', 'An attempt to ask a model failed.');
export const toolCallRequested = define('toolCall.requested', 'An agent wants a tool called.');
export const toolCallStarted = define('toolCall.started', 'A tool is called.');
export const toolCallCompleted = define('toolCall.completed', 'A tool gave its result.');
export const toolCallFailed = define('toolCall.failed', 'A call of a tool failed or was refused.');
export const toolCallCancelled = define('toolCall.cancelled', 'The execution ended before the call of a tool did.');
export const nodeStarted = define('node.started', 'A node of a graph begins an attempt at its work.');
export const nodeCompleted = define('node.completed', 'A node of a graph gave its output.');
export const nodeFailed = define('node.failed', 'An attempt of a node of a graph failed.');
export const nodeSkipped = define('node.skipped', 'No way to a node of a graph is open any more.');
export const approvalRequested = define('approval.requested', 'A person is asked.');
export const approvalUpdated = define('approval.updated', 'What is asked of a person was changed.');
export const approvalDecided = define('approval.decided', 'An approval was decided, or expired, or was cancelled.');
export const approvalDeleted = define('approval.deleted', 'An approval that no run waited for was deleted.');
export const policyDecided = define(
  'policy.decided',
  'A policy denied a call, asked for a person, or changed the call.',
);
export const scheduleTriggered = define('schedule.triggered', 'A schedule has fired.');
export const scheduleSkipped = define('schedule.skipped', 'A schedule has left a firing out.');
export const scheduleMissed = define('schedule.missed', 'A schedule has missed a firing by more than its deadline.');
export const schedulePruned = define('schedule.pruned', 'Old tasks that a schedule had made were deleted.');

for (const ref of [resourceApplied, resourceDeleted, resourceStatusChanged] as (typeof resourceApplied)[]) {
  builder.objectFields(ref, (t) => ({
    kind: t.string({ description: 'The kind of the resource.', resolve: (event) => event.payload.kind }),
    name: t.string({ description: 'The name of the resource.', resolve: (event) => event.payload.name }),
    resourceVersion: t.string({
      description: 'Its version after the change; of a deleted resource, the last one.',
      resolve: (event) => String(event.payload.resourceVersion),
    }),
    labels: t.field({
      type: [Label],
      description: 'Its labels after the change; of a deleted resource, the last ones.',
      resolve: (event) => entriesOf(event.payload.labels),
    }),
    resource: t.field({
      type: ResourceRef,
      nullable: true,
      description: 'The resource as it is now; null when it is gone.',
      resolve: (event, _args, { loaders }) => loaders.resource.load(event.subjectId),
    }),
    manifest: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'The whole object as the event left it, of a deleted one as it was last, as a manifest of an API version: the same now and whenever the event is read again. Secret values are shown as `***`. Null when that state is not kept any more.',
      args: eventManifestArgs,
      resolve: async (event, { apiVersion, withCursor }, { loaders, services }) => {
        const { subjectId: id, position, payload } = event;
        const resource = await loaders.resourceAt.load({ id, resourceVersion: payload.resourceVersion });
        const cursor = withCursor ? services.events.cursor(position) : undefined;
        return resource && renderManifest(resource, apiVersion, cursor);
      },
    }),
  }));
}

builder.objectField(resourceDeleted, 'isStillThere', (t) =>
  t.boolean({
    description:
      'Only for who watches resources by name or labels: it is not deleted, it lost that name or one of those labels.',
    resolve: ({ payload }) => payload.isStillThere === true,
  }),
);

builder.objectFields(resourceApplied, (t) => ({
  generation: t.int({ description: 'Its generation after the change.', resolve: (event) => event.payload.generation }),
  created: t.boolean({
    description: 'Whether it was new; to who watches resources by name or labels, whether it got those only now.',
    resolve: (event) => event.payload.created,
  }),
  renamedFrom: t.string({
    nullable: true,
    description: 'The name that it had until now; null when it keeps its name.',
    resolve: (event) => event.payload.renamedFrom ?? null,
  }),
}));

builder.objectField(resourceStatusChanged, 'ready', (t) =>
  t.boolean({
    description: 'Whether everything that it needs is there now.',
    resolve: (event) => event.payload.ready,
  }),
);

for (const ref of [memoryWritten, memoryDeleted] as (typeof memoryWritten)[]) {
  builder.objectFields(ref, (t) => ({
    name: t.string({ description: 'The name of the memory.', resolve: (event) => event.payload.name }),
    key: t.string({ description: 'The key of the item.', resolve: (event) => event.payload.key }),
  }));
}

builder.objectFields(memoryWritten, (t) => ({
  created: t.boolean({ description: 'Whether the item is new.', resolve: (event) => event.payload.created }),
  item: t.field({
    type: MemoryItemRef,
    nullable: true,
    description: 'The item as it is now; null when it is gone.',
    resolve: (event, _args, { loaders }) => loaders.memoryItem.load(event.payload.itemId),
  }),
}));

builder.objectField(memoryDeleted, 'reason', (t) =>
  t.field({
    type: MemoryDeletionReason,
    description: 'Why it is gone.',
    resolve: (event) => event.payload.reason,
  }),
);

builder.objectField(executionCreated, 'name', (t) =>
  t.string({ description: 'The name of the execution.', resolve: (event) => event.payload.name }),
);
builder.objectField(executionStarted, 'turn', (t) =>
  t.int({ description: 'Which stretch of work begins.', resolve: (event) => event.payload.turn }),
);
builder.objectField(executionQueued, 'turn', (t) =>
  t.int({ description: 'Which stretch of work follows.', resolve: (event) => event.payload.turn }),
);
builder.objectField(executionResumed, 'turn', (t) =>
  t.int({ description: 'Which stretch of work follows.', resolve: (event) => event.payload.turn }),
);
builder.objectField(executionPaused, 'reason', (t) =>
  t.string({ nullable: true, description: 'Why.', resolve: (event) => event.payload.reason }),
);

builder.objectFields(executionWaiting, (t) => ({
  reason: t.string({ description: 'What it waits for.', resolve: (event) => event.payload.reason }),
  wakeAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When it goes on by itself; null when it waits for a person.',
    resolve: ({ payload }) => (payload.wakeAt == null ? null : new Date(payload.wakeAt)),
  }),
  approvals: t.field({
    type: [ApprovalRef],
    description: 'The approvals that it waits for.',
    resolve: async (event, _args, { loaders }) =>
      (await Promise.all(event.payload.approvalIds.map((id) => loaders.approval.load(id)))).map(present),
  }),
}));

builder.objectFields(executionFinished, (t) => ({
  phase: t.field({
    type: ExecutionPhaseEnum,
    description: 'How it ended.',
    resolve: (event) => event.payload.phase as never,
  }),
  reason: t.string({
    nullable: true,
    description: 'Why, when it did not succeed.',
    resolve: (event) => event.payload.reason,
  }),
}));

for (const ref of [modelCallStarted, modelCallCompleted, modelCallFailed] as (typeof modelCallStarted)[]) {
  builder.objectFields(ref, (t) => ({
    key: t.string({ description: "The step's place in the execution.", resolve: (event) => event.payload.key }),
    attempt: t.int({ description: 'Which attempt.', resolve: (event) => event.payload.attempt }),
    modelCall: t.field({
      type: ModelCallRef,
      description: 'The step.',
      resolve: async (event, _args, { loaders }) => present(await loaders.step.load(event.subjectId)) as ModelStep,
    }),
  }));
}

for (const ref of [modelCallStarted, modelCallCompleted] as (typeof modelCallStarted)[]) {
  builder.objectFields(ref, (t) => ({
    provider: t.string({ description: 'The provider.', resolve: (event) => event.payload.provider }),
    model: t.string({ description: 'The model.', resolve: (event) => event.payload.model }),
  }));
}

builder.objectFields(modelCallCompleted, (t) => ({
  inputTokens: t.int({
    description: 'Tokens that the model was given.',
    resolve: (event) => event.payload.inputTokens,
  }),
  outputTokens: t.int({ description: 'Tokens that it gave.', resolve: (event) => event.payload.outputTokens }),
  cost: t.field({
    type: Money,
    description: 'What the call cost.',
    resolve: ({ payload }) => ({ amount: payload.cost, currency: payload.currency }),
  }),
  latencyMs: t.int({ description: 'How long it took, in milliseconds.', resolve: (event) => event.payload.latencyMs }),
}));

for (const ref of [
  toolCallRequested,
  toolCallStarted,
  toolCallCompleted,
  toolCallFailed,
  toolCallCancelled,
] as (typeof toolCallRequested)[]) {
  builder.objectFields(ref, (t) => ({
    key: t.string({ description: "The step's place in the execution.", resolve: (event) => event.payload.key }),
    tool: t.string({ description: 'The tool.', resolve: (event) => event.payload.tool }),
    toolCall: t.field({
      type: ToolCallRef,
      description: 'The step.',
      resolve: async (event, _args, { loaders }) => present(await loaders.step.load(event.subjectId)) as ToolStep,
    }),
  }));
}

builder.objectField(toolCallRequested, 'sideEffect', (t) =>
  t.field({
    type: SideEffect,
    description: 'What the call changes in the world.',
    resolve: (event) => event.payload.sideEffect as never,
  }),
);
builder.objectFields(toolCallCompleted, (t) => ({
  attempt: t.int({ description: 'Which attempt.', resolve: (event) => event.payload.attempt }),
  isError: t.boolean({
    description: 'Whether the tool said that it failed.',
    resolve: (event) => event.payload.isError,
  }),
  latencyMs: t.int({ description: 'How long it took, in milliseconds.', resolve: (event) => event.payload.latencyMs }),
}));

for (const ref of [modelCallFailed, toolCallFailed] as (typeof modelCallFailed)[]) {
  builder.objectFields(ref, (t) => ({
    code: t.string({ description: 'One of the failure codes.', resolve: (event) => event.payload.code }),
    message: t.string({ description: 'What went wrong.', resolve: (event) => event.payload.message }),
    retryInMs: t.int({
      nullable: true,
      description: 'When it is tried again, in milliseconds; null when it is not.',
      resolve: (event) => event.payload.retryInMs,
    }),
  }));
}
builder.objectField(toolCallFailed, 'attempt', (t) =>
  t.int({ description: 'Which attempt.', resolve: (event) => event.payload.attempt }),
);

builder.objectField(policyDecided, 'decision', (t) =>
  t.field({
    type: PolicyDecisionRef,
    description: 'The decision.',
    resolve: (event) => ({ ...event.payload, effect: event.payload.effect as never, fix: null }),
  }),
);
