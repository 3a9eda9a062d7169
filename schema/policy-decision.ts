import type { StepDecision } from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';

export const PolicyEffect = builder.enumType('PolicyEffect', {
  description: 'What a policy decided.',
  values: {
    ALLOW: { description: 'The call may be made.' },
    DENY: { description: 'The call may not be made.' },
    REQUIRE_APPROVAL: { description: 'A person has to decide first.' },
    MODIFY: { description: 'The call may be made; parts of its result are redacted.' },
  },
});

export const PolicyDecisionRef = builder.objectRef<StepDecision>('PolicyDecision').implement({
  description: 'What the policies said about a call, and why.',
  fields: (t) => ({
    effect: t.field({ type: PolicyEffect, description: 'What was decided.', resolve: (decision) => decision.effect }),
    policyId: t.exposeID('policyId', {
      nullable: true,
      description: 'The policy that decided; null when none objected.',
    }),
    policyName: t.exposeString('policyName', { nullable: true, description: 'Its name.' }),
    policyVersion: t.exposeString('policyVersion', {
      nullable: true,
      description: 'The version of it that decided, for example v3.',
    }),
    rule: t.exposeString('rule', { nullable: true, description: 'The rule in it that decided.' }),
    reason: t.exposeString('reason', { description: 'Why, in one sentence.' }),
    fix: t.exposeString('fix', { nullable: true, description: 'What would have to change for another decision.' }),
  }),
});
