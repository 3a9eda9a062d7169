import type { PolicyDecision, PolicyRequest, Rulebook } from '../policy/index.ts';
import type { CallFacts } from './decided-call.ts';

/** A call as far as it is known. */
interface KnownCall {
  facts: CallFacts;
  /** What a tool is given; null when that is not known. */
  arguments: Record<string, unknown> | null;
}

/** What a rulebook says of a call that was made before. */
export interface Replayed {
  decision: PolicyDecision;
  /** What the rulebook reads and nobody knows; null when it knew all that it read, so that the decision can be relied on. */
  missing: string | null;
}

/** Decides on a call of which not all is known. @throws OrreryError MANIFESTS_INVALID when a policy cannot be used */
export function replay(rulebook: Rulebook, known: KnownCall): Replayed {
  const { request, attached } = known.facts;
  let missing: string | null = null;
  const lacking = (what: string): never => {
    missing = what;
    // A rule that reads what is not there cannot be told; what it comes to then counts for nothing.
    throw new Error(`${what} is not known`);
  };
  const given = (): unknown => known.arguments ?? lacking('the arguments of the tool');
  const again: PolicyRequest = {
    ...request,
    ...(request.tool && { tool: withLate(request.tool, 'arguments', given) }),
    ...((request.action === 'tool.call' || request.action === 'model.call') && {
      data: withLate({}, 'text', () =>
        request.action === 'tool.call' ? JSON.stringify(given()) : lacking('the text that was sent'),
      ),
    }),
  } as PolicyRequest;
  return { decision: rulebook.decide(again, attached), missing };
}

/** The same object with a member that is worked out when it is read. */
function withLate(object: object, name: string, get: () => unknown): object {
  return Object.defineProperty({ ...object }, name, { get, enumerable: true });
}
