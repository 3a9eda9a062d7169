import { ApprovalPhaseEnum } from '../../schema/approval.ts';
import { builder } from '../../schema/builder.ts';
import type { Context } from '../../schema/context.ts';
import { EventFilterInput, EventRef, type StreamValue, streamValue } from '../../schema/event.ts';
import { ResourceKindEnum } from '../../schema/resource.ts';
import type { EventFilter, OrreryEvent } from '../../src/modules/event/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';
import { executionIdOf } from '../execution/which-execution.ts';
import { eventFilter } from './event-filter.ts';

const afterDescription = 'Go on after this cursor; from now on when absent.';

async function* watch(
  { services, actor, signal }: Context,
  filter: EventFilter,
  options: {
    after: string | null | undefined;
    wanted?: (event: OrreryEvent) => boolean;
    until?: (event: OrreryEvent) => boolean;
  },
): AsyncGenerator<StreamValue> {
  for await (const item of services.events.stream(actor, filter, { after: options.after, signal })) {
    if (item.kind === 'event' && options.wanted && !options.wanted(item.event)) continue;
    yield streamValue(item);
    if (item.kind === 'event' && options.until?.(item.event)) return;
  }
}

builder.subscriptionField('events', (t) =>
  t.field({
    type: EventRef,
    description: 'Events as they happen.',
    authScopes: { action: 'event:read' },
    args: {
      filter: t.arg({ type: EventFilterInput, description: 'Which ones.' }),
      after: t.arg({ type: 'Cursor', description: afterDescription }),
    },
    subscribe: async (_root, { filter, after }, context) =>
      watch(context, await eventFilter(context.services, context.actor, filter), { after }),
    resolve: (value) => value,
  }),
);

builder.subscriptionField('executionEvents', (t) =>
  t.field({
    type: EventRef,
    description: 'The events of one execution. The stream ends after the event that finishes it.',
    authScopes: { action: 'event:read' },
    args: {
      id: t.arg.id({ description: 'The execution, by its id; this or its name.' }),
      namespace: t.arg.string({ defaultValue: 'default', description: 'Its namespace, when it is looked up by name.' }),
      name: t.arg.string({ description: 'Its name.' }),
      after: t.arg({
        type: 'Cursor',
        description: `${afterDescription} The empty cursor \`""\` starts at the execution's beginning.`,
      }),
    },
    subscribe: async (_root, { after, ...which }, context) => {
      const id = await executionIdOf(context, which);
      if (!(await context.loaders.execution.load(id)))
        throw new OrreryError('EXECUTION_NOT_FOUND', `There is no execution ${id}.`);
      const from = after === '' ? context.services.events.origin() : after;
      return watch(
        context,
        { executionId: id },
        { after: from, until: (event) => event.type === 'execution.finished' },
      );
    },
    resolve: (value) => value,
  }),
);

const ResourceSelector = builder.inputType('ResourceSelector', {
  description: 'Which resources; what is absent is not asked for.',
  fields: (t) => ({
    kind: t.field({ type: ResourceKindEnum, description: 'Those of this kind.' }),
    namespace: t.string({ description: 'Those in this namespace.' }),
    name: t.string({ description: 'Those of this name.' }),
  }),
});

builder.subscriptionField('resourceChanged', (t) =>
  t.field({
    type: EventRef,
    description: 'Changes of resources as they happen.',
    authScopes: { action: 'event:read' },
    args: {
      selector: t.arg({ type: ResourceSelector, description: 'Which ones.' }),
      after: t.arg({ type: 'Cursor', description: afterDescription }),
    },
    subscribe: async (_root, { selector, after }, context) => {
      const filter = await eventFilter(context.services, context.actor, { namespace: selector?.namespace });
      const types = ['resource.applied', 'resource.deleted', 'resource.statusChanged'] as const;
      const wanted = (event: OrreryEvent): boolean =>
        'kind' in event.payload &&
        (selector?.kind == null || event.payload.kind === selector.kind) &&
        (selector?.name == null || event.payload.name === selector.name);
      return watch(context, { ...filter, types }, { after, wanted });
    },
    resolve: (value) => value,
  }),
);

const ApprovalSelector = builder.inputType('ApprovalSelector', {
  description: 'Which approvals; what is absent is not asked for.',
  fields: (t) => ({
    execution: t.id({ description: 'Those of this execution.' }),
    namespace: t.string({ description: 'Those in this namespace.' }),
    phases: t.field({
      type: [ApprovalPhaseEnum],
      description: 'Changes to one of these phases; PENDING is the question itself. A deletion is told in any case.',
    }),
  }),
});

builder.subscriptionField('approvalChanged', (t) =>
  t.field({
    type: EventRef,
    description: 'Questions to people and their answers, as they happen.',
    authScopes: { action: 'approval:read' },
    args: {
      filter: t.arg({ type: ApprovalSelector, description: 'Which ones.' }),
      after: t.arg({ type: 'Cursor', description: afterDescription }),
    },
    subscribe: async (_root, { filter: selector, after }, context) => {
      const filter = await eventFilter(context.services, context.actor, {
        namespace: selector?.namespace,
        execution: selector?.execution,
      });
      const phaseOf = (event: OrreryEvent): string =>
        event.type === 'approval.decided' ? event.payload.phase : 'PENDING';
      const wanted = (event: OrreryEvent): boolean =>
        selector?.phases == null ||
        event.type === 'approval.deleted' ||
        selector.phases.includes(phaseOf(event) as never);
      const types = ['approval.requested', 'approval.updated', 'approval.decided', 'approval.deleted'] as const;
      return watch(context, { ...filter, types }, { after, wanted });
    },
    resolve: (value) => value,
  }),
);
