import { z } from 'zod';
import {
  conditions,
  inAnyCase,
  type JsonObject,
  type JsonSchema,
  narrowed,
  openFields,
  optionalText,
  type PolicyRule,
  readings,
  someText,
  wordList,
} from '../../kinds/index.ts';
import { someIn, someOf } from '../spoke.ts';

const minuteMs = 60_000;
const effectWord = inAnyCase(['deny', 'allow', 'modify', 'redact']);

const approvalKind = z
  .preprocess((value) => (value === true ? 'human' : value), z.literal('human').default('human'))
  .register(readings, { reads: () => ({ enum: ['human', true] }) });

const onTimeout = z
  .preprocess((value) => (typeof value === 'string' ? timeoutWord(value) : value), z.enum(['deny', 'approve']))
  .register(readings, { reads: () => inAnyCase(['deny', 'approve', 'denied', 'allow', 'approved']) })
  .optional();

const approvalRouting = openFields({
  approvers: wordList,
  timeoutMinutes: z.number().min(0).max(5_256_000).optional(),
  onTimeout,
});

const action = z
  .preprocess(
    (value) => (typeof value === 'string' ? { [value.trim().toLowerCase()]: true } : value),
    openFields({
      deny: z.boolean().optional(),
      allow: z.boolean().optional(),
      modify: z.union([z.literal('redact'), z.boolean()], { error: 'must be redact' }).optional(),
      redact: z
        .union([z.boolean(), z.array(z.string())], { error: 'must be true, false or a list of texts' })
        .optional(),
      redactionRules: wordList,
      reason: optionalText,
    }),
  )
  .register(readings, { reads: (own) => ({ anyOf: [{ type: 'string', not: inAnyCase(['reason']) }, own] }) });

const outcomeFields = {
  require: openFields({ approval: approvalKind, approvalRouting: approvalRouting.optional() }).optional(),
  action: action.optional(),
};

const someWord = { type: 'array', contains: { type: 'string', pattern: '\\S' } };
/** An action that says what is to be done. */
const effective: JsonSchema = {
  anyOf: [
    effectWord,
    having({ deny: { const: true } }),
    having({ allow: { const: true } }),
    having({ modify: { enum: ['redact', true] } }),
    having({ redact: { anyOf: [{ const: true }, { type: 'array' }] } }),
    having({ redactionRules: someWord }),
  ],
};

const outcome = z.object(outcomeFields);

type Outcome = z.infer<typeof outcome>;

/** One rule of the API. It brings about an approval, an action, or both. */
export const jochRule = narrowed(
  openFields({
    name: someText,
    when: conditions.default({}),
    expression: optionalText,
    ...outcomeFields,
  }).refine((rule) => effectOf(rule) !== undefined, {
    error: 'must have a require, or an action that is deny, allow or modify',
  }),
  (own) => ({ ...own, anyOf: [having({ require: { type: 'object' } }), having({ action: effective })] }),
);

type JochRule = z.infer<typeof jochRule>;

export function ruleToHub({ name, when, expression, ...given }: JochRule): object {
  return {
    name,
    when,
    expression,
    effect: effectOf(given),
    reason: given.action?.reason,
    approval: approvalToHub(given.require),
    redact: redactionsOf(given),
  };
}

export function ruleFromHub(rule: PolicyRule): object {
  return {
    name: rule.name,
    when: rule.when,
    expression: rule.expression,
    require: rule.effect === 'REQUIRE_APPROVAL' ? approvalFromHub(rule.approval) : undefined,
    action: someIn(actionOf(rule)),
  };
}

/** What a rule amounts to; undefined when it says nothing. */
function effectOf({ require, action: given }: Outcome): PolicyRule['effect'] | undefined {
  if (given?.deny) return 'DENY';
  if (require !== undefined) return 'REQUIRE_APPROVAL';
  if (given === undefined) return undefined;
  if (given.modify || given.redact || given.redactionRules.length > 0) return 'MODIFY';
  return given.allow ? 'ALLOW' : undefined;
}

function redactionsOf({ action: given }: Outcome): string[] {
  const listed = Array.isArray(given?.redact) ? given.redact : [];
  return [...(given?.redactionRules ?? []), ...listed];
}

function approvalToHub(require: Outcome['require']): object | undefined {
  if (require === undefined) return undefined;
  const routing = require.approvalRouting;
  return {
    approvers: routing?.approvers,
    timeoutMs: routing?.timeoutMinutes === undefined ? undefined : Math.round(routing.timeoutMinutes * minuteMs),
    onTimeout: routing?.onTimeout === 'approve' ? 'APPROVED' : 'DENIED',
  };
}

function approvalFromHub(approval: PolicyRule['approval']): object {
  if (approval === undefined) return { approval: 'human' };
  return {
    approval: 'human',
    approvalRouting: {
      approvers: someOf(approval.approvers),
      timeoutMinutes: approval.timeoutMs === undefined ? undefined : approval.timeoutMs / minuteMs,
      onTimeout: approval.onTimeout === 'APPROVED' ? 'approve' : 'deny',
    },
  };
}

function actionOf({ effect, reason, redact }: PolicyRule): Record<string, unknown> {
  const modifies = effect === 'MODIFY' || redact.length > 0;
  return {
    deny: effect === 'DENY' || undefined,
    allow: effect === 'ALLOW' || undefined,
    modify: modifies ? 'redact' : undefined,
    redactionRules: someOf(redact),
    reason,
  };
}

function timeoutWord(text: string): string {
  const word = text.trim().toLowerCase();
  if (word === 'denied') return 'deny';
  return word === 'allow' || word === 'approved' ? 'approve' : word;
}

/** The JSON Schema of an object with these fields. */
function having(properties: JsonObject): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties) };
}
