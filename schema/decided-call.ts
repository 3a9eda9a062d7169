import type { DecidedCall, PolicyPreview, PreviewedCall, RuleInForce } from '../src/modules/governance/index.ts';
import { builder } from './builder.ts';
import { lengthOf } from './connection.ts';
import { ExecutionRef } from './execution.ts';
import { NamespaceRef, PrincipalRef } from './identity.ts';
import { PolicyDecisionRef, PolicyEffect, PolicySourceEnum } from './policy-decision.ts';
import { ResourceRef } from './resource.ts';

export const PolicyActionEnum = builder.enumType('PolicyAction', {
  description: 'What is decided on.',
  values: {
    MODEL_CALL: { value: 'model.call', description: 'A call of a model.' },
    TOOL_CALL: { value: 'tool.call', description: 'A call of a tool, also of one that an MCP server offers.' },
    EXECUTION_START: { value: 'execution.start', description: 'The start of an execution, or a fork of one.' },
    EXECUTION_REPLAY: { value: 'execution.replay', description: 'A replay of an execution.' },
  } as const,
});

export const DecidedCallRef = builder.objectRef<DecidedCall>('DecidedCall').implement({
  description: 'A call that was decided on: who wanted to make it, and what was said.',
});

builder.objectFields(DecidedCallRef, (t) => ({
  id: t.exposeID('id', { description: 'Unique; sorts by time.' }),
  action: t.expose('action', { type: PolicyActionEnum, description: 'What was decided on.' }),
  subject: t.exposeString('subject', { description: 'The tool, the model, or the agent that was to be started.' }),
  decision: t.expose('decision', { type: PolicyDecisionRef, description: 'What was decided, by what, and why.' }),
  isRefused: t.exposeBoolean('isRefused', {
    description: 'Whether this kept the call from being made. A tool call that waits for a person is not refused.',
  }),
  agentName: t.exposeString('agentName', {
    nullable: true,
    description: 'The agent that wanted to make it; null when there was none.',
  }),
  stepKey: t.exposeString('stepKey', {
    nullable: true,
    description: 'The place of the call in its execution; null outside of executions.',
  }),
  decidedAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was decided.' }),
}));

builder.objectFields(DecidedCallRef, (t) => ({
  resource: t.field({
    type: ResourceRef,
    nullable: true,
    description: 'The tool, the model endpoint or the agent; null when there is no such resource, or no longer.',
    resolve: ({ resourceId }, _args, { loaders }) => (resourceId === null ? null : loaders.resource.load(resourceId)),
  }),
  execution: t.field({
    type: ExecutionRef,
    nullable: true,
    description: 'The execution that wanted to make it; null outside of executions.',
    resolve: ({ executionId }, _args, { loaders }) =>
      executionId === null ? null : loaders.execution.load(executionId),
  }),
  namespace: t.field({
    type: NamespaceRef,
    nullable: true,
    description: 'The namespace of the execution, or else of what was called.',
    resolve: ({ namespaceId }, _args, { loaders }) => loaders.namespace.load(namespaceId),
  }),
  principal: t.field({
    type: PrincipalRef,
    nullable: true,
    description: 'On whose behalf the call was to be made.',
    resolve: ({ principalId }, _args, { loaders }) => loaders.principal.load(principalId),
  }),
}));

export const DecidedCallEdge = builder.edgeObject({
  type: DecidedCallRef,
  name: 'DecidedCallEdge',
  nodeNullable: false,
});
export const DecidedCallConnection = builder.connectionObject(
  { type: DecidedCallRef, name: 'DecidedCallConnection', edgesNullable: false },
  DecidedCallEdge,
);
builder.objectField(DecidedCallConnection, 'totalCount', (t) =>
  t.int({ description: 'How many there are in all pages; counted only when it is asked for.', resolve: lengthOf }),
);

export const RuleInForceRef = builder.objectRef<RuleInForce>('RuleInForce').implement({
  description: 'A rule that decides on calls now, whatever it is written as.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Unique.' }),
    source: t.expose('source', { type: PolicySourceEnum, description: 'What it is written as.' }),
    namespaceName: t.exposeString('namespace', { description: 'The namespace for which it is written.' }),
    policyId: t.exposeID('policyId', { description: 'The Policy, ToolPermission or AgentRole that it stands in.' }),
    policyName: t.exposeString('policyName', { description: 'Its name.' }),
    policyVersion: t.exposeString('policyVersion', { description: 'Its version, for example v3.' }),
    name: t.exposeString('name', { description: 'Its own name; decisions give it.' }),
    effect: t.expose('effect', { type: PolicyEffect, description: 'What it decides.' }),
    when: t.expose('when', { type: 'JSON', description: 'Its conditions by what they look at; all must hold.' }),
    expression: t.exposeString('expression', {
      nullable: true,
      description: 'CEL that must hold besides; null for none.',
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it stands there; null when not said.' }),
    agents: t.exposeStringList('agents', { description: 'Agents that it names; empty when it names none.' }),
    tool: t.exposeString('tool', { nullable: true, description: 'The only tool that it is about; null for any.' }),
    position: t.exposeInt('position', { description: 'Its place among the rules of its policy, from 0.' }),
  }),
});

export const RuleInForceEdge = builder.edgeObject({
  type: RuleInForceRef,
  name: 'RuleInForceEdge',
  nodeNullable: false,
});
export const RuleInForceConnection = builder.connectionObject(
  { type: RuleInForceRef, name: 'RuleInForceConnection', edgesNullable: false },
  RuleInForceEdge,
);
builder.objectField(RuleInForceConnection, 'totalCount', (t) =>
  t.int({ description: 'How many there are in all pages.', resolve: lengthOf }),
);

const PreviewedCallRef = builder.objectRef<PreviewedCall>('PreviewedCall').implement({
  description: 'A call that was decided on, and what a draft says of it.',
  fields: (t) => ({
    call: t.expose('call', { type: DecidedCallRef, description: 'The call, with what was decided then.' }),
    now: t.expose('now', {
      type: PolicyDecisionRef,
      nullable: true,
      description: 'What would be decided with the draft; null when that cannot be told.',
    }),
    missing: t.exposeString('missing', {
      nullable: true,
      description: 'What the rules read and was not kept, so that it cannot be told; null when nothing is missing.',
    }),
  }),
});

export const PolicyPreviewRef = builder.objectRef<PolicyPreview>('PolicyPreview').implement({
  description: 'What a draft would have changed about recent calls.',
  fields: (t) => ({
    since: t.expose('since', { type: 'DateTime', description: 'From when on calls were looked at.' }),
    isComplete: t.exposeBoolean('isComplete', {
      description: 'Whether all calls since then were looked at; else there were too many, or the time ran out.',
    }),
    replayed: t.exposeInt('replayed', { description: 'How many calls were looked at, the newest first.' }),
    unchanged: t.exposeInt('unchanged', { description: 'On how many of them the same would be decided.' }),
    changed: t.exposeInt('changed', { description: 'On how many of them something else would be decided.' }),
    unknown: t.exposeInt('unknown', { description: 'Of how many of them it cannot be told.' }),
    changes: t.expose('changes', { type: [PreviewedCallRef], description: 'Those on which it would differ.' }),
    unknowns: t.expose('unknowns', { type: [PreviewedCallRef], description: 'Those of which it cannot be told.' }),
  }),
});
