import { RunFailed } from '../workflow/ports.ts';
import type { Run } from './run.ts';

/** Ends a run that used what it may before it calls once more. @throws RunFailed BUDGET_EXCEEDED */
export function assertRunBudget(run: Run, call: 'model' | 'tool'): void {
  const { budget } = run.execution.graph;
  if (!budget) return;
  const limit = call === 'model' ? budget.modelCalls : budget.toolCalls;
  const made = [...run.steps()].filter(({ kind }) => kind === (call === 'model' ? 'MODEL' : 'TOOL')).length;
  if (limit !== null && made >= limit)
    throw new RunFailed('BUDGET_EXCEEDED', `The run made ${made} ${call} calls; its budget is ${limit}.`);
  if (call === 'tool' || budget.cost === null) return;
  const spent = spentBy(run);
  if (spent >= Number(budget.cost))
    throw new RunFailed('BUDGET_EXCEEDED', `The run cost ${spent}; its budget is ${budget.cost}.`);
}

function spentBy(run: Run): number {
  let spent = 0;
  for (const step of run.steps()) if (step.kind === 'MODEL') spent += Number(step.cost);
  return spent;
}
