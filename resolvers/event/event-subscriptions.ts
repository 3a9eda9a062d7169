import { ApprovalPhaseEnum } from '../../schema/approval.ts';
import { builder } from '../../schema/builder.ts';
import { EventFilterInput, EventRef } from '../../schema/event.ts';
import type { OrreryEvent } from '../../src/modules/event/index.ts';
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
      return watch(context, await eventFilter(services, actor, filter), {
        after: from,
        namespaces: namesOf(filter?.namespace),
      });
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
      const filter = { executionId: selector?.execution ?? undefined };
      const phaseOf = (event: OrreryEvent): string =>
        event.type === 'approval.decided' ? event.payload.phase : 'PENDING';
      const seen = (event: OrreryEvent): OrreryEvent | undefined =>
        selector?.phases == null ||
        event.type === 'approval.deleted' ||
        selector.phases.includes(phaseOf(event) as never)
          ? event
          : undefined;
      const types = ['approval.requested', 'approval.updated', 'approval.decided', 'approval.deleted'] as const;
      return watch(context, { ...filter, types }, { after, seen, namespaces: namesOf(selector?.namespace) });
    },
    resolve: (value) => value,
  }),
);

function namesOf(namespace: string | null | undefined): string[] | undefined {
  return namespace == null ? undefined : [namespace];
}
