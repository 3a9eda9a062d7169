import { OrreryError } from '../../platform/errors.ts';
import type { RouteCandidate } from '../execution/index.ts';
import { type AskedCall, isRefusal } from '../governance/index.ts';
import type { Actor } from '../identity/index.ts';
import type { PolicyDecision } from '../policy/index.ts';
import type { CatalogEndpoint } from './model-catalog.ts';

/** What a candidate came to: it may be called, or why not. */
export type Judgement = { decision: PolicyDecision } | { refusal: OrreryError };

/** The direct call of `endpoint` that policies are asked about. */
export function askedCall(actor: Actor, { resource }: CatalogEndpoint, text: () => string): AskedCall {
  const { id: resourceId, namespace, namespaceId, name, spec } = resource;
  const { organizationId, principalId, requestId } = actor;
  const data = {
    get text() {
      return text();
    },
  };
  const model = { provider: spec.provider, name: spec.model, endpoint: name };
  const outsideRuns = { executionId: null, stepKey: null, agentId: null };
  return {
    request: { action: 'model.call', namespace, model, data },
    attached: [],
    place: { organizationId, namespaceId, resourceId, principalId, requestId, ...outsideRuns },
  };
}

/** What a decision means for calling `endpoint`. */
export function judgementOf(endpoint: CatalogEndpoint, decision: PolicyDecision): Judgement {
  const { effect, reason, fix, policyName, rule } = decision;
  if (!isRefusal('model.call', decision)) return { decision };
  const waits =
    effect === 'REQUIRE_APPROVAL' ? ' A person would have to approve it, which only a run can wait for.' : '';
  return {
    refusal: new OrreryError('POLICY_DENIED', `${reason}${waits}`, {
      fix: fix ?? 'Ask for another model, or have the policy changed.',
      facts: { policy: policyName, rule, endpoint: endpoint.id },
    }),
  };
}

/** Why none of several candidates can be called: what may pass counts more than what stays. */
export function refusalOf(refusals: readonly OrreryError[]): OrreryError {
  const [first, ...others] = refusals;
  if (first && others.length === 0) return first;
  if (!first) {
    return new OrreryError('MODEL_NOT_FOUND', 'There is no model endpoint that is ready.', {
      fix: 'Apply a ModelEndpoint, or complete what an existing one names.',
    });
  }
  return refusals.find(({ retryable }) => retryable) ?? first;
}

/** A candidate as it is stored with the call. */
export function candidateOf(endpoint: CatalogEndpoint, judgement: Judgement): RouteCandidate {
  const isRefused = 'refusal' in judgement;
  const reason = isRefused ? judgement.refusal.message : judgement.decision.reason;
  return { endpoint: endpoint.id, selected: !isRefused, reason };
}

/** The refusal of a call whose breaker is open. */
export function breakerOpen(endpoint: CatalogEndpoint, breaker: { opensAgainAt: Date | null }): OrreryError {
  const { opensAgainAt } = breaker;
  return new OrreryError(
    'MODEL_UNAVAILABLE',
    `The endpoint ${endpoint.id} is not called at present: its provider failed too often, or wants to be paid.`,
    {
      fix: opensAgainAt
        ? `Try again after ${opensAgainAt.toISOString()}.`
        : 'Settle with the provider, then reset its breaker.',
      facts: { endpoint: endpoint.id, breaker: 'open' },
    },
  );
}
