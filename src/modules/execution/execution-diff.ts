import { type DefinitionDiff, diffDefinitions, type Pair } from './definition-diff.ts';
import type { Execution, PlannedExecution } from './execution.ts';
import { diffJson, type JsonChange } from './json-diff.ts';
import type { Step } from './step.ts';
import { type AskedMessages, diffSteps, type StepDiff, type StepRelation } from './step-diff.ts';

/** An execution with all that is compared of it. */
export interface ComparedExecution {
  execution: PlannedExecution;
  /** In the order in which they began. */
  steps: readonly Step[];
  asked: AskedMessages;
}

/** How two executions stem from each other. */
export type Kinship = 'SAME' | 'B_FROM_A' | 'A_FROM_B' | 'SIBLINGS' | 'NONE';

/** What differs between two executions. */
export interface ExecutionDiff {
  a: Execution;
  b: Execution;
  kinship: Kinship;
  phase: Pair<string>;
  input: JsonChange[];
  output: JsonChange[];
  failure: JsonChange[];
  definition: DefinitionDiff;
  steps: StepDiff[];
  /** How many steps compare how. */
  counts: Record<StepRelation, number>;
  modelCalls: Pair<number>;
  toolCalls: Pair<number>;
  inputTokens: Pair<number>;
  outputTokens: Pair<number>;
  /** Exact decimals, each in the currency of its side. */
  cost: Pair<{ amount: string; currency: string }>;
  /** From the first claim to the end; null for what has not begun or not ended. */
  durationMs: Pair<number>;
}

/** What differs between two executions, of one definition or of two. */
export function diffExecutions(a: ComparedExecution, b: ComparedExecution): ExecutionDiff {
  const [one, other] = [a.execution, b.execution];
  const pair = <T>(read: (execution: Execution) => T): { a: T; b: T } => ({ a: read(one), b: read(other) });
  const steps = diffSteps(a, b);
  return {
    a: one,
    b: other,
    kinship: kinshipOf(one, other),
    phase: pair(({ phase }) => phase),
    input: diffJson(one.input, other.input),
    output: diffJson(one.output ?? undefined, other.output ?? undefined),
    failure: diffJson(failureOf(one), failureOf(other)),
    definition: diffDefinitions(one.graph, other.graph),
    steps,
    counts: countsOf(steps),
    modelCalls: pair(({ modelCalls }) => modelCalls),
    toolCalls: pair(({ toolCalls }) => toolCalls),
    inputTokens: pair(({ inputTokens }) => inputTokens),
    outputTokens: pair(({ outputTokens }) => outputTokens),
    cost: pair(({ cost: amount, currency }) => ({ amount, currency })),
    durationMs: pair(({ startedAt, finishedAt }) =>
      startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null,
    ),
  };
}

function kinshipOf(a: Execution, b: Execution): Kinship {
  if (a.id === b.id) return 'SAME';
  if (b.forkedFromId === a.id) return 'B_FROM_A';
  if (a.forkedFromId === b.id) return 'A_FROM_B';
  return a.forkedFromId !== null && a.forkedFromId === b.forkedFromId ? 'SIBLINGS' : 'NONE';
}

/** The step at fault has another id in every execution. */
function failureOf({ failure }: Execution): object | undefined {
  return failure ? { code: failure.code, message: failure.message } : undefined;
}

function countsOf(steps: readonly StepDiff[]): ExecutionDiff['counts'] {
  const counts = { SHARED: 0, SAME: 0, CHANGED: 0, ONLY_IN_A: 0, ONLY_IN_B: 0 };
  for (const { relation } of steps) counts[relation]++;
  return counts;
}
