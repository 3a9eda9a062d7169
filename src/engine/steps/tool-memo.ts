import type { Step, ToolStep } from '../../modules/execution/index.ts';
import { hashJson } from '../../platform/crypto.ts';
import type { ToolCallSpec } from '../workflow/ports.ts';
import type { Run } from './run.ts';

/**
 * The finished call whose result this one takes over. A read is always made again; an identical repeat of a side
 * effect gives the first result where its agent says so, and in a replay that may not repeat side effects the recorded
 * one. `forbidden` when such a replay has no recording of it.
 */
export function reusable(run: Run, spec: ToolCallSpec, sideEffect: string): ToolStep | 'forbidden' | undefined {
  if (sideEffect === 'READ_ONLY') return undefined;
  const reuses = spec.asked.kind === 'agent' && spec.asked.repeatedCalls === 'reuse';
  const repeated = reuses ? identical(run.steps(), spec) : undefined;
  if (repeated || run.execution.replayMode !== 'LIVE') return repeated;
  return identical(run.source, spec) ?? 'forbidden';
}

function identical(steps: Iterable<Step>, spec: ToolCallSpec): ToolStep | undefined {
  const wanted = hashJson(spec.call.arguments);
  for (const step of steps) {
    if (step.kind !== 'TOOL' || step.name !== spec.call.name || step.phase !== 'SUCCEEDED' || step.isError) continue;
    if (hashJson(step.arguments) === wanted) return step;
  }
  return undefined;
}
