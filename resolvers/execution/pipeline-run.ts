import { builder } from '../../schema/builder.ts';
import { PipelineRunRef } from '../../schema/work-run.ts';

builder.queryField('pipelineRun', (t) =>
  t.field({
    type: PipelineRunRef,
    nullable: true,
    description: 'One run of a pipeline, by its id; null when there is none, and for an execution that is no such run.',
    authScopes: { action: 'execution:read' },
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: async (_root, { id }, { loaders }) => {
      const execution = await loaders.execution.load(id);
      return execution?.kind === 'PIPELINE_RUN' ? execution : null;
    },
  }),
);
