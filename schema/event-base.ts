import type { OrreryEvent } from '../src/modules/event/index.ts';
import { builder } from './builder.ts';
import { ExecutionRef } from './execution.ts';
import { NamespaceRef, PrincipalRef } from './identity.ts';
import { present } from './present.ts';

/** The GraphQL type of each event type. A new event type that is not here does not compile. */
export const eventTypeNames = {
  'resource.applied': 'ResourceApplied',
  'resource.deleted': 'ResourceDeleted',
  'resource.statusChanged': 'ResourceStatusChanged',
  'execution.created': 'ExecutionCreated',
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
  'approval.requested': 'ApprovalRequested',
  'approval.updated': 'ApprovalUpdated',
  'approval.decided': 'ApprovalDecided',
  'approval.deleted': 'ApprovalDeleted',
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
    execution: t.field({
      type: ExecutionRef,
      nullable: true,
      description: 'The execution that it belongs to.',
      resolve: (event, _args, { loaders }) =>
        event.executionId === null ? null : loaders.execution.load(event.executionId),
    }),
  }),
});
