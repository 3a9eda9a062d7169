import type { GateStep, ModelStep, Step, ToolStep } from '../step.ts';
import { type Activation, activationsOf, type Work } from './activation.ts';
import { senderName } from './messages.ts';

/** Something that happened in a run, as it is told to those who follow the work step by step. */
export interface TraceEvent {
  at: Date;
  type: string;
  attempt: number;
  /** Counts the events of an attempt. */
  step: number;
  branch: string | null;
  agent: string | null;
  tool: string | null;
  /** The attempt of a tool call. */
  toolAttempt: number | null;
  errorCode: string | null;
  errorReason: string | null;
  retryable: boolean | null;
  message: string | null;
  latencyMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  tokenUsageSource: string | null;
  /** Tool calls of the activation so far. */
  toolCalls: number | null;
}

type Draft = Partial<Omit<TraceEvent, 'at' | 'type' | 'attempt' | 'step'>> & { at: Date; type: string };

const nothing = {
  branch: null,
  agent: null,
  tool: null,
  toolAttempt: null,
  errorCode: null,
  errorReason: null,
  retryable: null,
  message: null,
  latencyMs: null,
  inputTokens: null,
  outputTokens: null,
  tokenUsageSource: null,
  toolCalls: null,
} satisfies Omit<TraceEvent, 'at' | 'type' | 'attempt' | 'step'>;

/** What happened in a run, oldest first. */
export function traceOf(work: Work): TraceEvent[] {
  const { startedAt } = work.execution;
  if (startedAt === null) return [];
  const activations = activationsOf(work.steps);
  const byAttempt = new Map<number, Draft[]>();
  for (const activation of activations) {
    const drafts = byAttempt.get(activation.attempt) ?? [];
    byAttempt.set(activation.attempt, [...drafts, ...eventsOf(activation)]);
  }
  if (byAttempt.size === 0) byAttempt.set(1, []);
  return [...byAttempt].flatMap(([attempt, drafts], index) => {
    const [first] = drafts;
    const begun = index === 0 ? startedAt : (first?.at ?? startedAt);
    const kickoff: Draft = { at: begun, type: 'task_runtime_kickoff', message: kickoffText(activations, attempt) };
    const ordered = [kickoff, ...drafts.sort((a, b) => a.at.getTime() - b.at.getTime())];
    return ordered.map((draft, step) => ({ ...nothing, ...draft, attempt, step: step + 1 }));
  });
}

function kickoffText(activations: readonly Activation[], attempt: number): string {
  const first = activations.filter(
    (activation) =>
      activation.attempt === attempt && activation.step.arguments.received.some(({ from }) => from === null),
  );
  return `The work begins with ${first.map(({ name }) => name).join(', ') || 'nobody yet'}.`;
}

function eventsOf(activation: Activation): Draft[] {
  const { step, name: agent, calls } = activation;
  const { received } = step.arguments;
  const branch = received[0]?.branch ?? null;
  const at = step.createdAt;
  const about = { agent, branch };
  const senders = received.map(({ from }) => senderName(from)).join(', ');
  const late = received.slice(1).map((message): Draft => {
    return { ...about, at, type: 'agent_message_join_wait', message: `${senderName(message.from)} was waited for.` };
  });
  const began: Draft[] = [
    { ...about, at, type: 'agent_message_received', message: `A message from ${senders} was received.` },
    ...late,
    { ...about, at, type: 'agent_inbox', message: `${received.length} in the inbox of ${agent}.` },
    { ...about, at, type: 'agent_worker_start', message: `${agent} begins.` },
  ];
  const made = calls.flatMap((call, index) => callEvents(call, { ...about, toolCalls: toolsUntil(calls, index) }));
  return [...began, ...made, ...endOf(activation, about)];
}

function toolsUntil(calls: readonly Step[], index: number): number {
  return calls.slice(0, index + 1).filter(({ kind }) => kind === 'TOOL').length;
}

interface About {
  agent: string;
  branch: string | null;
  toolCalls: number;
}

function callEvents(call: ModelStep | ToolStep | GateStep, about: About): Draft[] {
  if (call.kind === 'MODEL') return modelEvents(call, about);
  return call.kind === 'TOOL' ? toolEvents(call, about) : gateEvents(call, about);
}

function modelEvents(call: ModelStep, about: About): Draft[] {
  const asked: Draft = { ...about, at: call.createdAt, type: 'model_call', message: `${call.name} is asked.` };
  if (call.finishedAt === null) return [asked];
  const used = {
    latencyMs: call.latencyMs,
    inputTokens: call.inputTokens,
    outputTokens: call.outputTokens,
    tokenUsageSource: call.usageSource?.toLowerCase() ?? null,
  };
  const at = call.finishedAt;
  if (call.error) return [asked, { ...about, ...used, at, type: 'model_error', ...failureOf(call.error) }];
  const text = call.result?.content ?? '';
  return [
    asked,
    { ...about, ...used, at, type: 'model_output', message: text },
    { ...about, at, type: 'agent_step', message: `A step of ${about.agent} ended.` },
  ];
}

function toolEvents(call: ToolStep, about: About): Draft[] {
  const own = { ...about, tool: call.name, toolAttempt: call.attempt };
  const at = call.finishedAt ?? call.createdAt;
  if (call.phase === 'WAITING')
    return [{ ...own, at, type: 'tool_approval_pending', message: 'A person has to decide.' }];
  if (call.error?.code === 'POLICY_DENIED')
    return [{ ...own, at, type: 'tool_permission_denied', ...failureOf(call.error), retryable: false }];
  if (call.error?.code === 'APPROVAL_DENIED')
    return [{ ...own, at, type: 'tool_approval_denied', ...failureOf(call.error), retryable: false }];
  if (call.error) return [{ ...own, at, type: 'tool_error', latencyMs: call.latencyMs, ...failureOf(call.error) }];
  const text = typeof call.result === 'string' ? call.result : JSON.stringify(call.result ?? null);
  return [{ ...own, at, type: 'tool_call', latencyMs: call.latencyMs, message: text.slice(0, 2_000) }];
}

const gateTypes = {
  approved: 'task_approval_approved',
  denied: 'task_approval_denied',
  changes_requested: 'task_approval_changes_requested',
  expired: 'task_approval_expired',
} as const;

function gateEvents(gate: GateStep, about: About): Draft[] {
  const { checkpointId } = gate.arguments;
  const asked: Draft = {
    ...about,
    at: gate.createdAt,
    type: 'task_approval_pending',
    message: `A person looks at ${checkpointId}.`,
  };
  if (!gate.result) return [asked];
  const { decision, comment } = gate.result;
  return [asked, { ...about, at: gate.finishedAt ?? gate.createdAt, type: gateTypes[decision], message: comment }];
}

function endOf({ step }: Activation, about: { agent: string; branch: string | null }): Draft[] {
  const at = step.finishedAt;
  if (at === null) return [];
  const { agent } = about;
  if (step.phase === 'SUCCEEDED') {
    const handed = (step.result?.taken ?? []).map((to): Draft => {
      return { ...about, at, type: 'agent_message', message: `${agent} hands on to ${to}.` };
    });
    const done: Draft = { ...about, at, type: 'agent_event', latencyMs: step.latencyMs, message: `${agent} is done.` };
    return [done, ...handed, { ...about, at, type: 'agent_message_processed', message: `${agent} has processed it.` }];
  }
  const error = step.error ?? { code: 'CANCELLED', message: 'The run ended first.' };
  return [{ ...about, at, type: 'agent_message_deadletter', ...failureOf(error) }];
}

function failureOf({ code, message }: { code: string; message: string }) {
  return { errorCode: code.toLowerCase(), errorReason: code.toLowerCase(), message };
}
