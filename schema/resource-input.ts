import { builder } from './builder.ts';
import { offsetArgs } from './connection.ts';
import { LabelInput, ResourceKindEnum } from './resource.ts';

const defaultNamespace = 'default';
const expectedVersion =
  'Only when the resource is at this resourceVersion; whatever it is at when absent. What follows an `@` in it is not read.';
const dryRun = 'Only say what would happen: everything is checked and nothing is changed.';

const writeUnchanged =
  'Write also what changes nothing, as APIs do whose every write counts: the resourceVersion grows and watchers see it; the generation stays.';

type InputFields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]>['fields']>[0];

/** What a writer says about the version that they saw. */
function claim(t: InputFields) {
  return {
    expectedVersion: t.string({ description: `${expectedVersion} \`*\` is any.` }),
    requireVersion: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Refuse a write that names no version. One that names two is refused in any case.',
    }),
    anyVersion: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Whatever version it is at will do, as if `*` were expected.',
    }),
  };
}

/** What it means that a name may be that of what all namespaces share. */
export const orShared =
  'Of a kind that namespaces share, which model endpoints are: where the namespace has none of this name, that of `default` is meant.';

/** The arguments of a field that gives one resource of a kind. */
export const nameArgs = builder.args((t) => ({
  namespace: t.string({ required: true, defaultValue: defaultNamespace, description: 'Its namespace.' }),
  name: t.string({ required: true, description: 'Its name.' }),
  asOf: t.field({
    type: 'Cursor',
    description:
      'As it was when the journal stood here, also under a name that it has no longer, or if it was deleted since; absent, as it is. What it names, what names it and its history are shown as they are now. A cursor from before the oldest event that is kept fails with CURSOR_EXPIRED.',
  }),
}));

const afterName =
  'Those whose names come after this one, for clients that page by names instead of cursors. Over several namespaces a page may end between two of the same name: what `nextName` says leads on to the second.';

/** The arguments of a field that lists the resources of a kind, besides those of the page. */
export const listArgs = builder.args((t) => ({
  namespace: t.string({ description: 'Those in this namespace; those in all when absent.' }),
  labels: t.field({ type: [LabelInput], description: 'Those that have all of these labels.' }),
  afterName: t.string({ description: afterName }),
  ...offsetArgs,
}));

export const ResourceFilterInput = builder.inputType('ResourceFilter', {
  description: 'Which resources; what is absent is not asked for.',
  fields: (t) => ({
    kind: t.field({
      type: ResourceKindEnum,
      description: 'Those of this kind. Of one that belongs to all namespaces, those are in each.',
    }),
    kinds: t.field({ type: [ResourceKindEnum], description: 'Those of one of these kinds.' }),
    namespace: t.string({ description: 'Those in this namespace.' }),
    orShared: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Of one kind that namespaces share, which model endpoints are: also those of `default`, besides those of the namespace.',
    }),
    name: t.string({ description: 'Those of this name.' }),
    labels: t.field({ type: [LabelInput], description: 'Those that have all of these labels.' }),
    afterName: t.string({ description: `${afterName} Of use with one kind only: lists are sorted by kind first.` }),
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
      description: 'The namespace of documents that name none; absent, that is `default`.',
    }),
    onlyNamespace: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Refuse a document that names another namespace than `namespace`. Letter case does not matter.',
    }),
    apiVersion: t.string({
      description: 'The API version of documents that name none, or one that is not known here.',
    }),
    kind: t.field({ type: ResourceKindEnum, description: 'The kind of documents that name none.' }),
    onlyKind: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Refuse a document of another kind than `kind`. Letter case does not matter.',
    }),
    single: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Refuse anything but exactly one document that is not a list.',
    }),
    writeUnchanged: t.boolean({ required: true, defaultValue: false, description: writeUnchanged }),
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
      description: 'An object to merge into its spec, in the shape of `apiVersion`; changes nothing when absent.',
    }),
    apiVersion: t.string({
      required: true,
      defaultValue: 'orrery.dev/v1',
      description: 'In whose field names the spec is: orrery.dev/v1, orloj.dev/v1 or joch.dev/v1alpha1.',
    }),
    labels: t.field({ type: 'JSON', description: 'An object to merge into its labels; changes nothing when absent.' }),
    annotations: t.field({
      type: 'JSON',
      description: 'An object to merge into its annotations; changes nothing when absent.',
    }),
    manifest: t.field({
      type: 'JSON',
      description:
        'Instead of these three: an object to merge into its whole manifest. What says which resource it is must be so already, and a status is refused.',
    }),
    expectedVersion: t.string({ description: expectedVersion }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: dryRun }),
  }),
});

export const ReplaceResourceInput = builder.inputType('ReplaceResourceInput', {
  description: 'Which resource to replace, and by what.',
  fields: (t) => ({
    kind: t.field({ type: ResourceKindEnum, required: true, description: 'Its kind.' }),
    namespace: t.string({ required: true, defaultValue: defaultNamespace, description: 'Its namespace.' }),
    name: t.string({ required: true, description: 'Its name.' }),
    manifest: t.string({
      required: true,
      description:
        'JSON or YAML, one document. It may leave out what is said here; another kind or namespace is refused, and another name renames the resource. A status in it is not read.',
    }),
    apiVersion: t.string({
      description: 'The API version of a manifest that names none, or one that is not known here.',
    }),
    ...claim(t),
    writeUnchanged: t.boolean({ required: true, defaultValue: false, description: writeUnchanged }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: dryRun }),
  }),
});

export const SetResourceStatusInput = builder.inputType('SetResourceStatusInput', {
  description: 'Of which resource a status is reported, and what.',
  fields: (t) => ({
    kind: t.field({ type: ResourceKindEnum, required: true, description: 'Its kind.' }),
    namespace: t.string({ required: true, defaultValue: defaultNamespace, description: 'Its namespace.' }),
    name: t.string({ required: true, description: 'Its name.' }),
    apiVersion: t.string({
      required: true,
      description: 'In whose words the status is: orrery.dev/v1, orloj.dev/v1 or joch.dev/v1alpha1.',
    }),
    status: t.field({
      type: 'JSON',
      required: true,
      description:
        'The whole status, an object. An `observedGeneration` that is 0 or absent becomes the generation of now.',
    }),
    documentVersion: t.string({
      description:
        'The resourceVersion that stands in the document of the status; another `expectedVersion` conflicts.',
    }),
    ...claim(t),
    writeUnchanged: t.boolean({ required: true, defaultValue: false, description: writeUnchanged }),
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
