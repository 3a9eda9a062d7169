import type { CompileJob } from '../modules/execution/index.ts';
import type { Judge } from '../modules/governance/index.ts';
import { assertModality, type ModelAccessService } from '../modules/model-access/index.ts';
import { earlyPlace } from './compile-agent.ts';
import { assertNotDenied } from './steps/decision.ts';

/** Turns a job into the graph that is interpreted: one call of the model that fits it best. */
export function createJobCompiler({ judge, models }: { judge: Judge; models: ModelAccessService }): CompileJob {
  return async (actor, { modality, tier, model, messages, parameters, labels }) => {
    assertModality(modality);
    const { endpoint, estimate } = await models.foresee(actor, { model, messages, tools: [], parameters }, tier);
    const { namespace, namespaceId, name, id: resourceId } = endpoint;
    assertNotDenied(
      await judge.decideEarly(actor, {
        request: {
          action: 'execution.start',
          namespace,
          execution: { labels, costUsd: '0', inputTokens: 0, outputTokens: 0, toolCalls: 0 },
        },
        attached: [],
        place: earlyPlace(actor, { namespaceId, resourceId, agentId: null }),
      }),
    );
    const node = { kind: 'model', model: { namespace, name }, prompt: '', parameters } as const;
    return { graph: { nodes: { model: node }, edges: [] }, estimate };
  };
}
