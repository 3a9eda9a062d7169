import type { Execution } from './execution.ts';

/** What an execution says to who talks to it: its output in words, or why there is none, or none yet. */
export function replyOf(execution: Pick<Execution, 'phase' | 'output' | 'failure' | 'reason'>): string {
  const { phase, output, failure, reason } = execution;
  if (phase === 'SUCCEEDED') return typeof output === 'string' ? output : JSON.stringify(output);
  if (failure) return `I am sorry, I cannot answer: ${failure.message}`;
  const why = reason === null ? '' : ` ${reason}`;
  return `I have no answer yet: this is ${phase.toLowerCase()}.${why}`;
}
