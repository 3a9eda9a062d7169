import { messagesOf } from '../src/engine/index.ts';
import type { ModelStep, RouteCandidate, Step, ToolStep } from '../src/modules/execution/index.ts';
import type { Message } from '../src/modules/model/index.ts';
import type { Resource } from '../src/modules/resource/index.ts';
import type { ErrorCode } from '../src/platform/errors.ts';
import { builder } from './builder.ts';
import { Node, stepTypeName } from './node.ts';
import { PolicyDecisionRef } from './policy-decision.ts';
import { SideEffect } from './side-effect.ts';
import { ToolRef } from './tool.ts';
import { Usage } from './usage.ts';

export const StepPhaseEnum = builder.enumType('StepPhase', {
  description: 'Where a step stands.',
  values: {
    PENDING: { description: 'Not begun.' },
    RUNNING: { description: 'The call is made.' },
    WAITING: { description: 'A person has to decide first.' },
    SUCCEEDED: { description: 'The call gave its result.' },
    FAILED: { description: 'The call failed, or was denied.' },
    SKIPPED: { description: 'The call was not needed.' },
    CANCELLED: { description: 'The execution ended first.' },
  } satisfies Record<Step['phase'], object>,
});

export const MessageRole = builder.enumType('MessageRole', {
  description: 'Who says a message.',
  values: {
    SYSTEM: { value: 'system', description: "The agent's prompt." },
    USER: { value: 'user', description: 'Who asks.' },
    ASSISTANT: { value: 'assistant', description: 'The model.' },
    TOOL: { value: 'tool', description: 'The result of a tool call.' },
  } as const,
});

const RequestedToolCall = builder
  .objectRef<{ id: string; name: string; arguments: Record<string, unknown> }>('RequestedToolCall')
  .implement({
    description: 'A tool call as a model asked for it.',
    fields: (t) => ({
      id: t.exposeString('id', { description: "The model's own id of the call." }),
      name: t.exposeString('name', { description: 'The tool.' }),
      arguments: t.expose('arguments', { type: 'JSON', description: 'What the model wants it called with.' }),
    }),
  });

export const MessageRef = builder.objectRef<Message>('Message').implement({
  description: 'One message of a conversation with a model.',
  fields: (t) => ({
    role: t.field({ type: MessageRole, description: 'Who says it.', resolve: (message) => message.role }),
    content: t.exposeString('content', { description: 'What is said.' }),
    toolCalls: t.field({
      type: [RequestedToolCall],
      description: 'The tool calls that the model asks for.',
      resolve: (message) => message.toolCalls ?? [],
    }),
    toolCallId: t.string({
      nullable: true,
      description: 'The call whose result this is.',
      resolve: (message) => message.toolCallId ?? null,
    }),
  }),
});

const StepErrorRef = builder.objectRef<{ code: string; message: string }>('StepError').implement({
  description: 'Why a step failed.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'One of the failure codes.' }),
    message: t.exposeString('message', { description: 'What went wrong, in words for a person.' }),
  }),
});

/** The interface of model calls, tool calls, activations of nodes and gates. */
export const StepRef = builder.interfaceRef<Step>('Step').implement({
  description: 'One durable step of an execution: once its outcome is recorded it never runs again.',
  interfaces: [Node],
  resolveType: stepTypeName,
  fields: (t) => ({
    key: t.exposeString('key', {
      description: 'Its place in the execution, the same on every replay, for example agent/tool:2.1.',
    }),
    node: t.exposeString('node', { description: 'The node of the graph that it belongs to.' }),
    attempt: t.exposeInt('attempt', { description: 'Which attempt this is, or was the last; the first is 1.' }),
    phase: t.field({ type: StepPhaseEnum, description: 'Where it stands.', resolve: (step) => step.phase }),
    version: t.exposeInt('version', { description: 'Grows with every change.' }),
    idempotencyKey: t.exposeString('idempotencyKey', {
      description: 'Goes with every attempt, so that the other side can tell a repeat.',
    }),
    error: t.field({
      type: StepErrorRef,
      nullable: true,
      description: 'Why it failed.',
      resolve: (step) => step.error,
    }),
    latencyMs: t.exposeInt('latencyMs', {
      nullable: true,
      description: 'How long the last attempt took, in milliseconds.',
    }),
    recordedFrom: t.exposeID('recordedFrom', {
      nullable: true,
      description: 'The step whose recorded result was reused.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When its last attempt began.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its outcome was recorded.',
    }),
  }),
});

const RouteCandidateRef = builder.objectRef<RouteCandidate>('RouteCandidate').implement({
  description: 'A model endpoint that a call could have gone to.',
  fields: (t) => ({
    endpoint: t.exposeString('endpoint', { description: 'Namespace and name of the endpoint.' }),
    selected: t.exposeBoolean('selected', { description: 'Whether the call went there.' }),
    reason: t.exposeString('reason', { description: 'Why it could or could not be used.' }),
  }),
});

export const RouteDecision = builder
  .objectRef<Pick<ModelStep['target'], 'endpoint' | 'candidates'>>('RouteDecision')
  .implement({
    description: 'How the endpoint of a model call was chosen.',
    fields: (t) => ({
      endpoint: t.exposeString('endpoint', { description: 'Where the call went.' }),
      candidates: t.field({
        type: [RouteCandidateRef],
        description: 'Every endpoint that was looked at, in order.',
        resolve: (target) => target.candidates,
      }),
    }),
  });

export const ModelCallRef = builder.objectRef<ModelStep>('ModelCall').implement({
  description: 'A call of a model.',
  interfaces: [StepRef, Node],
  fields: (t) => ({
    provider: t.string({ description: 'The provider that was asked.', resolve: (step) => step.target.provider }),
    model: t.string({ description: 'The model that answered.', resolve: (step) => step.target.model }),
    route: t.field({
      type: RouteDecision,
      description: 'How the endpoint was chosen.',
      resolve: (step) => step.target,
    }),
    shiftedFrom: t.string({
      nullable: true,
      description: 'The endpoint that was wanted first, when another was called in its place; null otherwise.',
      resolve: ({ target: { candidates } }) => (candidates[0]?.selected === false ? candidates[0].endpoint : null),
    }),
    decision: t.field({
      type: PolicyDecisionRef,
      nullable: true,
      description: 'What the policies said.',
      resolve: (step) => step.decision,
    }),
    messages: t.field({
      type: [MessageRef],
      description: 'What the model was given.',
      resolve: async (step, _args, { loaders }) => {
        const [execution, steps] = await Promise.all([
          loaders.plannedExecution.load(step.executionId),
          loaders.stepsOf.load(step.executionId),
        ]);
        return (execution && (await messagesOf(execution, steps, step.key))) || [];
      },
    }),
    reply: t.field({
      type: MessageRef,
      nullable: true,
      description: 'What it answered.',
      resolve: ({ result }) =>
        result && { role: 'assistant' as const, content: result.content, toolCalls: result.toolCalls },
    }),
    finishReason: t.string({
      nullable: true,
      description: 'Why the model stopped: stop, length, tool_calls or content_filter.',
      resolve: (step) => step.result?.finishReason ?? null,
    }),
    usage: t.field({
      type: Usage,
      description: 'What this call used and cost.',
      resolve: (step) => ({ ...step, modelCalls: 1, toolCalls: 0 }),
    }),
    usageSource: t.exposeString('usageSource', {
      nullable: true,
      description: 'Whether the provider counted the tokens or we estimated them.',
    }),
    timeToFirstTokenMs: t.exposeInt('timeToFirstTokenMs', {
      nullable: true,
      description: 'How long the first token took, in milliseconds.',
    }),
  }),
});

const refusals: readonly string[] = ['POLICY_DENIED', 'APPROVAL_DENIED'] satisfies ErrorCode[];

const ToolCallState = builder.enumType('ToolCallState', {
  description: 'Where a tool call stands.',
  values: {
    PENDING: { description: 'Not begun.' },
    RUNNING: { description: 'The call is made.' },
    WAITING: { description: 'A person has to decide first.' },
    SUCCEEDED: { description: 'The call gave its result.' },
    FAILED: { description: 'The call failed.' },
    DENIED: { description: 'A policy or a person did not let the call be made.' },
    SKIPPED: { description: 'The call was not needed.' },
    CANCELLED: { description: 'The execution ended first.' },
  } satisfies Record<Step['phase'] | 'DENIED', object>,
});

export const ToolCallRef = builder.objectRef<ToolStep>('ToolCall').implement({
  description: 'A call of a tool.',
  interfaces: [StepRef, Node],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The tool as the model called it.' }),
    tool: t.field({
      type: ToolRef,
      nullable: true,
      description: 'The Tool; null when it was deleted or comes from an MCP server without one.',
      resolve: async (step, _args, { loaders }) =>
        step.resourceId === null ? null : ((await loaders.resource.load(step.resourceId)) as Resource<'Tool'> | null),
    }),
    state: t.field({
      type: ToolCallState,
      description: 'The same as `phase`, where a refusal is told apart from a failure.',
      resolve: ({ phase, error }) => (error && refusals.includes(error.code) ? 'DENIED' : phase),
    }),
    arguments: t.expose('arguments', { type: 'JSON', description: 'What it is called with, as a person left it.' }),
    result: t.expose('result', { type: 'JSON', nullable: true, description: 'What it gave.' }),
    isError: t.exposeBoolean('isError', {
      description: 'Whether the tool ran and said that it failed; the model was told.',
    }),
    sideEffect: t.field({
      type: SideEffect,
      description: 'What it changes in the world.',
      resolve: (step) => step.sideEffect as never,
    }),
    decision: t.field({
      type: PolicyDecisionRef,
      nullable: true,
      description: 'What the policies said.',
      resolve: (step) => step.decision,
    }),
    decisions: t.field({
      type: [PolicyDecisionRef],
      description: 'The same as a list, which is empty before the policies were asked.',
      resolve: ({ decision }) => (decision ? [decision] : []),
    }),
  }),
});
