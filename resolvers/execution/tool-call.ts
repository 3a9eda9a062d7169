import { builder } from '../../schema/builder.ts';
import { ToolCallRef } from '../../schema/step.ts';

builder.queryField('toolCall', (t) =>
  t.field({
    type: ToolCallRef,
    nullable: true,
    description: 'One tool call, by its id; null when there is none.',
    authScopes: { action: 'execution:read' },
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: async (_root, { id }, { loaders }) => {
      const step = await loaders.step.load(id);
      return step?.kind === 'TOOL' ? step : null;
    },
  }),
);
