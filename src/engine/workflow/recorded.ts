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
import {
  type GateAnswer,
  type ModelCallSpec,
  type NodeResult,
  RunFailed,
  RunParked,
  type StepPort,
  type ToolAnswer,
} from './ports.ts';

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
  await interpret(graph, input, recordedPort(steps, hear)).catch(heard);
}

/** A walk over a record ends where the record does. */
function heard(error: unknown): void {
  if (!(error instanceof Unrecorded || error instanceof RunFailed || error instanceof RunParked)) throw error;
}

/** Who waited, or was closed while it did, is passed by as it was then: the run may have gone on without it. */
function unsettled(step: Step | undefined): Unrecorded | RunParked {
  const isLeft = step?.phase === 'WAITING' || step?.phase === 'CANCELLED';
  const isDelayed = step?.kind === 'NODE' && step.target.nextAttemptAt !== null;
  return isLeft || isDelayed ? new RunParked([]) : new Unrecorded();
}

/** What was decided of what an earlier attempt of this node had shown: this attempt did not make it again. */
function shownBefore(step: Step | undefined, node: string, attempt: number): GateAnswer | undefined {
  if (step?.kind !== 'GATE' || !step.result || !step.key.startsWith(`${node}/review:`)) return undefined;
  const { attempt: tried, cycle } = step.arguments;
  return tried - cycle + 1 < attempt ? recordedGate(step) : undefined;
}

/** Answers each call with its recorded step. `hear` is told of each model call. @throws Unrecorded where there is none */
export function recordedPort(steps: readonly Step[], hear: (spec: ModelCallSpec) => void): StepPort {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const settledStep = (at: string): Step => {
    const step = byKey.get(at);
    if (step && isSettled(step)) return step;
    throw unsettled(step);
  };
  const port: StepPort = {
    async model(spec) {
      hear(spec);
      return recordedReply(settledStep(spec.key));
    },
    tool: async (spec) => recordedAnswer(settledStep(spec.key) as ToolStep),
    async node(spec, work) {
      const step = byKey.get(spec.key);
      if (step?.kind !== 'NODE') throw unsettled(step);
      let wait: RunParked | undefined;
      // What its calls were given is known only by walking to them; what it gave is recorded.
      for (let attempt = 1; attempt <= step.attempt; attempt++) {
        const within = { ...port, asked: async (at: string) => shownBefore(byKey.get(at), spec.key, attempt) };
        await work(attempt, within).catch((error: unknown) => {
          heard(error);
          if (error instanceof RunParked) wait = error;
        });
      }
      if (isSettled(step)) return recordedNode(step);
      throw wait ?? unsettled(step);
    },
    skip: async () => undefined,
    received: (at) => {
      const step = byKey.get(at);
      return step?.kind === 'NODE' ? step.arguments.received : undefined;
    },
    // Nobody counts as asked before, so that what was shown is walked to as well.
    gate: async (spec) => {
      const step = byKey.get(spec.key);
      if (step?.kind === 'GATE' && step.result) return recordedGate(step);
      throw unsettled(step);
    },
    asked: async () => undefined,
  };
  return port;
}
