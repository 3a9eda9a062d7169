import {
  type Approval,
  type ApprovalStore,
  approvalName,
  insertApproval,
  letsThrough,
  riskOf,
} from '../../modules/approval/index.ts';
import type { ToolStep } from '../../modules/execution/index.ts';
import { type AskedCall, type Judge, storedDecision } from '../../modules/governance/index.ts';
import type { PolicyDecision } from '../../modules/policy/index.ts';
import { type ToolGateway, validateToolInput } from '../../modules/tool/index.ts';
import { isOrreryError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { RunFailed, type ToolAnswer, type ToolCallSpec } from '../workflow/ports.ts';
import { recordedAnswer } from '../workflow/recorded.ts';
import type { Bindings, BoundTool } from './bindings.ts';
import { attachedPolicies, callPlace, policyRequest } from './policy-request.ts';
import type { Run } from './run.ts';
import { assertMayCallTool } from './run-budget.ts';
import { performTool } from './tool-call.ts';
import { reusable } from './tool-memo.ts';
import { type AskedTool, openingOf, policyEvents, requestedEvent, toolStepOf } from './tool-opening.ts';

const approvalTimeoutMs = 30 * 60_000;

export interface ToolStepDeps {
  gateway: ToolGateway;
  bindings: Bindings;
  approvals: ApprovalStore;
  judge: Judge;
}

/** Calls a tool as a durable step: policy first, then a person where one is asked for, then the call itself. */
export async function toolStep(run: Run, spec: ToolCallSpec, deps: ToolStepDeps): Promise<ToolAnswer> {
  const known = run.step(spec.key);
  const recorded = run.settled(spec.key);
  if (recorded) return ended(spec, recorded as ToolStep);
  if (run.execution.replayMode === 'RECORDED')
    throw new RunFailed('RECORDING_ENDED', `The recording has no tool call ${spec.key}.`);
  assertMayCallTool(run, spec);
  const tools = await deps.bindings.tools(spec.asked);
  const tool = tools.find((candidate) => candidate.offer.name === spec.call.name);
  if (!tool) return refuse(run, spec, { code: 'TOOL_INPUT_INVALID', message: noSuchTool(spec, tools) });
  // A call that broke off while it was made was approved before: what a person said of it stands.
  const approval = known ? await approvalOf(run, known.id, deps.approvals) : undefined;
  const args = approval?.edited ?? spec.call.arguments;
  const fault = inputFault(tool, args);
  if (fault) return refuse(run, spec, fault, tool);
  const about = askedCall(run, spec, { tool, args });
  const asked = { spec, tool, call: about, decision: await deps.judge.decide(run.actor, about) };
  if (asked.decision.effect === 'DENY') return deny(run, asked, 'POLICY_DENIED', asked.decision.reason);
  const earlier = reusable(run, spec, tool.sideEffect);
  if (earlier === 'forbidden') return deny(run, asked, 'POLICY_DENIED', 'This replay may not repeat a side effect.');
  if (earlier) return reuse(run, asked, earlier);
  if (approval) {
    if (approval.phase === 'PENDING') return { kind: 'parked', approvalId: approval.id };
    if (!letsThrough(approval)) return turnAway(run, asked, { judge: deps.judge, reason: denial(approval) });
  } else if (tool.needsApproval || asked.decision.effect === 'REQUIRE_APPROVAL') {
    if (!(await isOverridden(run, spec, deps.approvals))) return ask(run, asked);
  }
  return performTool(run, asked, { args, gateway: deps.gateway });
}

function noSuchTool(spec: ToolCallSpec, tools: BoundTool[]): string {
  const names = tools.map((tool) => tool.offer.name).join(', ');
  return `There is no tool ${spec.call.name}. ${names === '' ? 'No tool can be called.' : `The tools are: ${names}.`}`;
}

async function approvalOf(run: Run, stepId: string, approvals: ApprovalStore): Promise<Approval | undefined> {
  return (await approvals.ofSteps(run.actor, [stepId])).at(-1);
}

/** Only a fork can have been started to make a call that its source was refused. */
async function isOverridden(run: Run, spec: ToolCallSpec, approvals: ApprovalStore): Promise<boolean> {
  const { id, forkedFromStep } = run.execution;
  return forkedFromStep !== null && (await approvals.isGranted(run.actor, id, spec.key));
}

function denial(approval: Approval): string {
  const comment = approval.comment ? ` ${approval.comment}` : '';
  return approval.phase === 'EXPIRED' ? 'Nobody approved the call in time.' : `A person denied the call.${comment}`;
}

function inputFault(tool: BoundTool, args: Record<string, unknown>): { code: string; message: string } | undefined {
  try {
    validateToolInput(tool.offer.inputSchema, args);
    return undefined;
  } catch (error) {
    if (isOrreryError(error)) return { code: error.code, message: error.message };
    throw error;
  }
}

/** What policies are asked. What a person edited is judged as what a model asked for: nobody approves past a policy. */
function askedCall(
  run: Run,
  spec: ToolCallSpec,
  { tool, args }: { tool: BoundTool; args: Record<string, unknown> },
): AskedCall {
  const { sideEffect, type, operationClasses, capabilities, mcpServer } = tool;
  const about = { name: tool.offer.name, sideEffect, type, operationClasses, capabilities, arguments: args };
  return {
    request: {
      ...policyRequest(run, spec.asked),
      action: 'tool.call',
      tool: about,
      ...(mcpServer === null ? {} : { mcpServer: { name: mcpServer } }),
      data: { text: JSON.stringify(args) },
    },
    attached: attachedPolicies(spec.asked),
    place: callPlace(run, spec.key, tool.resourceId),
  };
}

/** Refuses a call that a person said no to: a decision of its own, made at the gate that a policy or the tool set up. */
async function turnAway(
  run: Run,
  asked: AskedTool,
  { judge, reason }: { judge: Judge; reason: string },
): Promise<ToolAnswer> {
  judge.note(asked.call, { ...asked.decision, effect: 'DENY', source: 'GATE', reason, fix: null });
  return deny(run, asked, 'APPROVAL_DENIED', reason);
}

/** Settles a call that is not made: its arguments or its name are wrong, and the model is told so. */
async function refuse(
  run: Run,
  spec: ToolCallSpec,
  error: { code: string; message: string },
  tool?: BoundTool,
): Promise<ToolAnswer> {
  const step = await settleUnmade(run, { spec, tool, decision: undefined }, error);
  return recordedAnswer(step);
}

async function deny(run: Run, asked: AskedTool, code: string, message: string): Promise<ToolAnswer> {
  const step = await settleUnmade(run, asked, { code, message });
  return ended(asked.spec, step);
}

/** A denied call ends the run where its agent says so; else the model is told. */
function ended(spec: ToolCallSpec, step: ToolStep): ToolAnswer {
  const isDenied = step.error?.code === 'POLICY_DENIED' || step.error?.code === 'APPROVAL_DENIED';
  if (isDenied && (spec.asked.kind === 'tool' || spec.asked.onDenied === 'fail')) {
    throw new RunFailed(step.error?.code ?? 'POLICY_DENIED', step.error?.message ?? 'The call was denied.', step.id);
  }
  return recordedAnswer(step);
}

async function settleUnmade(
  run: Run,
  asked: { spec: ToolCallSpec; tool: BoundTool | undefined; decision: PolicyDecision | undefined },
  error: { code: string; message: string },
): Promise<ToolStep> {
  const wasAsked = run.step(asked.spec.key) !== undefined;
  const opened = { ...openingOf(run, asked), phase: 'FAILED' as const, error, isError: true };
  const failed = run.event('toolCall.failed', opened.id, {
    key: opened.key,
    tool: opened.name,
    attempt: opened.attempt,
    ...error,
    retryInMs: null,
  });
  const asking = wasAsked ? [] : [requestedEvent(run, opened), ...policyEvents(run, opened, asked.decision)];
  await run.store.openStep(run.fence, opened, [...asking, failed]);
  run.written();
  const step: ToolStep = { ...toolStepOf(run, opened, 'FAILED'), error };
  run.remember(step);
  return step;
}

async function reuse(run: Run, asked: AskedTool, earlier: ToolStep): Promise<ToolAnswer> {
  const opened = {
    ...openingOf(run, asked),
    phase: 'SUCCEEDED' as const,
    result: earlier.result,
    isError: earlier.isError,
    recordedFrom: earlier.recordedFrom ?? earlier.id,
  };
  const completed = {
    key: opened.key,
    tool: opened.name,
    attempt: opened.attempt,
    isError: opened.isError,
    latencyMs: 0,
  };
  await run.store.openStep(run.fence, opened, [
    requestedEvent(run, opened),
    run.event('toolCall.completed', opened.id, completed),
  ]);
  run.written();
  const step = toolStepOf(run, opened, 'SUCCEEDED');
  run.remember(step);
  return recordedAnswer(step);
}

async function ask(run: Run, asked: AskedTool): Promise<ToolAnswer> {
  const { spec, tool, decision } = asked;
  const opened = { ...openingOf(run, asked), phase: 'WAITING' as const };
  const now = run.clock.now();
  const expiresAt = new Date(now.getTime() + (decision.approval?.timeoutMs ?? approvalTimeoutMs));
  const { id: executionId, organizationId, namespaceId } = run.execution;
  const agent = spec.asked.agent?.name ?? null;
  const approval = {
    id: newId('approval', now),
    organizationId,
    namespaceId,
    name: approvalName(executionId, opened.id),
    executionId,
    stepId: opened.id,
    tool: tool.offer.name,
    arguments: spec.call.arguments,
    decision: storedDecision(decision),
    risk: riskOf(tool.sideEffect),
    agent,
    summary: `${agent ?? 'The run'} wants to call ${tool.offer.name} (${tool.sideEffect.toLowerCase().replaceAll('_', ' ')}).`,
    approvers: decision.approval?.approvers ?? [],
    onExpiry: decision.approval?.onTimeout ?? ('DENIED' as const),
    requestedAt: now,
    expiresAt,
  };
  const { stepId, risk, summary } = approval;
  const events = [
    requestedEvent(run, opened),
    ...policyEvents(run, opened, decision),
    run.event('approval.requested', approval.id, {
      name: approval.name,
      category: 'TOOL_CALL',
      labels: {},
      stepId,
      tool: approval.tool,
      risk,
      summary,
      expiresAt: expiresAt.toISOString(),
    }),
  ];
  await run.store.openStep(run.fence, opened, events, insertApproval(approval));
  run.written();
  run.remember(toolStepOf(run, opened, 'WAITING'));
  return { kind: 'parked', approvalId: approval.id };
}
