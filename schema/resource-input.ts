import { builder } from './builder.ts';
import { offsetArgs } from './connection.ts';
import { LabelInput, ResourceKindEnum } from './resource.ts';

const defaultNamespace = 'default';
const expectedVersion = 'Only when the resource is at this resourceVersion; whatever it is at when absent.';
const dryRun = 'Only say what would happen: everything is checked and nothing is changed.';

/** The arguments of a field that gives one resource of a kind. */
export const nameArgs = builder.args((t) => ({
  namespace: t.string({ required: true, defaultValue: defaultNamespace, description: 'Its namespace.' }),
  name: t.string({ required: true, description: 'Its name.' }),
}));

/** The arguments of a field that lists the resources of a kind, besides those of the page. */
export const listArgs = builder.args((t) => ({
  namespace: t.string({ description: 'Those in this namespace; those in all when absent.' }),
  labels: t.field({ type: [LabelInput], description: 'Those that have all of these labels.' }),
  ...offsetArgs,
}));

export const ResourceFilterInput = builder.inputType('ResourceFilter', {
  description: 'Which resources; what is absent is not asked for.',
  fields: (t) => ({
    kind: t.field({ type: ResourceKindEnum, description: 'Those of this kind.' }),
    namespace: t.string({ description: 'Those in this namespace.' }),
    labels: t.field({ type: [LabelInput], description: 'Those that have all of these labels.' }),
  }),
});

export const ApplyManifestsInput = builder.inputType('ApplyManifestsInput', {
  description: 'Manifests, and how to apply them.',
  fields: (t) => ({
    manifests: t.string({
      required: true,
      description: 'JSON or YAML, one or many documents, each in any API version.',
    }),
    namespace: t.string({
      required: true,
      defaultValue: defaultNamespace,
      description: 'The namespace of documents that name none.',
    }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: dryRun }),
    force: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Apply also over a newer version than the one that a document names.',
    }),
  }),
});

export const PatchResourceInput = builder.inputType('PatchResourceInput', {
  description: 'Which resource to change, and how. Objects are merged as RFC 7396 says: null removes.',
  fields: (t) => ({
    kind: t.field({ type: ResourceKindEnum, required: true, description: 'Its kind.' }),
    namespace: t.string({ required: true, defaultValue: defaultNamespace, description: 'Its namespace.' }),
    name: t.string({ required: true, description: 'Its name.' }),
    spec: t.field({
      type: 'JSON',
      description: 'An object to merge into its spec, in the shape of orrery.dev/v1; changes nothing when absent.',
    }),
    labels: t.field({ type: 'JSON', description: 'An object to merge into its labels; changes nothing when absent.' }),
    annotations: t.field({
      type: 'JSON',
      description: 'An object to merge into its annotations; changes nothing when absent.',
    }),
    expectedVersion: t.string({ description: expectedVersion }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: dryRun }),
  }),
});

export const DeleteResourceInput = builder.inputType('DeleteResourceInput', {
  description: 'Which resource to delete.',
  fields: (t) => ({
    kind: t.field({ type: ResourceKindEnum, required: true, description: 'Its kind.' }),
    namespace: t.string({ required: true, defaultValue: defaultNamespace, description: 'Its namespace.' }),
    name: t.string({ required: true, description: 'Its name.' }),
    expectedVersion: t.string({ description: expectedVersion }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: dryRun }),
  }),
});
