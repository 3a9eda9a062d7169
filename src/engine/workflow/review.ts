import type { ReviewRule } from '../../modules/execution/index.ts';
import { type GateAnswer, type GateSpec, RunFailed, RunParked, type StepPort } from './ports.ts';

type Decided = Extract<GateAnswer, { kind: 'decided' }>;

/** What is shown to a person: the output, and which attempt gave it. */
interface Shown {
  output: unknown;
  attempt: number;
}

/** What a person is to look at, and how it is done. */
interface Reviewing extends Omit<GateSpec, 'cycle' | 'output' | 'attempt'> {
  /** Does it; not asked for what was shown already. */
  first(): Promise<Shown>;
  /** Does it again as the person wants it, for this cycle. */
  again(answer: Decided, cycle: number): Promise<Shown>;
}

/**
 * Has a person look at an output until it is approved.
 * @returns the output that was @throws RunParked while nobody has decided, RunFailed APPROVAL_DENIED
 */
export async function reviewed(steps: StepPort, reviewing: Reviewing): Promise<unknown> {
  const { first, again, ...spec } = reviewing;
  let make = first;
  for (let cycle = 1; ; cycle++) {
    const key = `${spec.key}:${cycle}`;
    const answer = (await steps.asked(key)) ?? (await steps.gate({ ...spec, ...(await make()), key, cycle }));
    if (answer.kind === 'parked') throw new RunParked([answer.approvalId]);
    if (answer.decision === 'approved') return answer.output;
    if (answer.decision !== 'changes_requested') throw new RunFailed('APPROVAL_DENIED', denial(answer));
    make = () => again(answer, cycle + 1);
  }
}

/** What the node is told that has to change what it gave. */
export function reviewInput({ checkpointId }: ReviewRule, answer: Decided): Record<string, unknown> {
  return {
    'review.feedback': answer.comment ?? '',
    'review.previous_output': answer.output,
    'review.checkpoint_id': checkpointId,
    'review.requested_by': answer.decidedBy ?? '',
    'review.supersedes': answer.approval,
  };
}

function denial({ decision, comment }: Decided): string {
  if (decision === 'expired') return 'Nobody approved the output in time.';
  return `A person denied the output.${comment ? ` ${comment}` : ''}`;
}
