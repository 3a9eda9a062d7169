import { builder } from '../../schema/builder.ts';
import type { Loaders } from '../../schema/loaders.ts';
import { Node, type NodeShape } from '../../schema/node.ts';
import { idKind } from '../../src/platform/ids.ts';

type Load = (loaders: Loaders, id: string) => Promise<NodeShape | null>;

const loadByKind: Partial<Record<NonNullable<ReturnType<typeof idKind>>, Load>> = {
  resource: (loaders, id) => loaders.resource.load(id),
  execution: (loaders, id) => loaders.execution.load(id),
  step: (loaders, id) => loaders.step.load(id),
  approval: (loaders, id) => loaders.approval.load(id),
  namespace: (loaders, id) => loaders.namespace.load(id),
  principal: (loaders, id) => loaders.principal.load(id),
  memoryItem: (loaders, id) => loaders.memoryItem.load(id),
  scheduleRun: (loaders, id) => loaders.scheduleRun.load(id),
};

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    nullable: true,
    description: 'Anything, by its id; null when there is no such thing for the viewer.',
    authScopes: { action: 'resource:read' },
    args: { id: t.arg.id({ required: true, description: 'The id.' }) },
    resolve: (_root, { id }, { loaders }) => {
      const kind = idKind(id);
      return (kind && loadByKind[kind]?.(loaders, id)) ?? null;
    },
  }),
);
