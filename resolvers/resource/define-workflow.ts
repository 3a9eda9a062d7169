import { builder } from '../../schema/builder.ts';
import { DefineWorkflowInput, operationNodes } from '../../schema/define-workflow-input.ts';
import { labelMap } from '../../schema/execution-input.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { kindType } from '../../schema/kind-type.ts';
import { assertOwnOrganization } from '../../schema/own-organization.ts';
import { nameOfTitle, operationWorkflow, type Resource } from '../../src/modules/resource/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';
import { forgetLoaded } from './forget-loaded.ts';

const codes = ['MANIFESTS_INVALID', 'INPUT_INVALID', 'RESOURCE_NOT_FOUND'] as const;

interface Defined {
  workflow: Resource;
  created: boolean;
}

const WorkflowDefined = builder.objectRef<Defined>('WorkflowDefined').implement({
  description: 'The workflow is as it was defined; in a dry run it could be.',
  fields: (t) => ({
    workflow: t.field({ type: kindType('Workflow').type, description: 'It.', resolve: ({ workflow }) => workflow }),
    created: t.exposeBoolean('created', { description: 'Whether it is new; else it was defined anew.' }),
  }),
});

const Result = resultUnion<Defined>('DefineWorkflowResult', {
  description: 'The workflow, or everything that is wrong with it.',
  members: [WorkflowDefined],
  codes,
  typeName: () => 'WorkflowDefined',
});

builder.mutationField('defineWorkflow', (t) =>
  t.field({
    type: Result,
    description:
      'Makes a workflow of operations: each node names its work by a word, and what carries it out is chosen when a run begins. Safe to repeat; under the same name it is defined anew.',
    authScopes: { action: 'resource:write' },
    args: { input: t.arg({ type: DefineWorkflowInput, required: true, description: 'What it is made of.' }) },
    resolve: (_root, { input }, context) =>
      orFailure(codes, async () => {
        assertOwnOrganization(context, input.organization);
        const { actor, services, loaders } = context;
        const nodes = operationNodes(input);
        assertUnique(nodes.map(({ key }) => key));
        const { namespace, labels, dryRun } = input;
        const about = { title: input.title ?? undefined, description: input.description ?? undefined };
        const name = input.name ?? (about.title === undefined ? undefined : nameOfTitle(about.title));
        if (name === undefined) throw new OrreryError('INPUT_INVALID', 'A workflow has a name or a title.');
        const manifest = {
          apiVersion: 'orrery.dev/v1',
          kind: 'Workflow',
          metadata: { name, namespace: namespace ?? 'default', labels: labelMap(labels) },
          spec: operationWorkflow(about, nodes),
        };
        const options = { dryRun: dryRun === true, force: false };
        const [change] = await services.resources.apply(actor, { manifests: JSON.stringify(manifest), ...options });
        if (!change) throw new Error('A manifest was applied, and nothing changed.');
        forgetLoaded(loaders);
        return { workflow: change.resource, created: change.action === 'CREATED' };
      }),
  }),
);

function assertUnique(keys: readonly string[]): void {
  const at = keys.findIndex((key, index) => keys.indexOf(key) !== index);
  if (at < 0) return;
  throw new OrreryError('INPUT_INVALID', `nodes[${at}].key repeats the name ${keys[at]}.`, {
    facts: { field: `nodes[${at}].key` },
  });
}
