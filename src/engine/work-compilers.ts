import type { WorkCompilers } from '../modules/execution/index.ts';
import type { Judge } from '../modules/governance/index.ts';
import { assertModality, type ModelAccessService } from '../modules/model-access/index.ts';
import type { ResourceService } from '../modules/resource/index.ts';
import { createAgentCompiler } from './compile-agent.ts';
import { createWorkflowCompiler } from './compile-workflow.ts';
import { createSystemCompiler, type SystemCompilerDeps } from './system-compiler.ts';

/** Everything that turns resources into graphs, by their kinds. */
export function createWorkCompilers(deps: {
  resources: ResourceService;
  judge: Judge;
  models: ModelAccessService;
  /** How systems work whose manifest leaves it open. */
  mode: SystemCompilerDeps['mode'];
}): WorkCompilers {
  const { resources, judge, models, mode } = deps;
  const compileAgent = createAgentCompiler(resources, judge);
  return {
    Agent: async (actor, { name, model, labels, input }) => ({
      ...(await compileAgent(actor, name, model, labels)),
      kind: 'AGENT_RUN',
      definition: null,
      input,
    }),
    AgentSystem: createSystemCompiler({ resources, judge, mode }),
    Workflow: createWorkflowCompiler({
      ...{ resources, judge, compileAgent },
      chooseEndpoint: async (actor, { modality, model, tier }) => {
        assertModality(modality);
        const call = { model: model ?? 'auto', messages: [], tools: [], parameters: {} };
        const { endpoint } = await models.foresee(actor, call, tier);
        return { namespace: endpoint.namespace, name: endpoint.name };
      },
    }),
  };
}
