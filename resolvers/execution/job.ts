import '../../schema/job.ts';
import { builder } from '../../schema/builder.ts';
import { JobRef } from '../../schema/work-run.ts';

builder.queryField('job', (t) =>
  t.field({
    type: JobRef,
    nullable: true,
    description: 'One job, by its id; null when there is none, and for an execution that is no job.',
    authScopes: { action: 'execution:read' },
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: async (_root, { id }, { loaders }) => {
      const execution = await loaders.execution.load(id);
      return execution?.kind === 'JOB' ? execution : null;
    },
  }),
);
