import { lineOf, type OrreryEvent, subjectKindOf, summaryOf } from '../src/modules/event/index.ts';
import { AgentRef } from './agent.ts';
import { builder } from './builder.ts';
import { ExecutionRef } from './execution.ts';
import { NamespaceRef, PrincipalRef } from './identity.ts';
import type { Loaders } from './loaders.ts';
import { present } from './present.ts';

/** The GraphQL type of each event type. A new event type that is not here does not compile. */
export const eventTypeNames = {
  'resource.applied': 'ResourceApplied',
  'resource.deleted': 'ResourceDeleted',
  'resource.statusChanged': 'ResourceStatusChanged',
  'memory.written': 'MemoryWritten',
  'memory.deleted': 'MemoryDeleted',
  'execution.created': 'ExecutionCreated',
  'execution.queued': 'ExecutionQueued',
  'execution.started': 'ExecutionStarted',
  'execution.waiting': 'ExecutionWaiting',
  'execution.paused': 'ExecutionPaused',
  'execution.resumed': 'ExecutionResumed',
  'execution.finished': 'ExecutionFinished',
  'modelCall.started': 'ModelCallStarted',
  'modelCall.completed': 'ModelCallCompleted',
  'modelCall.failed': 'ModelCallFailed',
  'toolCall.requested': 'ToolCallRequested',
  'toolCall.started': 'ToolCallStarted',
  'toolCall.completed': 'ToolCallCompleted',
  'toolCall.failed': 'ToolCallFailed',
  'toolCall.cancelled': 'ToolCallCancelled',
  'node.started': 'NodeStarted',
  'node.completed': 'NodeCompleted',
  'node.failed': 'NodeFailed',
  'node.skipped': 'NodeSkipped',
  'approval.requested': 'ApprovalRequested',
  'approval.updated': 'ApprovalUpdated',
  'approval.decided': 'ApprovalDecided',
  'approval.deleted': 'ApprovalDeleted',
  'schedule.triggered': 'ScheduleTriggered',
  'schedule.skipped': 'ScheduleSkipped',
  'schedule.missed': 'ScheduleMissed',
  'schedule.pruned': 'SchedulePruned',
  'policy.decided': 'PolicyDecided',
} as const satisfies Record<OrreryEvent['type'], string>;

/** The event with this type. */
export type EventOf<Type extends OrreryEvent['type']> = Extract<OrreryEvent, { type: Type }>;

/** The GraphQL name of an event's type as an enum value: `execution.finished` is EXECUTION_FINISHED. */
function enumName(type: string): string {
  return type
    .replace('.', '_')
    .replace(/([A-Z])/g, '_$1')
    .toUpperCase();
}

export const EventTypeEnum = builder.enumType('EventType', {
  description: 'The kinds of events in the journal.',
  values: Object.fromEntries(
    Object.entries(eventTypeNames).map(([type, name]) => [
      enumName(type),
      { value: type, description: `Events of the type ${name}.` },
    ]),
  ) as Record<string, { value: OrreryEvent['type']; description: string }>,
});

/** The event's execution by name. Events say it themselves; those of early days do not. */
async function executionName(event: OrreryEvent, loaders: Loaders): Promise<string | null> {
  if (event.executionId === null || event.executionName !== null) return event.executionName;
  return (await loaders.execution.load(event.executionId))?.name ?? null;
}

async function namesOf(event: OrreryEvent, loaders: Loaders) {
  const namespace = present(await loaders.namespace.load(event.namespaceId)).name;
  return { namespace, execution: await executionName(event, loaders) };
}

/** What every event tells. */
export const JournalEvent = builder.interfaceRef<OrreryEvent>('JournalEvent').implement({
  description: 'Something that happened, as the journal keeps it.',
  resolveType: (event) => eventTypeNames[event.type],
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Its place in the journal: go on from here.',
      resolve: (event, _args, { services }) => services.events.cursor(event.position),
    }),
    type: t.field({ type: EventTypeEnum, description: 'What kind of event it is.', resolve: (event) => event.type }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    actor: t.field({
      type: PrincipalRef,
      nullable: true,
      description: 'Who caused it.',
      resolve: (event, _args, { loaders }) => (event.actorId === null ? null : loaders.principal.load(event.actorId)),
    }),
    namespace: t.field({
      type: NamespaceRef,
      description: 'Where it happened.',
      resolve: async (event, _args, { loaders }) => present(await loaders.namespace.load(event.namespaceId)),
    }),
    subjectId: t.exposeID('subjectId', { description: 'What it is about; use it with `node`.' }),
    uuid: t.id({
      description: 'Its own id: the same whenever it is read.',
      resolve: ({ position }, _args, { services }) => services.events.uuid(position),
    }),
    subjectKind: t.string({
      description:
        'What kind of thing it is about: the kind of a resource, or Execution, ModelCall, ToolCall, Approval.',
      resolve: (event) => event.subjectKind ?? subjectKindOf(event.type, event.payload),
    }),
    subjectName: t.exposeString('subjectName', {
      nullable: true,
      description: 'The name of that: of the resource, the execution, the model or the tool.',
    }),
    executionId: t.exposeID('executionId', {
      nullable: true,
      description: 'The execution that it belongs to, by its id.',
    }),
    executionName: t.string({
      nullable: true,
      description: 'The execution that it belongs to, by its name.',
      resolve: (event, _args, { loaders }) => executionName(event, loaders),
    }),
    node: t.string({
      nullable: true,
      description: "The node of the execution's graph at which it happened; null when it is about no step.",
      resolve: ({ payload }) => ('key' in payload ? payload.key.slice(0, payload.key.lastIndexOf('/')) : null),
    }),
    summary: t.string({
      description:
        'What happened, in one plain sentence of at most 700 characters. It quotes no text of models, tools or people.',
      resolve: async (event, _args, { loaders }) => summaryOf(event, await namesOf(event, loaders)),
    }),
    line: t.string({
      description: 'The same as a line of a log: when, in RFC 3339 with whole seconds, and the sentence.',
      resolve: async (event, _args, { loaders }) => lineOf(event, await namesOf(event, loaders)),
    }),
    execution: t.field({
      type: ExecutionRef,
      nullable: true,
      description: 'The execution that it belongs to.',
      resolve: (event, _args, { loaders }) =>
        event.executionId === null ? null : loaders.execution.load(event.executionId),
    }),
  }),
});

builder.objectField(AgentRef, 'events', (t) =>
  t.field({
    type: [JournalEvent],
    description: 'The newest events about it and its runs, oldest first.',
    args: { last: t.arg.int({ required: true, defaultValue: 200, description: 'How many, at most 500.' }) },
    complexity: ({ last }) => ({ field: 1, multiplier: Math.max(1, last) }),
    resolve: (agent, { last }, { loaders }) =>
      loaders.eventsOf.load({ agentId: agent.id, last: Math.min(Math.max(last, 0), 500) }),
  }),
);
