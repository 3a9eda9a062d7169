import type { StepDecision } from '../../modules/execution/index.ts';
import type { PolicyDecision } from '../../modules/policy/index.ts';
import { isOrreryError } from '../../platform/errors.ts';

/** The decision as it is kept with the step. */
export function storedDecision(decision: PolicyDecision): StepDecision {
  const { effect, policyId, policyName, policyVersion, rule, reason, fix } = decision;
  return { effect, policyId, policyName, policyVersion, rule, reason, fix };
}

/** Code and message of a failure, fit for whoever reads the run. */
export function describe(error: unknown): { code: string; message: string } {
  if (isOrreryError(error)) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: 'Something went wrong on our side.' };
}
