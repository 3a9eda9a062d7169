import { ApprovalRef } from '../../schema/approval.ts';
import {
  claimDescription,
  expectedVersionDescription,
  targetFields,
  VersionClaimInput,
} from '../../schema/approval-input.ts';
import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import type { Approval } from '../../src/modules/approval/index.ts';

const codes = ['APPROVAL_NOT_FOUND', 'APPROVAL_CONFLICT', 'INPUT_INVALID'] as const;

const ApprovalDeletion = builder.objectRef<{ approval: Approval; dryRun: boolean }>('ApprovalDeletion').implement({
  description: 'The approval was deleted; in a dry run it could be.',
  fields: (t) => ({
    approval: t.expose('approval', { type: ApprovalRef, description: 'The approval as it was.' }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether nothing was changed.' }),
  }),
});

const DeleteApprovalInput = builder.inputType('DeleteApprovalInput', {
  description: 'Which approval to delete.',
  fields: (t) => ({
    ...targetFields(t),
    expectedVersion: t.int({ description: expectedVersionDescription }),
    versionClaim: t.field({ type: VersionClaimInput, description: claimDescription }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: 'Only say whether it could be.' }),
  }),
});

const DeleteApprovalResult = resultUnion<{ approval: Approval; dryRun: boolean }>('DeleteApprovalResult', {
  description: 'The approval as it was, or why it was not deleted.',
  members: [ApprovalDeletion],
  codes,
  typeName: () => 'ApprovalDeletion',
});

builder.mutationField('deleteApproval', (t) =>
  t.field({
    type: DeleteApprovalResult,
    description: 'Withdraws an approval that no run waits for. The audit trail keeps what became of it.',
    authScopes: { action: 'approval:request' },
    args: { input: t.arg({ type: DeleteApprovalInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const { dryRun } = input;
        const expectedVersion = input.versionClaim ?? input.expectedVersion ?? null;
        const approval = await services.approvalRequests.delete(actor, input, { expectedVersion, dryRun });
        loaders.approval.clear(approval.id);
        return { approval, dryRun };
      }),
  }),
);
