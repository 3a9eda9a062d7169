import type { StepDecision } from '../src/modules/execution/index.ts';
import type { PolicySource } from '../src/modules/policy/index.ts';
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

export const PolicySourceEnum = builder.enumType('PolicySource', {
  description: 'What kind of thing decides on calls.',
  values: {
    POLICY: { description: 'A rule or a limit of a policy.' },
    PERMISSION: { description: 'What the roles of an agent permit, and what tools require of them.' },
    ALLOW_LIST: { description: 'The tools that an agent may call whatever its roles permit.' },
    GATE: { description: 'A person who was asked, or who did not answer in time.' },
  } satisfies Record<PolicySource, object>,
});

export const PolicyDecisionRef = builder.objectRef<StepDecision>('PolicyDecision').implement({
  description: 'What the policies said about a call, and why.',
  fields: (t) => ({
    effect: t.field({ type: PolicyEffect, description: 'What was decided.', resolve: (decision) => decision.effect }),
    source: t.field({
      type: PolicySourceEnum,
      nullable: true,
      description: 'What kind of thing decided; null when nothing objected.',
      resolve: (decision) => decision.source ?? null,
    }),
    policyId: t.exposeID('policyId', {
      nullable: true,
      description: 'The Policy, ToolPermission or other rule that decided; null when none objected.',
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
