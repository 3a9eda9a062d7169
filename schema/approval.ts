import { type Approval, approvalCategories, approvalPhases } from '../src/modules/approval/index.ts';
import type { ToolStep } from '../src/modules/execution/index.ts';
import type { Action, Actor } from '../src/modules/identity/index.ts';
import { ApprovalReview } from './approval-review.ts';
import { builder } from './builder.ts';
import { lengthOf } from './connection.ts';
import { Decision } from './decision.ts';
import { ExecutionRef } from './execution.ts';
import { ActionEnum, NamespaceRef, Permission, PrincipalRef } from './identity.ts';
import { addNextName } from './next-name.ts';
import { Node } from './node.ts';
import { PolicyDecisionRef } from './policy-decision.ts';
import { present } from './present.ts';
import { Label } from './resource.ts';
import { ToolCallRef } from './step.ts';
import { entriesOf } from './text-entry.ts';
import { addJournalCursor } from './watchable.ts';

const phaseDescriptions: Record<Approval['phase'], string> = {
  PENDING: 'Nobody has decided yet.',
  APPROVED: 'The call may be made.',
  DENIED: 'The call may not be made.',
  CHANGES_REQUESTED: 'The work is to be done again, differently.',
  EXPIRED: 'Nobody decided in time; the call may not be made.',
  OVERRIDDEN: 'An admin let the call through in an emergency.',
  CANCELLED: 'The execution ended before anybody decided.',
};

export const ApprovalPhaseEnum = builder.enumType('ApprovalPhase', {
  description: 'Where an approval stands.',
  values: Object.fromEntries(
    approvalPhases.map((phase) => [phase, { description: phaseDescriptions[phase] }]),
  ) as Record<Approval['phase'], { description: string }>,
});

const categoryDescriptions: Record<Approval['category'], string> = {
  TOOL_CALL: 'Whether a tool may be called.',
  PROMOTION: 'Whether something may go on to the next environment.',
  OVERRIDE: 'Whether a rule may be broken this once.',
  REVIEW: 'Whether an output is good enough to go on; `review` says which.',
  CUSTOM: 'Anything else; `gate` and `summary` say what.',
};

/** What a gate is called when nobody said. */
const gateOf: Record<Approval['category'], string> = {
  TOOL_CALL: 'tool_call',
  PROMOTION: 'promote',
  OVERRIDE: 'override',
  REVIEW: 'output_review',
  CUSTOM: 'custom',
};

export const ApprovalCategoryEnum = builder.enumType('ApprovalCategory', {
  description: 'What kind of thing is put to a person.',
  values: Object.fromEntries(
    approvalCategories.map((category) => [category, { description: categoryDescriptions[category] }]),
  ) as Record<Approval['category'], { description: string }>,
});

export const Risk = builder.enumType('Risk', {
  description: 'How much harm the call could do, judged by its side effect.',
  values: {
    LOW: { description: 'Nothing outside changes.' },
    MEDIUM: { description: 'Another system changes, or somebody is spoken to.' },
    HIGH: { description: 'Money moves, or something is deleted or administered.' },
    CRITICAL: { description: 'Code runs.' },
  } satisfies Record<Approval['risk'], object>,
});

const ApprovalDecision = builder.objectRef<Approval>('ApprovalDecision').implement({
  description: 'What somebody decided.',
  fields: (t) => ({
    verdict: t.field({
      type: Decision,
      nullable: true,
      description: 'What it came to; null when the execution ended before anybody decided.',
      resolve: ({ phase, edited }) => verdictOf(phase, edited !== null),
    }),
    by: t.field({
      type: PrincipalRef,
      nullable: true,
      description: 'Who decided.',
      resolve: (approval, _args, { loaders }) =>
        approval.decidedBy === null ? null : loaders.principal.load(approval.decidedBy),
    }),
    at: t.field({ type: 'DateTime', nullable: true, description: 'When.', resolve: (approval) => approval.decidedAt }),
    comment: t.exposeString('comment', { nullable: true, description: 'What they said about it.' }),
    byName: t.string({
      nullable: true,
      description: 'Who decided, in words: as the client said, else the name of who did; null when nobody did.',
      resolve: async ({ onBehalfOf, decidedBy }, _args, { loaders }) =>
        onBehalfOf ?? (decidedBy === null ? null : ((await loaders.principal.load(decidedBy))?.name ?? null)),
    }),
    onBehalfOf: t.exposeString('onBehalfOf', {
      nullable: true,
      description: 'Who decided, as the client said; nobody checked it.',
    }),
    editedArguments: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The arguments that they put in place of those asked for.',
      resolve: (approval) => approval.edited,
    }),
  }),
});

const ApprovalSubject = builder.unionType('ApprovalSubject', {
  description: 'What an approval is about.',
  types: [ToolCallRef],
  resolveType: () => 'ToolCall',
});

function verdictOf(
  phase: Approval['phase'],
  isEdited: boolean,
): 'APPROVE' | 'EDIT' | 'DENY' | 'REQUEST_CHANGES' | null {
  if (phase === 'CHANGES_REQUESTED') return 'REQUEST_CHANGES';
  if (phase === 'CANCELLED' || phase === 'PENDING') return null;
  if (phase !== 'APPROVED' && phase !== 'OVERRIDDEN') return 'DENY';
  return isEdited ? 'EDIT' : 'APPROVE';
}

export const ApprovalRef = builder.objectRef<Approval>('Approval').implement({
  description: 'A question to a person. A run may wait for the answer; or nobody does, and only the approval changes.',
  interfaces: [Node],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique in its namespace.' }),
    namespace: t.field({
      type: NamespaceRef,
      description: 'Where it belongs.',
      resolve: async (approval, _args, { loaders }) => present(await loaders.namespace.load(approval.namespaceId)),
    }),
    phase: t.field({ type: ApprovalPhaseEnum, description: 'Where it stands.', resolve: (approval) => approval.phase }),
    subject: t.field({
      type: ApprovalSubject,
      nullable: true,
      description: 'The call that waits for the decision; null when no run waits for it.',
      resolve: async (approval, _args, { loaders }) =>
        approval.stepId === null ? null : ((await loaders.step.load(approval.stepId)) as ToolStep | null),
    }),
    execution: t.field({
      type: ExecutionRef,
      nullable: true,
      description: 'The execution that waits, or that it is about.',
      resolve: (approval, _args, { loaders }) =>
        approval.executionId === null ? null : loaders.execution.load(approval.executionId),
    }),
    category: t.field({
      type: ApprovalCategoryEnum,
      description: 'What kind of thing is asked.',
      resolve: (approval) => approval.category,
    }),
    gate: t.string({
      description:
        'What kind of gate it opens, for example deploy or approve_export: as who asked said, else tool_call, promote, override, output_review or custom, after its category.',
      resolve: ({ gate, category }) => gate ?? gateOf[category],
    }),
    agent: t.exposeString('agent', { nullable: true, description: 'The name of the agent that asks.' }),
    executionRef: t.string({
      nullable: true,
      description:
        'What it is about, as who asked named it, also where there is no such execution; else the name of the execution.',
      resolve: async ({ executionRef, executionId }, _args, { loaders }) =>
        executionRef ?? (executionId === null ? null : ((await loaders.execution.load(executionId))?.name ?? null)),
    }),
    tool: t.exposeString('tool', { nullable: true, description: 'The tool that is to be called.' }),
    operationClass: t.exposeString('operationClass', {
      nullable: true,
      description: 'What the call does: read, write, delete or admin.',
    }),
    arguments: t.expose('arguments', { type: 'JSON', description: 'What it is to be called with.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it is asked.' }),
    policy: t.field({
      type: PolicyDecisionRef,
      nullable: true,
      description: 'The decision that asked for a person; null when somebody asked without one.',
      resolve: (approval) => approval.decision,
    }),
    review: t.field({
      type: ApprovalReview,
      nullable: true,
      description: 'What is looked at; null for what is no review.',
      resolve: ({ review, cycle, maxCycles }) => review && { ...review, cycle, maxCycles: maxCycles ?? cycle },
    }),
    risk: t.field({
      type: Risk,
      description: 'How much harm the call could do.',
      resolve: (approval) => approval.risk,
    }),
    summary: t.exposeString('summary', { description: 'What is asked, in one sentence.' }),
    approvers: t.exposeStringList('approvers', { description: 'Who may decide; empty when every operator may.' }),
    version: t.exposeInt('version', { description: 'Compare and set: a decision may name the version that it saw.' }),
    generation: t.exposeInt('generation', {
      description: 'Grows with each change of what is asked; 1 at first. Decisions leave it.',
    }),
    labels: t.field({ type: [Label], description: 'Its labels.', resolve: ({ labels }) => entriesOf(labels) }),
    annotations: t.field({
      type: [Label],
      description: 'Its annotations.',
      resolve: ({ annotations }) => entriesOf(annotations),
    }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'When it was asked.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it is decided by itself.' }),
    timeout: t.field({
      type: 'Duration',
      description: 'How long there is to decide, from when it was asked.',
      resolve: ({ requestedAt, expiresAt }) => expiresAt.getTime() - requestedAt.getTime(),
    }),
    onExpiry: t.field({
      type: ApprovalPhaseEnum,
      description: 'What it becomes then.',
      resolve: (approval) => (approval.onExpiry === 'APPROVED' ? 'APPROVED' : 'EXPIRED'),
    }),
    decision: t.field({
      type: ApprovalDecision,
      nullable: true,
      description: 'What was decided.',
      resolve: (approval) => (approval.phase === 'PENDING' ? null : approval),
    }),
    continuedBy: t.field({
      type: ExecutionRef,
      nullable: true,
      description: 'The fork in which the call is made after all, when an override came after the run had gone on.',
      resolve: (approval, _args, { loaders }) =>
        approval.continuedBy === null ? null : loaders.execution.load(approval.continuedBy),
    }),
    cycle: t.exposeInt('cycle', { description: 'Which round of review this is; the first is 1.' }),
    maxCycles: t.exposeInt('maxCycles', { nullable: true, description: 'How many rounds there may be.' }),
    viewerCan: t.field({
      type: Permission,
      description: 'Whether the viewer may do something with it.',
      args: { action: t.arg({ type: ActionEnum, required: true, description: 'What the viewer wants to do.' }) },
      resolve: (_approval, { action }, { actor }): { action: Action; actor: Actor } => ({
        action: action as Action,
        actor,
      }),
    }),
  }),
});

export const ApprovalEdge = builder.edgeObject({ type: ApprovalRef, name: 'ApprovalEdge', nodeNullable: false });
export const ApprovalConnection = builder.connectionObject(
  { type: ApprovalRef, name: 'ApprovalConnection', edgesNullable: false },
  ApprovalEdge,
);
addJournalCursor(ApprovalConnection);

addNextName(ApprovalConnection);

builder.objectField(ApprovalConnection, 'totalCount', (t) =>
  t.int({ description: 'How many there are in all pages; counted only when it is asked for.', resolve: lengthOf }),
);

builder.interfaceField(ExecutionRef, 'approvals', (t) =>
  t.field({
    type: [ApprovalRef],
    description: 'What was asked of people, in the order in which it was asked.',
    complexity: { field: 1, multiplier: 5 },
    resolve: (execution, _args, { loaders }) => loaders.approvalsOf.load(execution.id),
  }),
);

builder.interfaceField(ExecutionRef, 'approvalIds', (t) =>
  t.idList({
    description: 'The ids of its approvals, for who needs no more of them.',
    resolve: async ({ id, approvalIds }, _args, { loaders }) =>
      approvalIds ?? (await loaders.approvalsOf.load(id)).map((approval) => approval.id),
  }),
);

builder.objectField(ToolCallRef, 'approval', (t) =>
  t.field({
    type: ApprovalRef,
    nullable: true,
    description: 'The approval that it waits or waited for.',
    resolve: (step, _args, { loaders }) => loaders.approvalOfStep.load(step.id),
  }),
);
