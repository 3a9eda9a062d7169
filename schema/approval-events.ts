import { ApprovalCategoryEnum, ApprovalPhaseEnum, ApprovalRef } from './approval.ts';
import { builder } from './builder.ts';
import { approvalDecided, approvalDeleted, approvalRequested, approvalUpdated } from './event-types.ts';
import { Label } from './resource.ts';
import { entriesOf } from './text-entry.ts';

// What the events of approvals say besides what every event says.

for (const ref of [approvalRequested, approvalUpdated, approvalDecided] as (typeof approvalRequested)[]) {
  builder.objectField(ref, 'approval', (t) =>
    t.field({
      type: ApprovalRef,
      nullable: true,
      description: 'The approval as it is now; null when it was deleted.',
      resolve: (event, _args, { loaders }) => loaders.approval.load(event.subjectId),
    }),
  );
}

for (const ref of [
  approvalRequested,
  approvalUpdated,
  approvalDecided,
  approvalDeleted,
] as (typeof approvalRequested)[]) {
  builder.objectFields(ref, (t) => ({
    category: t.field({
      type: ApprovalCategoryEnum,
      description: 'What kind of thing is asked. Events of early days, which do not say it, are of tool calls.',
      resolve: ({ payload }) => (payload.category ?? 'TOOL_CALL') as never,
    }),
    approvalName: t.string({
      nullable: true,
      description:
        'The name of the approval; when it is gone, the one that it had then, or null where the event does not say it.',
      resolve: async ({ subjectId, payload }, _args, { loaders }) =>
        (await loaders.approval.load(subjectId))?.name ?? payload.name ?? null,
    }),
  }));
}

builder.objectFields(approvalUpdated, (t) => ({
  version: t.int({ description: 'Its version after the change.', resolve: (event) => event.payload.version }),
  created: t.boolean({
    description:
      'Only for who watches approvals by name or labels: whether it got those only now. It is no new question otherwise.',
    resolve: ({ payload }) => payload.created === true,
  }),
}));

builder.objectFields(approvalDeleted, (t) => ({
  name: t.string({ description: 'The name that it had.', resolve: (event) => event.payload.name }),
  labels: t.field({
    type: [Label],
    description: 'The labels that it had.',
    resolve: ({ payload }) => entriesOf(payload.labels ?? {}),
  }),
  isStillThere: t.boolean({
    description:
      'Only for who watches approvals by name or labels: it is not deleted, it lost that name or one of those labels.',
    resolve: ({ payload }) => payload.isStillThere === true,
  }),
}));

builder.objectField(approvalRequested, 'question', (t) =>
  t.string({ description: 'What is asked, in one sentence.', resolve: (event) => event.payload.summary }),
);

builder.objectFields(approvalDecided, (t) => ({
  phase: t.field({
    type: ApprovalPhaseEnum,
    description: 'What was decided.',
    resolve: (event) => event.payload.phase as never,
  }),
  comment: t.string({
    nullable: true,
    description: 'What was said about it.',
    resolve: (event) => event.payload.comment,
  }),
}));
