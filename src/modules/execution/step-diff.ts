import type { Pair } from './definition-diff.ts';
import { diffJson, type JsonChange } from './json-diff.ts';
import type { ReplyRecord, Step } from './step.ts';

/**
 * How the steps of two executions with one key compare. SHARED: one is the recorded result of the other, or both are of
 * the same third. SAME: they were asked, gave and cost the same; only their times differ.
 */
export type StepRelation = 'SHARED' | 'SAME' | 'CHANGED' | 'ONLY_IN_A' | 'ONLY_IN_B';

/** What differs between the steps of two executions that have the same key. */
export interface StepDiff {
  key: string;
  relation: StepRelation;
  a: Step | null;
  b: Step | null;
  phase: Pair<string>;
  /** What was called: the tool, or the model. */
  name: Pair<string>;
  /** What a tool was called with. */
  arguments: JsonChange[];
  /** The messages that a model was given. */
  asked: JsonChange[];
  /** What a model answered. */
  reply: JsonChange[];
  /** What a tool gave. */
  result: JsonChange[];
  error: JsonChange[];
  attempts: Pair<number>;
  inputTokens: Pair<number>;
  outputTokens: Pair<number>;
  /** Exact decimals, each in the currency of its side. */
  cost: Pair<{ amount: string; currency: string }>;
  latencyMs: Pair<number>;
}

/** The messages that each model call of an execution was given, by the key of its step. */
export type AskedMessages = ReadonlyMap<string, readonly object[]>;

interface Side {
  steps: readonly Step[];
  asked: AskedMessages;
}

/** The steps of two executions matched by their keys: in the order of a, those that only b has where b has them. */
export function diffSteps(a: Side, b: Side): StepDiff[] {
  const [ofA, ofB] = [byKey(a.steps), byKey(b.steps)];
  return mergedKeys([...ofA.keys()], [...ofB.keys()]).map((key) =>
    stepDiff(key, { step: ofA.get(key), asked: a.asked.get(key) }, { step: ofB.get(key), asked: b.asked.get(key) }),
  );
}

function byKey(steps: readonly Step[]): Map<string, Step> {
  return new Map(steps.map((step) => [step.key, step]));
}

/** Both lists as one: what only the second has stands behind what it follows there. */
function mergedKeys(first: readonly string[], second: readonly string[]): string[] {
  const known = new Set(first);
  const behind = new Map<string, string[]>();
  let last = '';
  for (const key of second) {
    if (known.has(key)) last = key;
    else behind.set(last, [...(behind.get(last) ?? []), key]);
  }
  return [...(behind.get('') ?? []), ...first.flatMap((key) => [key, ...(behind.get(key) ?? [])])];
}

interface Told {
  step: Step | undefined;
  asked: readonly object[] | undefined;
}

function stepDiff(key: string, a: Told, b: Told): StepDiff {
  const [one, other] = [a.step && contentOf(a.step, a.asked), b.step && contentOf(b.step, b.asked)];
  const pair = <T>(read: (step: Step) => T): Pair<T> => ({
    a: a.step ? read(a.step) : null,
    b: b.step ? read(b.step) : null,
  });
  const changes = (part: keyof StepContent): JsonChange[] => diffJson(one?.[part], other?.[part]);
  const diff = {
    key,
    a: a.step ?? null,
    b: b.step ?? null,
    phase: pair((step) => step.phase),
    name: pair((step) => step.name),
    ...{ arguments: changes('arguments'), asked: changes('asked'), reply: changes('reply') },
    ...{ result: changes('result'), error: changes('error') },
    attempts: pair((step) => step.attempt),
    inputTokens: pair((step) => spentOn(step).inputTokens),
    outputTokens: pair((step) => spentOn(step).outputTokens),
    cost: pair((step) => spentOn(step).cost),
    latencyMs: { a: a.step?.latencyMs ?? null, b: b.step?.latencyMs ?? null },
  };
  const relation = relationOf(diff);
  // What a shared call was asked is what its source was asked, whatever input this execution has.
  return { ...diff, relation, asked: relation === 'SHARED' ? [] : diff.asked };
}

function relationOf(diff: Omit<StepDiff, 'relation'>): StepRelation {
  const { a, b } = diff;
  if (a === null) return 'ONLY_IN_B';
  if (b === null) return 'ONLY_IN_A';
  if (a.recordedFrom === b.id || b.recordedFrom === a.id) return 'SHARED';
  if (a.recordedFrom !== null && a.recordedFrom === b.recordedFrom) return 'SHARED';
  const values = [diff.phase, diff.name, diff.attempts, diff.inputTokens, diff.outputTokens];
  const lists = [diff.arguments, diff.asked, diff.reply, diff.result, diff.error];
  const isSame =
    values.every((pair) => pair.a === pair.b) &&
    lists.every((list) => list.length === 0) &&
    diff.cost.a?.amount === diff.cost.b?.amount &&
    diff.cost.a?.currency === diff.cost.b?.currency;
  return isSame ? 'SAME' : 'CHANGED';
}

interface StepContent {
  arguments?: unknown;
  asked?: unknown;
  reply?: unknown;
  result?: unknown;
  error?: unknown;
}

/** What a step was given and gave. What is not there yet is absent. */
function contentOf(step: Step, asked: Told['asked']): StepContent {
  const error = step.error ?? undefined;
  switch (step.kind) {
    case 'MODEL':
      return { asked: asked?.map(withoutCallIds), reply: step.result ? saidBy(step.result) : undefined, error };
    case 'TOOL':
      return { arguments: step.arguments, result: step.result ?? undefined, error };
    case 'NODE':
      return { result: step.result ?? undefined, error };
    case 'GATE':
      return { arguments: step.arguments.output, result: step.result ?? undefined, error };
  }
}

/** Models make up a new id for each call that they ask for: it says nothing. */
function saidBy(reply: ReplyRecord): object {
  return withoutCallIds(reply);
}

function withoutCallIds(said: object): object {
  const { toolCallId: _, toolCalls, ...rest } = said as { toolCallId?: string; toolCalls?: { id: string }[] };
  return toolCalls ? { ...rest, toolCalls: toolCalls.map(({ id: __, ...call }) => call) } : rest;
}

interface Spent {
  inputTokens: number;
  outputTokens: number;
  cost: { amount: string; currency: string };
}

function spentOn(step: Step): Spent {
  switch (step.kind) {
    case 'MODEL': {
      const { inputTokens, outputTokens, cost: amount, currency } = step;
      return { inputTokens, outputTokens, cost: { amount, currency } };
    }
    case 'TOOL':
    case 'NODE':
    case 'GATE':
      return { inputTokens: 0, outputTokens: 0, cost: { amount: '0', currency: 'USD' } };
  }
}
