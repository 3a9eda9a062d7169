import { plainDecimal } from '../../platform/db/index.ts';
import { type ModelCallSpec, RunFailed } from '../workflow/ports.ts';
import type { Run } from './run.ts';

/** Whether a run may make another model call. @throws RunFailed BUDGET_EXCEEDED */
export function assertWithinBudget(run: Run, spec: ModelCallSpec): void {
  assertCost(run);
  assertTokens(run, spec);
}

function assertTokens(run: Run, spec: ModelCallSpec): void {
  if (spec.asked.kind !== 'agent' || spec.asked.budget.tokens === null) return;
  let used = 0;
  for (const step of run.steps()) if (step.kind === 'MODEL') used += step.inputTokens + step.outputTokens;
  if (used >= spec.asked.budget.tokens) {
    throw new RunFailed('BUDGET_EXCEEDED', `The run used ${used} tokens; its budget is ${spec.asked.budget.tokens}.`);
  }
}

/** What one run may cost is bounded by budgets. What was copied from another run has cost nothing here. */
function assertCost(run: Run): void {
  const limit = run.execution.costLimitUsd ?? null;
  if (limit === null) return;
  let spent = 0;
  for (const step of run.steps()) {
    if (step.kind === 'MODEL' && step.recordedFrom === null && step.currency === 'USD') spent += Number(step.cost);
  }
  if (spent < Number(limit)) return;
  const amount = plainDecimal(spent.toFixed(10));
  throw new RunFailed('BUDGET_EXCEEDED', `The run cost ${amount} USD; a budget allows it ${limit} USD.`);
}
