import type { PolicyRule, PolicySpec, Resource } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { Node } from './node.ts';
import { PolicyEffect } from './policy-decision.ts';
import { Label, ResourceRef } from './resource.ts';
import { entriesOf } from './text-entry.ts';
import { addJournalCursor } from './watchable.ts';

const PolicyApplyMode = builder.enumType('PolicyApplyMode', {
  description: 'How a policy finds those it is for.',
  values: {
    SCOPED: { value: 'scoped', description: 'Agents that name it, and what `appliesTo` selects.' },
    GLOBAL: { value: 'global', description: 'Everything in its namespace.' },
  } as const,
});

const PolicyCombining = builder.enumType('PolicyCombining', {
  description: 'Which rule decides when several match.',
  values: {
    DENY_WINS: { value: 'deny_wins', description: 'The strictest of them.' },
    FIRST_MATCH: { value: 'first_match', description: 'The first of them.' },
  } as const,
});

export const ApprovalOnTimeout = builder.enumType('ApprovalOnTimeout', {
  description: 'What becomes of an approval that nobody decides in time.',
  values: {
    DENIED: { description: 'The call may not be made.' },
    APPROVED: { description: 'The call may be made.' },
  },
});

const RuleApproval = builder.objectRef<NonNullable<PolicyRule['approval']>>('RuleApproval').implement({
  description: 'Who is asked when a rule requires approval, and for how long.',
  fields: (t) => ({
    approvers: t.exposeStringList('approvers', { description: 'Who may decide; empty when every operator may.' }),
    timeout: t.expose('timeoutMs', {
      type: 'Duration',
      nullable: true,
      description: 'How long they have; null leaves it to the platform.',
    }),
    onTimeout: t.expose('onTimeout', { type: ApprovalOnTimeout, description: 'What happens then.' }),
  }),
});

const PolicyCondition = builder.objectRef<{ key: string; value: unknown }>('PolicyCondition').implement({
  description: 'One comparison of a rule.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What is looked at, by its dotted name, for example tool.name.' }),
    value: t.expose('value', {
      type: 'JSON',
      description: 'What it must be: a value, a comparison such as ">5", or a list of texts of which one must match.',
    }),
  }),
});

const PolicyRuleRef = builder.objectRef<PolicyRule>('PolicyRule').implement({
  description: 'One rule of a policy. It matches a call when all its conditions and its expression hold.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique in its policy; decisions name it.' }),
    when: t.field({
      type: [PolicyCondition],
      description: 'Its conditions; all must hold.',
      resolve: ({ when }) => Object.entries(when).map(([key, value]) => ({ key, value })),
    }),
    expression: t.exposeString('expression', {
      nullable: true,
      description: 'A CEL expression that must hold; null when there is none.',
    }),
    effect: t.expose('effect', { type: PolicyEffect, description: 'What it says about a call that it matches.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why, in words for a person; null when not said.',
    }),
    approval: t.expose('approval', {
      type: RuleApproval,
      nullable: true,
      description: 'Who is asked; null leaves it to every operator.',
    }),
    redact: t.exposeStringList('redact', { description: 'Fields of results that are redacted.' }),
  }),
});

const PolicyScope = builder.objectRef<PolicySpec['appliesTo']>('PolicyScope').implement({
  description: 'Whom a scoped policy is for besides the agents that name it: whatever any of these selects.',
  fields: (t) => ({
    matchLabels: t.field({
      type: [Label],
      description: 'Agents in its namespace that have all of these labels.',
      resolve: ({ matchLabels }) => entriesOf(matchLabels),
    }),
    agents: t.exposeStringList('agents', {
      description: 'Agents with these names, `*` standing for any text; those of another namespace as namespace/name.',
    }),
    systems: t.exposeStringList('systems', { description: 'Executions of agent systems with these names.' }),
    tasks: t.exposeStringList('tasks', { description: 'Executions of tasks with these names.' }),
  }),
});

const PolicyLimits = builder.objectRef<PolicySpec['limits']>('PolicyLimits').implement({
  description: 'Bounds that a policy sets without a rule.',
  fields: (t) => ({
    maxTokensPerRun: t.exposeInt('maxTokensPerRun', {
      nullable: true,
      description: 'Tokens that one execution may use; null sets no bound.',
    }),
    allowedModels: t.exposeStringList('allowedModels', { description: 'The only models to be used; empty for any.' }),
    blockedTools: t.exposeStringList('blockedTools', { description: 'Tools that may not be called.' }),
    maxChildDepth: t.exposeInt('maxChildDepth', {
      nullable: true,
      description: 'How deep executions may start others; null sets no bound. Not acted on yet.',
    }),
    maxChildTasks: t.exposeInt('maxChildTasks', {
      nullable: true,
      description: 'How many others an execution may start; null sets no bound. Not acted on yet.',
    }),
  }),
});

const PolicySpecRef = builder.objectRef<PolicySpec>('PolicySpec').implement({
  description: 'What agents may do: rules, bounds, and whom they are for.',
  fields: (t) => ({
    description: t.exposeString('description', { nullable: true, description: 'What it is for; null when not said.' }),
    applyMode: t.expose('applyMode', { type: PolicyApplyMode, description: 'How it finds those it is for.' }),
    appliesTo: t.expose('appliesTo', { type: PolicyScope, description: 'Whom it is for when it is scoped.' }),
    rules: t.expose('rules', { type: [PolicyRuleRef], description: 'Its rules, in order.' }),
    limits: t.expose('limits', { type: PolicyLimits, description: 'The bounds that it sets.' }),
    combining: t.expose('combining', {
      type: PolicyCombining,
      description: 'Which rule decides when several match.',
    }),
    audit: t.expose('audit', {
      type: 'JSON',
      nullable: true,
      description: 'What its author wants recorded, as written; null when nothing is said. Not acted on yet.',
    }),
  }),
});

export const PolicyRef = builder.objectRef<Resource<'Policy'>>('Policy').implement({
  description: 'Rules about what agents may do.',
  interfaces: [ResourceRef, Node],
  fields: (t) => ({
    spec: t.expose('spec', { type: PolicySpecRef, description: 'What it declares.' }),
  }),
});

export const PolicyEdge = builder.edgeObject({
  type: PolicyRef,
  name: 'PolicyEdge',
  description: 'A policy in a list.',
});
export const PolicyConnection = builder.connectionObject(
  { type: PolicyRef, name: 'PolicyConnection', description: 'A page of policies.' },
  PolicyEdge,
);
addJournalCursor(PolicyConnection);
