import { ApprovalCategoryEnum, ApprovalPhaseEnum } from '../../schema/approval.ts';
import { builder } from '../../schema/builder.ts';
import type { Context } from '../../schema/context.ts';
import { EventRef } from '../../schema/event.ts';
import { labelMap } from '../../schema/execution-input.ts';
import { LabelInput } from '../../schema/resource.ts';
import type { Approval } from '../../src/modules/approval/index.ts';
import { approvalSeenBy } from '../../src/modules/event/index.ts';
import { type Followed, follow } from './list-then-watch.ts';
import { afterDescription } from './watch.ts';

const types = ['approval.requested', 'approval.updated', 'approval.decided', 'approval.deleted'] as const;

const ApprovalSelector = builder.inputType('ApprovalSelector', {
  description: 'Which approvals; what is absent is not asked for.',
  fields: (t) => ({
    execution: t.id({ description: 'Those of this execution.' }),
    namespace: t.string({ description: 'Those in this namespace.' }),
    name: t.string({
      description: 'Those of this name. One that gets it is told as updated and new, one that loses it as deleted.',
    }),
    category: t.field({ type: ApprovalCategoryEnum, description: 'Those of this kind.' }),
    labels: t.field({
      type: [LabelInput],
      description:
        'Those that have all of these labels. One that gets them is told as updated and new, one that loses them as deleted.',
    }),
    phases: t.field({
      type: [ApprovalPhaseEnum],
      description: 'Changes to one of these phases; PENDING is the question itself. A deletion is told in any case.',
    }),
  }),
});

type Selector = typeof ApprovalSelector.$inferInput | null | undefined;

function followedOf({ services, actor }: Context, selector: Selector): Followed<Approval> {
  const { execution, namespace, name, category, labels, phases } = selector ?? {};
  const executionId = execution ?? undefined;
  const selection = {
    name: name ?? undefined,
    category: category ?? undefined,
    labels: labels ? labelMap(labels) : undefined,
    phases: phases ?? undefined,
  };
  return {
    filter: { executionId, types },
    namespaces: namespace == null ? undefined : [namespace],
    seen: (event) => approvalSeenBy(selection, event),
    list: (namespaceIds) => services.approvalLists.approvals(actor, { ...selection, executionId, namespaceIds }),
    listed: (item, position) => ({ kind: 'listedApproval', item, position }),
  };
}

builder.subscriptionField('approvalChanged', (t) =>
  t.field({
    type: EventRef,
    description: 'Questions to people and their answers, as they happen.',
    authScopes: { action: 'approval:read' },
    args: {
      filter: t.arg({ type: ApprovalSelector, description: 'Which ones.' }),
      after: t.arg({ type: 'Cursor', description: afterDescription }),
      initial: t.arg.boolean({
        required: true,
        defaultValue: false,
        description:
          'Begin with what is there: an ApprovalListed for each approval, by its id, then a Bookmark, then the changes since. Without effect when `after` is given.',
      }),
    },
    subscribe: (_root, { filter, after, initial }, context) =>
      follow(context, followedOf(context, filter), { after, initial }),
    resolve: (value) => value,
  }),
);
