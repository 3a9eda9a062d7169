import type { StepDecision } from '../execution/index.ts';
import type { PlacedName, PolicyAction, PolicyDecision, PolicyRequest, PolicySource } from '../policy/index.ts';

/**
 * What a call was decided on, as it is kept: all but the arguments of the tool, which stand with the step, and the text
 * that a model was to be sent, which is not kept at all.
 */
export interface CallFacts {
  request: Omit<PolicyRequest, 'data' | 'grants' | 'tool'> & {
    tool?: Omit<NonNullable<PolicyRequest['tool']>, 'arguments'>;
  };
  /** Policies of other namespaces that the agent names. */
  attached: readonly PlacedName[];
}

/** Where a call belongs, and who makes it. */
export interface CallPlace {
  organizationId: string;
  namespaceId: string;
  /** The Tool or ModelEndpoint that is called; null when there is no such resource. */
  resourceId: string | null;
  executionId: string | null;
  /** The key of the step in its execution; null outside of runs. */
  stepKey: string | null;
  agentId: string | null;
  principalId: string;
  requestId: string | null;
}

/** A call that policies decided on, with what they said and what it was decided on. */
export interface DecidedCall extends CallPlace {
  id: string;
  action: PolicyAction;
  /** The tool, the model, or the agent that was to be started. */
  subject: string;
  agentName: string | null;
  decision: StepDecision;
  /** Whether the decision kept the call from being made. */
  isRefused: boolean;
  facts: CallFacts;
  createdAt: Date;
}

/** Which decided calls are wanted; what is absent is not asked for. */
export interface DecidedCallFilter {
  namespaceId?: string | undefined;
  action?: PolicyAction | undefined;
  effect?: StepDecision['effect'] | undefined;
  source?: PolicySource | undefined;
  isRefused?: boolean | undefined;
  /** The name of the tool or the model. */
  subject?: string | undefined;
  agentName?: string | undefined;
  policyName?: string | undefined;
  executionId?: string | undefined;
  principalId?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
}

/** The decision as it is kept with the call. */
export function storedDecision(decision: PolicyDecision): StepDecision {
  const { effect, source, policyId, policyName, policyVersion, rule, reason, fix } = decision;
  return { effect, source, policyId, policyName, policyVersion, rule, reason, fix };
}

/**
 * Whether a decision keeps a call from being made: only runs can wait for a person, and only with their tool calls. A start
 * is let through, because the calls of the run ask for themselves.
 */
export function isRefusal(action: PolicyAction, { effect }: Pick<PolicyDecision, 'effect'>): boolean {
  return (
    effect === 'DENY' || (effect === 'REQUIRE_APPROVAL' && (action === 'model.call' || action === 'execution.replay'))
  );
}

/** What is kept of a request. */
export function factsOf(request: PolicyRequest, attached: readonly PlacedName[]): CallFacts {
  const { data: _data, grants: _grants, tool, ...rest } = request;
  if (!tool) return { request: rest, attached };
  const { arguments: _arguments, ...named } = tool;
  return { request: { ...rest, tool: named }, attached };
}
