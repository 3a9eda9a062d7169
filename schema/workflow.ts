import { kinds, type ObjectShape, type Resource, shapeTree } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { kindType } from './kind-type.ts';
import { entryType, type Located } from './shaped-type.ts';

builder.objectField(kindType('Workflow').type, 'nodes', (t) =>
  t.field({
    type: [entryType(nodeShape())],
    description: 'Its nodes in the order in which its author shows them.',
    resolve: (workflow): Located[] => {
      const { spec, namespace } = workflow as Resource<'Workflow'>;
      const rest = Object.keys(spec.nodes).filter((name) => !spec.order.includes(name));
      return [...spec.order, ...rest].map((name) => ({ value: { ...spec.nodes[name], name }, namespace }));
    },
  }),
);

function nodeShape(): ObjectShape {
  const spec = shapeTree(kinds.Workflow.shape);
  const nodes = spec.type === 'object' ? spec.fields.get('nodes')?.node : undefined;
  if (nodes?.type !== 'map' || nodes.value.type !== 'object') throw new Error('The nodes of a Workflow must be parts.');
  return nodes.value;
}
