import type { Execution, JobRecord } from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';
import { ModelModality } from './call-model-input.ts';
import { ModelEndpointRef } from './model-endpoint.ts';
import { ProviderTier } from './model-provider.ts';
import { present } from './present.ts';
import { loadNamed } from './reference.ts';
import { JobRef } from './work-run.ts';

builder.objectFields(JobRef, (t) => ({
  modality: t.field({
    type: ModelModality,
    description: 'What was asked for.',
    resolve: (job) => recordOf(job).modality,
  }),
  tier: t.field({
    type: ProviderTier,
    nullable: true,
    description: 'The tier that was preferred; null for any.',
    resolve: (job) => recordOf(job).tier,
  }),
  endpoint: t.field({
    type: ModelEndpointRef,
    nullable: true,
    description: 'The endpoint that was chosen; null when it was deleted.',
    resolve: async ({ id }, _args, { loaders }) => {
      const { graph } = present(await loaders.plannedExecution.load(id));
      const node = Object.values(graph.nodes).find(({ kind }) => kind === 'model');
      return node?.kind === 'model' ? loadNamed(loaders, 'ModelEndpoint', node.model) : null;
    },
  }),
}));

/** What a job was asked, as its execution was started with it. */
function recordOf({ input }: Execution): JobRecord {
  return input as JobRecord;
}
