import { ApprovalPhaseEnum } from '../../schema/approval.ts';
import { builder } from '../../schema/builder.ts';
import { EventFilterInput, EventRef } from '../../schema/event.ts';
import type { OrreryEvent } from '../../src/modules/event/index.ts';
import { type ErrorCode, OrreryError } from '../../src/platform/errors.ts';
import { executionIdOf } from '../execution/which-execution.ts';
import { eventFilter } from './event-filter.ts';
import { afterDescription, watch } from './watch.ts';

builder.subscriptionField('events', (t) =>
  t.field({
    type: EventRef,
    description: 'Events as they happen.',
    authScopes: { action: 'event:read' },
    args: {
      filter: t.arg({ type: EventFilterInput, description: 'Which ones.' }),
      after: t.arg({ type: 'Cursor', description: afterDescription }),
      initial: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'Begin with every event that is still kept. Without effect when `after` is given.',
      }),
    },
    subscribe: async (_root, { filter, after, initial }, context) => {
      const { services, actor } = context;
      const from = after == null && initial ? await services.events.beginning(actor) : after;
      return watch(context, await eventFilter(services, actor, filter), { after: from });
    },
    resolve: (value) => value,
  }),
);

builder.subscriptionField('executionEvents', (t) =>
  t.field({
    type: EventRef,
    description: 'The events of one execution. The stream ends after the event that finishes it.',
    authScopes: { action: 'event:read' },
    extensions: { failures: ['EXECUTION_NOT_FOUND'] satisfies ErrorCode[] },
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
      const seen = (event: OrreryEvent): OrreryEvent | undefined =>
        selector?.phases == null ||
        event.type === 'approval.deleted' ||
        selector.phases.includes(phaseOf(event) as never)
          ? event
          : undefined;
      const types = ['approval.requested', 'approval.updated', 'approval.decided', 'approval.deleted'] as const;
      return watch(context, { ...filter, types }, { after, seen });
    },
    resolve: (value) => value,
  }),
);
