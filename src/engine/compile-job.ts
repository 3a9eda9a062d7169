import type { CompileJob } from '../modules/execution/index.ts';
import type { Judge } from '../modules/governance/index.ts';
import { assertModality, type ModelAccessService } from '../modules/model-access/index.ts';
import { assertMayStart } from './may-start.ts';

/** Turns a job into the graph that is interpreted: one call of the model that fits it best. */
export function createJobCompiler({ judge, models }: { judge: Judge; models: ModelAccessService }): CompileJob {
  return async (actor, { modality, tier, model, messages, parameters, labels }) => {
    assertModality(modality);
    const { endpoint, estimate } = await models.foresee(actor, { model, messages, tools: [], parameters }, tier);
    await assertMayStart(judge, actor, { definition: endpoint, labels });
    const { namespace, name } = endpoint;
    const node = { kind: 'model', model: { namespace, name }, prompt: '', parameters } as const;
    return { graph: { nodes: { model: node }, edges: [] }, estimate };
  };
}
