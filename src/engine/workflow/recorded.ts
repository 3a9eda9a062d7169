import {
  type GateStep,
  isSettled,
  type NodeStep,
  type PlannedExecution,
  type ReplyRecord,
  type Step,
  type ToolStep,
} from '../../modules/execution/index.ts';
import type { Message } from '../../modules/model/index.ts';
import { interpret } from './interpreter.ts';
import { type GateAnswer, type NodeResult, RunFailed, RunParked, type StepPort, type ToolAnswer } from './ports.ts';

/** What a model is told of a tool's result. */
export function toolText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null');
}

/** The recorded reply of a settled model step. @throws RunFailed when the step failed */
export function recordedReply(step: Step): ReplyRecord {
  if (step.kind === 'MODEL' && step.phase === 'SUCCEEDED' && step.result) return step.result;
  throw new RunFailed(step.error?.code ?? 'INTERNAL', step.error?.message ?? 'The step failed.', step.id);
}

/** The recorded outcome of an activation. @throws RunFailed when it failed */
export function recordedNode(step: NodeStep): NodeResult {
  if (step.phase === 'SUCCEEDED' && step.result) return step.result;
  throw new RunFailed(step.error?.code ?? 'INTERNAL', step.error?.message ?? 'The node failed.', step.id);
}

/** What was decided at a gate, as it is recorded. @throws RunFailed when nothing was */
export function recordedGate(step: GateStep): GateAnswer {
  if (!step.result) throw new RunFailed('INTERNAL', `Nothing was decided at ${step.key}.`, step.id);
  const { output, attempt } = step.arguments;
  return { kind: 'decided', ...step.result, output, attempt };
}

/** The recorded answer of a settled tool step. */
export function recordedAnswer(step: ToolStep): ToolAnswer {
  const value: unknown = step.result;
  if (step.phase === 'SUCCEEDED') return { kind: 'answered', text: toolText(value), value, isError: step.isError };
  const { code = 'TOOL_FAILED', message = 'the tool failed' } = step.error ?? {};
  const failure = { code, message, stepId: step.id };
  return { kind: 'answered', text: `Error: ${message}`, value: null, isError: true, failure };
}

/** The attempt of an activation in which a call was made; undefined when it was made elsewhere. */
function attemptAt(call: string, activation: string): number | undefined {
  if (!call.startsWith(activation)) return undefined;
  const [, tried] = /^(?:@(\d+))?[/~]/.exec(call.slice(activation.length)) ?? [];
  if (call.startsWith(`${activation}/`) || call.startsWith(`${activation}~`)) return 1;
  return tried === undefined ? undefined : Number(tried);
}

/** The walk came to a call that was never recorded. */
class Unrecorded extends Error {}

/**
 * The messages that the model call with this key was given. They are not stored with each call, which would keep a
 * conversation as many times as it has turns: the graph is walked over the recorded steps instead.
 * @returns undefined when the run never came to that call
 */
export async function messagesOf(
  execution: Pick<PlannedExecution, 'graph' | 'input'>,
  steps: readonly Step[],
  key: string,
): Promise<Message[] | undefined> {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const settledStep = (at: string): Step => {
    const step = byKey.get(at);
    if (!step || !isSettled(step)) throw new Unrecorded();
    return step;
  };
  let messages: Message[] | undefined;
  const port: StepPort = {
    async model(spec) {
      if (spec.key !== key) return recordedReply(settledStep(spec.key));
      messages = [...spec.messages];
      throw new Unrecorded();
    },
    tool: async (spec) => recordedAnswer(settledStep(spec.key) as ToolStep),
    async node(spec, work) {
      const step = byKey.get(spec.key);
      const tried = attemptAt(key, spec.key);
      // What the call was given is known only by walking to it.
      if (tried !== undefined) return work(tried, port);
      if (step?.kind === 'NODE' && isSettled(step)) return recordedNode(step);
      throw new Unrecorded();
    },
    skip: async () => undefined,
    received: (at) => {
      const step = byKey.get(at);
      return step?.kind === 'NODE' ? step.arguments.received : undefined;
    },
    gate: () => Promise.reject(new Unrecorded()),
    asked: async (at) => {
      const step = byKey.get(at);
      return step?.kind === 'GATE' && step.result ? recordedGate(step) : undefined;
    },
  };
  try {
    await interpret(execution.graph, execution.input, port);
  } catch (error) {
    if (!(error instanceof Unrecorded || error instanceof RunFailed || error instanceof RunParked)) throw error;
  }
  return messages;
}
