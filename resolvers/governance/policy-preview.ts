import { builder } from '../../schema/builder.ts';
import { PolicyPreviewRef } from '../../schema/decided-call.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import type { PolicyPreview } from '../../src/modules/governance/index.ts';

const codes = ['MANIFESTS_INVALID', 'INPUT_INVALID'] as const;

const PolicyPreviewInput = builder.inputType('PolicyPreviewInput', {
  description: 'A draft, and the calls to try it on.',
  fields: (t) => ({
    manifests: t.string({
      required: true,
      description:
        'Policies, agent roles and tool permissions, JSON or YAML. Each takes the place of what is written down under its name; what has another name stays.',
    }),
    namespace: t.string({ description: 'The namespace of documents that name none; `default` when absent.' }),
    since: t.field({ type: 'DateTime', description: 'From when on calls are looked at; a day ago when absent.' }),
    first: t.int({ defaultValue: 200, description: 'How many calls are looked at, the newest first: 1 to 1,000.' }),
  }),
});

const Result = resultUnion<PolicyPreview>('PolicyPreviewResult', {
  description: 'What the draft would change, or why it cannot be tried.',
  members: [PolicyPreviewRef],
  codes,
  typeName: () => 'PolicyPreview',
});

builder.queryField('policyPreview', (t) =>
  t.field({
    type: Result,
    description:
      'Decides again on recent calls with a draft in place of what is written down under its name, and lists what would change. Nothing is written.',
    authScopes: { action: 'resource:write' },
    args: { input: t.arg({ type: PolicyPreviewInput, required: true, description: 'The draft.' }) },
    complexity: { field: 50, multiplier: 10 },
    resolve: (_root, { input }, { actor, services }) =>
      orFailure(codes, () => services.governance.preview(actor, { ...input, first: input.first ?? 200 })),
  }),
);
