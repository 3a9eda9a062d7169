import type { OperationNode } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { LabelInput } from './resource.ts';

const NodePolicyInput = builder.inputType('OperationPolicyInput', {
  description: 'How long an operation may take, and how often it is tried again.',
  fields: (t) => ({
    timeoutMs: t.int({
      description: 'How long one attempt may take, in milliseconds; as long as the run when absent.',
    }),
    retries: t.int({ defaultValue: 0, description: 'How often it is tried again when it fails.' }),
  }),
});

const OperationNodeInput = builder.inputType('OperationNodeInput', {
  description: 'One node of a workflow, whose work is named by a word.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'Its name, unique in the workflow.' }),
    operation: t.string({
      required: true,
      description: 'What it does: `text.generate`, `tool.<tool>` or `agent.<agent>`.',
    }),
    runtime: t.string({
      description: 'What carries it out: native, tool, provider or wasm; as the operation says when absent.',
    }),
    config: t.field({
      type: 'JSON',
      description:
        '`model`, `tier`, `modality`, `prompt` and the parameters of a model; more is kept and not looked at.',
    }),
    inputs: t.field({
      type: 'JSON',
      description: 'What it is given, by name: `$context.<path>`, or a value as it is.',
    }),
    outputs: t.field({
      type: 'JSON',
      description: 'Where its outputs are written, by name: `$context.<path>`, or an object of `path` and `merge`.',
    }),
    merge: t.field({
      type: 'JSON',
      description: 'How an output meets what stands there: replace, keep, append or merge; for all, or by name.',
    }),
    dependsOn: t.stringList({ defaultValue: [], description: 'The nodes before it.' }),
    requires: t.stringList({ defaultValue: [], description: 'What must be there when a run begins.' }),
    policy: t.field({ type: NodePolicyInput, description: 'How long it may take, and how often it is tried again.' }),
    title: t.string({ description: 'What people are shown as its name.' }),
    stage: t.string({ description: 'The part of the work that it belongs to.' }),
  }),
});

export const DefineWorkflowInput = builder.inputType('DefineWorkflowInput', {
  description: 'A workflow of operations.',
  fields: (t) => ({
    namespace: t.string({ defaultValue: 'default', description: 'Its namespace.' }),
    name: t.string({ description: 'Its name; made from the title when absent.' }),
    title: t.string({ description: 'What people are shown as its name.' }),
    organization: t.id({
      description:
        "The organization in which to define it. Another than the caller's own does not exist for the caller.",
    }),
    description: t.string({ description: 'What it is for.' }),
    nodes: t.field({ type: [OperationNodeInput], required: true, description: 'Its nodes.' }),
    labels: t.field({ type: [LabelInput], description: 'Its labels.' }),
    dryRun: t.boolean({ defaultValue: false, description: 'Check everything and write nothing.' }),
  }),
});

/** The nodes as the definition takes them. */
export function operationNodes({ nodes }: Pick<typeof DefineWorkflowInput.$inferInput, 'nodes'>): OperationNode[] {
  return nodes.map(({ key, operation, dependsOn, requires, policy, ...rest }) => ({
    key,
    operation,
    title: rest.title ?? undefined,
    stage: rest.stage ?? undefined,
    runtime: rest.runtime ?? undefined,
    config: rest.config ?? undefined,
    inputs: rest.inputs ?? undefined,
    outputs: rest.outputs ?? undefined,
    merge: rest.merge ?? undefined,
    dependsOn: dependsOn ?? [],
    requires: requires ?? [],
    timeoutMs: policy?.timeoutMs ?? undefined,
    retries: Math.max(0, policy?.retries ?? 0),
  }));
}
