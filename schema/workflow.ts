import {
  kinds,
  type ObjectShape,
  type Resource,
  shapeTree,
  type WorkflowSpec,
  workflowNodes,
} from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { kindType } from './kind-type.ts';
import { entryType, type Located } from './shaped-type.ts';

const NodeRef = entryType(nodeShape());

builder.objectFields(NodeRef, (t) => ({
  work: t.string({
    description:
      'What it does, in a word: its operation, or else agent, model, tool or workflow with the name of that, approval, map, branch or loop.',
    resolve: ({ value }) => wordOf(value as NamedNode),
  }),
  retries: t.int({
    description: 'How often it is tried again when it fails.',
    resolve: ({ value }) => (value as NamedNode).retry.maxAttempts - 1,
  }),
}));

builder.objectField(kindType('Workflow').type, 'title', (t) =>
  t.string({
    description: 'What people are shown as its name: its title, or else its name.',
    resolve: ({ name, spec }) => (spec as WorkflowSpec).title ?? name,
  }),
);

builder.objectField(kindType('Workflow').type, 'nodes', (t) =>
  t.field({
    type: [NodeRef],
    description: 'Its nodes in the order in which its author shows them.',
    resolve: (workflow): Located[] => {
      const { spec, namespace } = workflow as Resource<'Workflow'>;
      return workflowNodes(spec).map(([name, node]) => ({ value: { ...node, name }, namespace }));
    },
  }),
);

type NamedNode = WorkflowSpec['nodes'][string] & { name: string };

function wordOf({ operation, agent, model, tool, workflow, approval, map, branch }: NamedNode): string {
  if (operation) return operation.name;
  const named = Object.entries({ agent, model, tool, workflow }).find(([, work]) => work !== undefined);
  if (named) return `${named[0]}.${named[1]?.ref.name}`;
  if (approval) return 'approval';
  if (map) return 'map';
  return branch ? 'branch' : 'loop';
}

function nodeShape(): ObjectShape {
  const spec = shapeTree(kinds.Workflow.shape);
  const nodes = spec.type === 'object' ? spec.fields.get('nodes')?.node : undefined;
  if (nodes?.type !== 'map' || nodes.value.type !== 'object') throw new Error('The nodes of a Workflow must be parts.');
  return nodes.value;
}
