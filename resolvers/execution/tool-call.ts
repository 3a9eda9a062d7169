import { builder } from '../../schema/builder.ts';
import type { Loaders } from '../../schema/loaders.ts';
import { present } from '../../schema/present.ts';
import { ToolCallRef } from '../../schema/step.ts';

builder.queryField('toolCall', (t) =>
  t.field({
    type: ToolCallRef,
    nullable: true,
    description: 'One tool call, by its id; null when there is none.',
    authScopes: { action: 'execution:read' },
    args: {
      id: t.arg.id({ required: true, description: 'Its id.' }),
      namespace: t.arg.string({ description: 'Null too when it is not in this namespace.' }),
    },
    resolve: async (_root, { id, namespace }, { loaders }) => {
      const step = await loaders.step.load(id);
      if (step?.kind !== 'TOOL') return null;
      return namespace == null || namespace === (await namespaceOf(step.executionId, loaders)) ? step : null;
    },
  }),
);

async function namespaceOf(executionId: string, loaders: Loaders): Promise<string> {
  const { namespaceId } = present(await loaders.execution.load(executionId));
  return present(await loaders.namespace.load(namespaceId)).name;
}
