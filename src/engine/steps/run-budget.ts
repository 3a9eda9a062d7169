import { plainDecimal } from '../../platform/db/index.ts';
import { type ModelCallSpec, RunFailed, type ToolCallSpec } from '../workflow/ports.ts';
import type { Run } from './run.ts';

/** Whether a run may make another model call. @throws RunFailed BUDGET_EXCEEDED */
export function assertMayCallModel(run: Run, spec: ModelCallSpec): void {
  assertCalls(run, spec, 'MODEL');
  assertCost(run);
  assertTokens(run, spec);
}

/** Whether a run may make another tool call. @throws RunFailed BUDGET_EXCEEDED */
export function assertMayCallTool(run: Run, spec: ToolCallSpec): void {
  assertCalls(run, spec, 'TOOL');
}

/** What the graph and the agent say of how many calls a run may make. */
function assertCalls(run: Run, { key, asked }: ModelCallSpec | ToolCallSpec, kind: 'MODEL' | 'TOOL'): void {
  const { budget } = run.execution.graph;
  const agents = kind === 'TOOL' && asked.kind === 'agent' ? asked.budget.toolCalls : null;
  const graphs = (kind === 'MODEL' ? budget?.modelCalls : budget?.toolCalls) ?? null;
  const limit = Math.min(agents ?? Infinity, graphs ?? Infinity);
  if (limit === Infinity) return;
  let made = 0;
  for (const step of run.steps()) if (step.kind === kind && step.key !== key) made += 1;
  if (made < limit) return;
  throw new RunFailed('BUDGET_EXCEEDED', `The run made ${made} ${kind.toLowerCase()} calls; its budget is ${limit}.`);
}

function assertTokens(run: Run, spec: ModelCallSpec): void {
  if (spec.asked.kind !== 'agent' || spec.asked.budget.tokens === null) return;
  let used = 0;
  for (const step of run.steps()) if (step.kind === 'MODEL') used += step.inputTokens + step.outputTokens;
  if (used >= spec.asked.budget.tokens) {
    throw new RunFailed('BUDGET_EXCEEDED', `The run used ${used} tokens; its budget is ${spec.asked.budget.tokens}.`);
  }
}

/** What one run may cost is bounded by budgets, and by its graph in the currency of its endpoints. */
function assertCost(run: Run): void {
  const allowed = run.execution.costLimitUsd ?? null;
  const own = run.execution.graph.budget?.cost ?? null;
  if (allowed !== null && spentBy(run, 'USD') >= Number(allowed))
    throw overspent(run, `a budget allows it ${allowed} USD`, 'USD');
  if (own !== null && spentBy(run) >= Number(own)) throw overspent(run, `its budget is ${own}`);
}

function overspent(run: Run, bound: string, currency?: string): RunFailed {
  const amount = plainDecimal(spentBy(run, currency).toFixed(10));
  return new RunFailed('BUDGET_EXCEEDED', `The run cost ${amount}${currency ? ` ${currency}` : ''}; ${bound}.`);
}

/** What was copied from another run has cost nothing here. */
function spentBy(run: Run, currency?: string): number {
  let spent = 0;
  for (const step of run.steps()) {
    if (step.kind !== 'MODEL' || step.recordedFrom !== null) continue;
    if (currency === undefined || step.currency === currency) spent += Number(step.cost);
  }
  return spent;
}
