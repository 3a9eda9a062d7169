import type { CallPlace, Judge } from '../modules/governance/index.ts';
import type { Actor } from '../modules/identity/index.ts';
import type { Resource } from '../modules/resource/index.ts';
import { earlyPlace } from './compile-agent.ts';
import { assertNotDenied } from './steps/decision.ts';

/** Asks the policies whether work that is no agent's own may begin. @throws OrreryError POLICY_DENIED */
export async function assertMayStart(
  judge: Judge,
  actor: Actor,
  about: {
    definition: Pick<Resource, 'id' | 'namespace'> & Pick<CallPlace, 'namespaceId'>;
    labels: Record<string, string>;
  },
): Promise<void> {
  const { id: resourceId, namespace, namespaceId } = about.definition;
  const execution = { labels: about.labels, costUsd: '0', inputTokens: 0, outputTokens: 0, toolCalls: 0 };
  assertNotDenied(
    await judge.decideEarly(actor, {
      request: { action: 'execution.start', namespace, execution },
      attached: [],
      place: earlyPlace(actor, { namespaceId, resourceId, agentId: null }),
    }),
  );
}
