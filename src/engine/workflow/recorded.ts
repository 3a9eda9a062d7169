import { isSettled, type PlannedExecution, type ReplyRecord, type Step } from '../../modules/execution/index.ts';
import type { Message } from '../../modules/model/index.ts';
import { interpret } from './interpreter.ts';
import { type ModelCallSpec, RunFailed, type StepPort, type ToolAnswer } from './ports.ts';

/** What a model is told of a tool's result. */
export function toolText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null');
}

/** The recorded reply of a settled model step. @throws RunFailed when the step failed */
export function recordedReply(step: Step): ReplyRecord {
  if (step.kind === 'MODEL' && step.phase === 'SUCCEEDED' && step.result) return step.result;
  throw new RunFailed(step.error?.code ?? 'INTERNAL', step.error?.message ?? 'The step failed.', step.id);
}

/** The recorded answer of a settled tool step. */
export function recordedAnswer(step: Step): ToolAnswer {
  const value: unknown = step.result;
  if (step.phase === 'SUCCEEDED') return { kind: 'answered', text: toolText(value), value, isError: step.isError };
  const { code = 'TOOL_FAILED', message = 'the tool failed' } = step.error ?? {};
  const failure = { code, message, stepId: step.id };
  return { kind: 'answered', text: `Error: ${message}`, value: null, isError: true, failure };
}

/** The walk came to a call that was never recorded. */
export class Unrecorded extends Error {}

/**
 * The messages that the model call with this key was given. They are not stored with each call, which would keep a
 * conversation as many times as it has turns: the graph is walked over the recorded steps instead.
 * @returns undefined when the run never came to that call
 */
export async function messagesOf(
  run: RecordedRun,
  steps: readonly Step[],
  key: string,
): Promise<Message[] | undefined> {
  let messages: Message[] | undefined;
  await retrace(run, steps, (spec) => {
    if (spec.key !== key) return;
    messages = [...spec.messages];
    throw new Unrecorded();
  });
  return messages;
}

/** The messages that every model call of a run was given, by the key of its step: one walk for all of them. */
export async function messagesByKey(run: RecordedRun, steps: readonly Step[]): Promise<Map<string, Message[]>> {
  const messages = new Map<string, Message[]>();
  await retrace(run, steps, (spec) => messages.set(spec.key, [...spec.messages]));
  return messages;
}

type RecordedRun = Pick<PlannedExecution, 'graph' | 'input'>;

/** Walks the graph as far as its steps are recorded. `hear` is told of each model call before its reply is looked up. */
async function retrace(
  { graph, input }: RecordedRun,
  steps: readonly Step[],
  hear: (spec: ModelCallSpec) => void,
): Promise<void> {
  try {
    await interpret(graph, input, recordedPort(steps, hear));
  } catch (error) {
    if (!(error instanceof Unrecorded || error instanceof RunFailed)) throw error;
  }
}

/** Answers each call with its recorded step. `hear` is told of each model call. @throws Unrecorded where there is none */
export function recordedPort(steps: readonly Step[], hear: (spec: ModelCallSpec) => void): StepPort {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const settledStep = (at: string): Step => {
    const step = byKey.get(at);
    if (!step || !isSettled(step)) throw new Unrecorded();
    return step;
  };
  return {
    async model(spec) {
      hear(spec);
      return recordedReply(settledStep(spec.key));
    },
    tool: async (spec) => recordedAnswer(settledStep(spec.key)),
  };
}
