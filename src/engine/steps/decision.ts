import type { PolicyDecision } from '../../modules/policy/index.ts';
import { isOrreryError, OrreryError } from '../../platform/errors.ts';

/** @throws OrreryError POLICY_DENIED with the policy and rule that deny */
export function assertNotDenied(decision: PolicyDecision): void {
  if (decision.effect === 'DENY') throw refusedBy(decision);
}

/** The refusal that a decision amounts to, with the policy and the rule that refuse. */
export function refusedBy(decision: PolicyDecision): OrreryError {
  const { policyId, policyName, policyVersion, rule, fix } = decision;
  return new OrreryError('POLICY_DENIED', decision.reason, {
    facts: { policyId, policyName, policyVersion, rule },
    ...(fix === null ? {} : { fix }),
  });
}

/** Code and message of a failure, fit for whoever reads the run. */
export function describe(error: unknown): { code: string; message: string } {
  if (isOrreryError(error)) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: 'Something went wrong on our side.' };
}
