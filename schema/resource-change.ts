import {
  diffIn,
  type Resource,
  type ResourceChange,
  renderManifest,
  renderUnseen,
  type SpecChange,
} from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { ResourceKindEnum, ResourceRef } from './resource.ts';

export const FieldOperation = builder.enumType('FieldOperation', {
  description: 'What happens to a field.',
  values: {
    ADD: { value: 'add', description: 'It was not there before.' },
    REMOVE: { value: 'remove', description: 'It is not there any more.' },
    CHANGE: { value: 'change', description: 'It has another value.' },
  } as const,
});

export const FieldChange = builder.objectRef<SpecChange>('FieldChange').implement({
  description: 'One difference between two states of a resource.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description:
        'Where, as in spec.limits.maxSteps or spec.tools[web_search]: items of lists by name where they have one.',
    }),
    operation: t.expose('op', { type: FieldOperation, description: 'What happens there.' }),
    before: t.expose('before', {
      type: 'JSON',
      nullable: true,
      description: 'The value before; null when there was none.',
    }),
    after: t.expose('after', {
      type: 'JSON',
      nullable: true,
      description: 'The value after; null when there is none.',
    }),
  }),
});

const ResourceAction = builder.enumType('ResourceAction', {
  description: 'What happens to a resource.',
  values: {
    CREATED: { description: 'It is new.' },
    UPDATED: { description: 'It has changed.' },
    UNCHANGED: { description: 'It was so already; nothing is written.' },
    DELETED: { description: 'It is gone.' },
  },
});

/** A change that was made, or that a dry run would make. */
export interface ReportedChange extends ResourceChange {
  dryRun: boolean;
  /** The resources as all changes of the same write leave them; only this one when absent. */
  together?: readonly Resource[];
}

/** The argument of a field that tells differences. */
export const versionArgs = builder.args((t) => ({
  apiVersion: t.string({
    required: true,
    defaultValue: 'orrery.dev/v1',
    description: 'In whose field names: orrery.dev/v1, orloj.dev/v1 or joch.dev/v1alpha1.',
  }),
}));

export const ResourceChangeRef = builder.objectRef<ReportedChange>('ResourceChange').implement({
  description: 'What a write does, or in a dry run would do, to one resource.',
  fields: (t) => ({
    action: t.expose('action', { type: ResourceAction, description: 'What happens to it.' }),
    kind: t.field({ type: ResourceKindEnum, description: 'Its kind.', resolve: ({ resource }) => resource.kind }),
    namespace: t.string({ description: 'The name of its namespace.', resolve: ({ resource }) => resource.namespace }),
    name: t.string({ description: 'Its name.', resolve: ({ resource }) => resource.name }),
    resource: t.field({
      type: ResourceRef,
      nullable: true,
      description: 'The resource as the change leaves it; null for one that a dry run would only make.',
      resolve: ({ action, dryRun, resource }) => (dryRun && action === 'CREATED' ? null : resource),
    }),
    manifest: t.field({
      type: 'JSON',
      description:
        'The resource as the change leaves it, as a manifest of an API version. One that is new has the status with which that API shows what nobody has looked at yet.',
      args: versionArgs,
      resolve: ({ action, resource }, { apiVersion }) =>
        action === 'CREATED' ? renderUnseen(resource, apiVersion) : renderManifest(resource, apiVersion),
    }),
    affected: t.field({
      type: [ResourceRef],
      description:
        'The resources that name it, directly or through others, nearest first: the change may matter to them. At most 100, and through at most 10 others.',
      resolve: ({ resource }, _args, { loaders }) => loaders.affectedBy.load(resource),
    }),
    diff: t.field({
      type: [FieldChange],
      description: 'Every difference in its spec, labels and annotations. Secret values are in none.',
      args: versionArgs,
      resolve: (change, { apiVersion }) => diffIn(apiVersion, change),
    }),
  }),
});

/** The answer of a write of one resource that was made, or in a dry run could be. */
export function resourceWritten(name: string, description: string) {
  return builder.objectRef<ReportedChange>(name).implement({
    description,
    fields: (t) => ({
      change: t.field({ type: ResourceChangeRef, description: 'What happens to it.', resolve: (change) => change }),
      dryRun: t.exposeBoolean('dryRun', { description: 'Whether nothing was changed.' }),
      cursor: t.field({
        type: 'Cursor',
        description: 'A place in the journal after this change: what comes after it happened later.',
        resolve: (_change, _args, { actor, services }) => services.events.head(actor),
      }),
    }),
  });
}
