import { ApprovalRef } from '../../schema/approval.ts';
import { claimDescription, targetFields, VersionClaimInput } from '../../schema/approval-input.ts';
import { builder } from '../../schema/builder.ts';
import { Decision } from '../../schema/decision.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import type { Approval, Verdict } from '../../src/modules/approval/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';

const codes = ['APPROVAL_NOT_FOUND', 'APPROVAL_CONFLICT', 'TOOL_INPUT_INVALID', 'INPUT_INVALID'] as const;

const DecideApprovalInput = builder.inputType('DecideApprovalInput', {
  description: 'A decision.',
  fields: (t) => ({
    ...targetFields(t),
    toolCall: t.id({ description: 'Instead of the approval: the tool call that waits for it.' }),
    decision: t.field({ type: Decision, required: true, description: 'What is decided.' }),
    comment: t.string({
      description: 'Why; an agent whose call is denied is told. With REQUEST_CHANGES: what is to be changed.',
    }),
    editedArguments: t.field({
      type: 'JSON',
      description: 'Make the call with these arguments instead; with EDIT or APPROVE.',
    }),
    decidedBy: t.string({
      description: 'Who decided, as the client knows them; kept beside the decision. It gives nobody any right.',
    }),
    expectedVersion: t.int({ description: 'The version that was looked at: a decision on an older one is refused.' }),
    versionClaim: t.field({ type: VersionClaimInput, description: claimDescription }),
    dryRun: t.boolean({ defaultValue: false, description: 'Only say what would become of it.' }),
  }),
});

const DecideApprovalResult = resultUnion<Approval>('DecideApprovalResult', {
  description: 'The approval as it is now, or why it could not be decided.',
  members: [ApprovalRef],
  codes,
  typeName: () => 'Approval',
});

builder.mutationField('decideApproval', (t) =>
  t.field({
    type: DecideApprovalResult,
    description: 'Decides an approval. Of several decisions the first counts; the others are told so.',
    authScopes: { action: 'approval:decide' },
    args: { input: t.arg({ type: DecideApprovalInput, required: true, description: 'The decision.' }) },
    resolve: (_root, { input }, { actor, services }) =>
      orFailure(codes, () => {
        const { comment = null } = input;
        const expectedVersion = input.versionClaim ?? input.expectedVersion ?? null;
        const editedArguments = objectOrNull(input.editedArguments);
        if (input.decision === 'EDIT' && editedArguments === null)
          throw new OrreryError('INPUT_INVALID', 'A decision to edit needs the edited arguments.');
        const decision: Verdict['decision'] = input.decision === 'EDIT' ? 'APPROVE' : input.decision;
        const onBehalfOf = input.decidedBy?.trim() || null;
        const verdict = { decision, comment, editedArguments, onBehalfOf, expectedVersion };
        return services.approvals.decide(actor, input, verdict, { dryRun: input.dryRun ?? false });
      }),
  }),
);

function objectOrNull(value: unknown): Record<string, unknown> | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new OrreryError('INPUT_INVALID', 'Edited arguments must be an object.');
}
