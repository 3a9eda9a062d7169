import { ApprovalRef } from '../../schema/approval.ts';
import {
  claimDescription,
  documentNamespaceDescription,
  executionRefDescription,
  expectedVersionDescription,
  placeOf,
  targetFields,
  VersionClaimInput,
} from '../../schema/approval-input.ts';
import { ApprovalReviewInput, reviewOf } from '../../schema/approval-review.ts';
import { builder } from '../../schema/builder.ts';
import { labelMap } from '../../schema/execution-input.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { LabelInput } from '../../schema/resource.ts';
import type { Approval, ApprovalPatch } from '../../src/modules/approval/index.ts';

const codes = ['APPROVAL_NOT_FOUND', 'APPROVAL_CONFLICT', 'NAME_TAKEN', 'INPUT_INVALID'] as const;

const UpdateApprovalInput = builder.inputType('UpdateApprovalInput', {
  description:
    'Which approval to change, and how. What is absent stays; null takes a text away where one may be missing.',
  fields: (t) => ({
    ...targetFields(t),
    expectedVersion: t.int({ description: expectedVersionDescription }),
    versionClaim: t.field({ type: VersionClaimInput, description: claimDescription }),
    documentNamespace: t.string({ description: documentNamespaceDescription }),
    executionRef: t.string({ description: executionRefDescription }),
    newName: t.string({ description: 'Another name, unique in the namespace.' }),
    summary: t.string({ description: 'What is asked, in one sentence.' }),
    tool: t.string({ description: 'The tool that is to be called.' }),
    arguments: t.field({ type: 'JSON', description: 'What it is to be called with.' }),
    agent: t.string({ description: 'The name of the agent that asks.' }),
    operationClass: t.string({ description: 'What the call does: read, write, delete or admin.' }),
    reason: t.string({ description: 'Why it is asked.' }),
    review: t.field({
      type: ApprovalReviewInput,
      description: 'What is looked at, in place of what was; of a review.',
    }),
    timeout: t.field({ type: 'Duration', description: 'How long there is to decide, counted from when it was asked.' }),
    labels: t.field({ type: [LabelInput], description: 'All its labels, in place of those it has.' }),
    annotations: t.field({ type: [LabelInput], description: 'All its annotations, in place of those it has.' }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: 'Only say what would become of it.' }),
  }),
});

const UpdateApprovalResult = resultUnion<Approval>('UpdateApprovalResult', {
  description: 'The approval as it is now, or why it was not changed.',
  members: [ApprovalRef],
  codes,
  typeName: () => 'Approval',
});

builder.mutationField('updateApproval', (t) =>
  t.field({
    type: UpdateApprovalResult,
    description:
      'Changes what is asked while nobody has decided, and its name, labels and annotations also after that; only where no run waits for the answer.',
    authScopes: { action: 'approval:request' },
    args: { input: t.arg({ type: UpdateApprovalInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, { actor, services }) =>
      orFailure(codes, () => {
        const { dryRun } = input;
        if (input.name != null) placeOf(input.namespace, input.documentNamespace);
        const expectedVersion = input.versionClaim ?? input.expectedVersion ?? null;
        return services.approvalRequests.update(actor, input, { patch: patchOf(input), expectedVersion, dryRun });
      }),
  }),
);

function patchOf(input: typeof UpdateApprovalInput.$inferInput): ApprovalPatch {
  const { newName, summary, tool, agent, operationClass, reason, timeout, labels, annotations } = input;
  return {
    name: newName ?? undefined,
    summary: summary ?? undefined,
    tool,
    arguments: input.arguments,
    agent,
    operationClass,
    reason,
    executionRef: input.executionRef,
    review: input.review ? reviewOf(input.review) : undefined,
    timeoutMs: timeout ?? undefined,
    labels: labels ? labelMap(labels) : undefined,
    annotations: annotations ? labelMap(annotations) : undefined,
  };
}
