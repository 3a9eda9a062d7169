import { ApprovalRef } from '../../schema/approval.ts';
import { targetFields } from '../../schema/approval-input.ts';
import { builder } from '../../schema/builder.ts';
import { Decision } from '../../schema/decision.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import type { Approval } from '../../src/modules/approval/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';

const codes = ['APPROVAL_NOT_FOUND', 'APPROVAL_CONFLICT', 'INPUT_INVALID', 'BUDGET_EXCEEDED'] as const;

const OverrideApprovalInput = builder.inputType('OverrideApprovalInput', {
  description: 'Which decision to override, and why.',
  fields: (t) => ({
    ...targetFields(t),
    decision: t.field({ type: Decision, required: true, description: 'APPROVE: an override only ever lets through.' }),
    grantedBy: t.string({
      required: true,
      description: 'Who granted it, for the audit trail. It gives nobody any right.',
    }),
    reason: t.string({ required: true, description: 'Why it could not wait.' }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: 'Only say what would become of it.' }),
  }),
});

const OverrideApprovalResult = resultUnion<Approval>('OverrideApprovalResult', {
  description: 'The approval as it is now, or why it was not overridden.',
  members: [ApprovalRef],
  codes,
  typeName: () => 'Approval',
});

builder.mutationField('overrideApproval', (t) =>
  t.field({
    type: OverrideApprovalResult,
    description:
      'Break-glass: lets one call through that is pending, or was denied or expired in the last 24 hours. Once per approval, by an admin in person, never with an API key. Where the run has gone on without the call, `continuedBy` is the fork that makes it.',
    authScopes: { action: 'approval:override' },
    args: { input: t.arg({ type: OverrideApprovalInput, required: true, description: 'What to override.' }) },
    resolve: (_root, { input }, { actor, services }) =>
      orFailure(codes, () => {
        const { decision, grantedBy, reason, dryRun } = input;
        if (decision !== 'APPROVE')
          throw new OrreryError('INPUT_INVALID', 'An override only lets through; deny with decideApproval.');
        return services.approvalOverrides.override(actor, input, { override: { grantedBy, reason }, dryRun });
      }),
  }),
);
