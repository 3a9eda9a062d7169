import { z } from 'zod';
import { ruleFaults } from '../../policy/index.ts';
import type { Fault } from './fault.ts';
import {
  anyObject,
  milliseconds,
  optionalText,
  someText,
  strictFields,
  textMap,
  wholeNumber,
  wordList,
} from './fields.ts';
import { defineKind } from './kind.ts';

/** What a rule can bring about. */
export const policyEffects = ['ALLOW', 'DENY', 'REQUIRE_APPROVAL', 'MODIFY'] as const;

/** What one condition of a rule compares with: a value, a comparison such as `>5`, or a list of which one must match. */
export const conditionValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())], {
  error: 'must be text, a number, true, false or a list of texts',
});

/** The conditions of a rule by their dotted keys; all must hold. */
export const conditions = z.record(z.string().min(1), conditionValue);

const approval = strictFields({
  approvers: wordList,
  timeoutMs: milliseconds.optional(),
  onTimeout: z.enum(['DENIED', 'APPROVED']).default('DENIED'),
});

const rule = strictFields({
  name: someText,
  when: conditions.default({}),
  expression: someText.max(4096).optional(),
  effect: z.enum(policyEffects),
  reason: optionalText,
  approval: approval.optional(),
  redact: wordList,
});

const limits = strictFields({
  maxTokensPerRun: wholeNumber.optional(),
  allowedModels: wordList,
  blockedTools: wordList,
  maxChildDepth: wholeNumber.optional(),
  maxChildTasks: wholeNumber.optional(),
});

const appliesTo = strictFields({ matchLabels: textMap, agents: wordList, systems: wordList, tasks: wordList });

const shape = strictFields({
  description: optionalText,
  applyMode: z.enum(['scoped', 'global']).default('scoped'),
  appliesTo: appliesTo.prefault({}),
  rules: z.array(rule).default([]),
  limits: limits.prefault({}),
  audit: anyObject.optional(),
  combining: z.enum(['deny_wins', 'first_match']).default('deny_wins'),
});

/** What agents may do: ordered rules, limits, and to whom they apply. Times are milliseconds. */
export type PolicySpec = z.infer<typeof shape>;

/** One rule: when it holds, its effect is the policy's answer. */
export type PolicyRule = z.infer<typeof rule>;

export const policy = defineKind<PolicySpec>({
  kind: 'Policy',
  description: 'Rules about what agents may do.',
  plural: 'policies',
  aliases: ['policy', 'policies', 'agentpolicy', 'agentpolicies'],
  shape,
  rules: ({ rules }) => [...nameFaults(rules), ...unusable(rules)],
  references: () => [],
});

// A decision names its rule, so two rules of one policy may not share a name.
function nameFaults(rules: readonly PolicyRule[]): Fault[] {
  return rules.flatMap(({ name }, index) =>
    rules.findIndex((other) => other.name === name) === index
      ? []
      : [{ path: ['rules', index, 'name'], problem: `repeats the name ${name}` }],
  );
}

// A policy that cannot be used could let nothing through, so it is not taken in the first place.
function unusable(rules: readonly PolicyRule[]): Fault[] {
  return ruleFaults(rules).map(({ index, fault }) => ({
    path: ['rules', index],
    problem: `cannot be used: ${fault}`,
  }));
}
