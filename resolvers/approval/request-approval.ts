import { ApprovalCategoryEnum, ApprovalRef, Risk } from '../../schema/approval.ts';
import {
  documentNamespaceDescription,
  executionRefDescription,
  placeOf,
  VersionClaimInput,
} from '../../schema/approval-input.ts';
import { ApprovalReviewInput, reviewOf } from '../../schema/approval-review.ts';
import { builder } from '../../schema/builder.ts';
import { labelMap } from '../../schema/execution-input.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { ApprovalOnTimeout } from '../../schema/policy.ts';
import { LabelInput } from '../../schema/resource.ts';
import type { Approval, ApprovalRequest, ApprovalRequests } from '../../src/modules/approval/index.ts';
import type { Actor } from '../../src/modules/identity/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';

const codes = ['NAME_TAKEN', 'APPROVAL_CONFLICT', 'EXECUTION_NOT_FOUND', 'STEP_NOT_FOUND', 'INPUT_INVALID'] as const;

const RequestApprovalInput = builder.inputType('RequestApprovalInput', {
  description: 'What is put to a person.',
  fields: (t) => ({
    namespace: t.string({ description: 'Where it belongs; `default` when absent.' }),
    documentNamespace: t.string({ description: documentNamespaceDescription }),
    name: t.string({ description: 'A name, unique in the namespace; one is made when absent.' }),
    category: t.field({ type: ApprovalCategoryEnum, required: true, description: 'What kind of thing is asked.' }),
    summary: t.string({ description: 'What is asked, in one sentence; made of the tool and the agent when absent.' }),
    tool: t.string({ description: 'The tool that is to be called.' }),
    arguments: t.field({ type: 'JSON', description: 'What it is to be called with; an empty object when absent.' }),
    agent: t.string({ description: 'The name of the agent that asks.' }),
    operationClass: t.string({ description: 'What the call does: read, write, delete or admin.' }),
    reason: t.string({ description: 'Why it is asked.' }),
    risk: t.field({ type: Risk, required: true, defaultValue: 'MEDIUM', description: 'How much harm it could do.' }),
    approvers: t.stringList({
      description: 'Who may decide: names or ids of principals, or role:admin. Every operator when absent.',
    }),
    timeout: t.field({
      type: 'Duration',
      description: 'How long there is to decide, one second to 30 days; 30m when absent.',
    }),
    onTimeout: t.field({
      type: ApprovalOnTimeout,
      required: true,
      defaultValue: 'DENIED',
      description: 'What becomes of it when nobody decides in time.',
    }),
    execution: t.id({ description: 'The execution that it is about. It does not wait for the decision.' }),
    executionName: t.string({ description: 'Instead of `execution`: the name of an execution in the namespace.' }),
    executionRef: t.string({ description: executionRefDescription }),
    toolCall: t.id({
      description: 'A tool call that waits already: the approval that it waits for is given and nothing is made.',
    }),
    review: t.field({ type: ApprovalReviewInput, description: 'What is looked at; for the category REVIEW.' }),
    gate: t.string({ description: 'What kind of gate it opens, for example deploy, promote or approve_export.' }),
    labels: t.field({ type: [LabelInput], description: 'Its labels.' }),
    annotations: t.field({ type: [LabelInput], description: 'Its annotations.' }),
    replace: t.boolean({
      required: true,
      defaultValue: false,
      description: 'When one of this name is pending already, change it to what is asked here.',
    }),
    versionClaim: t.field({ type: VersionClaimInput, description: 'Only with `replace`: the version that was seen.' }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: 'Check everything and ask nobody.' }),
  }),
});

type Input = typeof RequestApprovalInput.$inferInput;

const RequestApprovalResult = resultUnion<Approval>('RequestApprovalResult', {
  description: 'The approval, or why nobody was asked.',
  members: [ApprovalRef],
  codes,
  typeName: () => 'Approval',
});

builder.mutationField('requestApproval', (t) =>
  t.field({
    type: RequestApprovalResult,
    description: 'Puts something to a person. No run waits for the answer: what follows from it is up to who asked.',
    authScopes: { action: 'approval:request' },
    args: { input: t.arg({ type: RequestApprovalInput, required: true, description: 'What is asked.' }) },
    resolve: (_root, { input }, { actor, services: { approvalRequests } }) =>
      orFailure(codes, async () =>
        input.toolCall == null ? asked(actor, input, approvalRequests) : approvalRequests.ofCall(actor, input.toolCall),
      ),
  }),
);

function asked(actor: Actor, input: Input, requests: ApprovalRequests): Promise<Approval> {
  const { replace, dryRun } = input;
  const request = requestOf(input);
  const { name } = request;
  if (!replace) return requests.request(actor, request, { dryRun });
  if (name === null) throw new OrreryError('INPUT_INVALID', 'What is to be replaced has a name.');
  return requests.put(actor, { ...request, name }, { claim: input.versionClaim ?? {}, dryRun });
}

function requestOf(input: Input): ApprovalRequest {
  return {
    namespace: placeOf(input.namespace, input.documentNamespace),
    name: input.name ?? null,
    category: input.category,
    summary: input.summary ?? null,
    tool: input.tool ?? null,
    arguments: input.arguments,
    agent: input.agent ?? null,
    operationClass: input.operationClass ?? null,
    reason: input.reason ?? null,
    gate: input.gate ?? null,
    risk: input.risk,
    approvers: input.approvers ?? [],
    timeoutMs: input.timeout ?? null,
    onTimeout: input.onTimeout,
    execution: executionOf(input),
    executionRef: input.executionRef ?? null,
    review: input.review ? reviewOf(input.review) : null,
    labels: labelMap(input.labels),
    annotations: labelMap(input.annotations),
  };
}

function executionOf({ execution, executionName }: Input): ApprovalRequest['execution'] {
  if (execution != null && executionName != null)
    throw new OrreryError('INPUT_INVALID', 'Name the execution by its id or by its name, not by both.');
  if (execution != null) return { id: execution };
  return executionName == null ? null : { name: executionName };
}
