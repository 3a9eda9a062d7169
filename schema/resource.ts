import {
  isReady,
  kinds,
  type Resource,
  type ResourceKind,
  resourceKinds,
  typeNameOf,
} from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { enumWord } from './enum-word.ts';
import { NamespaceRef } from './identity.ts';
import { Node } from './node.ts';
import { present } from './present.ts';
import { entriesOf, type TextEntryShape } from './text-entry.ts';

export const ResourceKindEnum = builder.enumType('ResourceKind', {
  description: 'What a resource declares.',
  values: Object.fromEntries(
    resourceKinds.map((value) => [enumWord(value), { value, description: kinds[value].description }]),
  ) as Record<string, { value: ResourceKind; description: string }>,
});

export const Label = builder.objectRef<TextEntryShape>('Label').implement({
  description: 'A label or an annotation.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Its key, unique on one object.' }),
    value: t.exposeString('value', { description: 'Its value.' }),
  }),
});

export const LabelInput = builder.inputType('LabelInput', {
  description: 'A label.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'Its key.' }),
    value: t.string({ required: true, description: 'Its value.' }),
  }),
});

const ConditionStatus = builder.enumType('ConditionStatus', {
  description: 'Whether a condition holds.',
  values: {
    TRUE: { value: 'True', description: 'It holds.' },
    FALSE: { value: 'False', description: 'It does not hold.' },
    UNKNOWN: { value: 'Unknown', description: 'Nobody knows.' },
  } as const,
});

const Condition = builder.objectRef<Resource['conditions'][number]>('Condition').implement({
  description: 'One fact about the state of a resource.',
  fields: (t) => ({
    type: t.exposeString('type', { description: 'What it is about, for example ReferencesResolved.' }),
    status: t.expose('status', { type: ConditionStatus, description: 'Whether it holds.' }),
    reason: t.exposeString('reason', { description: 'Why, in one word for a program.' }),
    message: t.exposeString('message', { description: 'Why, in words for a person.' }),
  }),
});

/** The interface of every declared object, whatever its kind. */
export const ResourceRef = builder.interfaceRef<Resource>('Resource').implement({
  description:
    'A declared object of any kind. Its spec is typed on each concrete type; `manifest` renders it in any API version.',
  interfaces: [Node],
  resolveType: ({ kind }) => typeNameOf(kind),
});

builder.interfaceFields(ResourceRef, (t) => ({
  kind: t.expose('kind', { type: ResourceKindEnum, description: 'What it declares.' }),
  namespace: t.field({
    type: NamespaceRef,
    description: 'Where it belongs.',
    resolve: async (resource, _args, { loaders }) => present(await loaders.namespace.load(resource.namespaceId)),
  }),
  name: t.exposeString('name', { description: 'Unique among those of its kind in its namespace.' }),
  uid: t.exposeID('id', {
    description: 'The same as `id`: another object that later gets the same name has another one.',
  }),
  labels: t.field({
    type: [Label],
    description: 'Labels, by which lists are filtered and policies find their agents.',
    resolve: (resource) => entriesOf(resource.labels),
  }),
  annotations: t.field({
    type: [Label],
    description: 'Notes of people and programs; nothing here reads them.',
    resolve: (resource) => entriesOf(resource.annotations),
  }),
  label: t.string({
    nullable: true,
    description: 'The value of one label; null when it has none of this key.',
    args: { key: t.arg.string({ required: true, description: 'Its key.' }) },
    resolve: ({ labels }, { key }) => (Object.hasOwn(labels, key) ? labels[key] : null),
  }),
  annotation: t.string({
    nullable: true,
    description: 'The value of one annotation; null when it has none of this key.',
    args: { key: t.arg.string({ required: true, description: 'Its key.' }) },
    resolve: ({ annotations }, { key }) => (Object.hasOwn(annotations, key) ? annotations[key] : null),
  }),
}));

builder.interfaceFields(ResourceRef, (t) => ({
  apiVersion: t.exposeString('apiVersion', { description: 'The API version in which it was last applied.' }),
  resourceVersion: t.string({
    description: 'Changes with every write, those of its status included. Writes can name the version that they saw.',
    resolve: (resource) => String(resource.resourceVersion),
  }),
  generation: t.exposeInt('generation', { description: 'Counts the changes of its spec; the first is 1.' }),
  conditions: t.field({
    type: [Condition],
    description: 'What is known about its state.',
    resolve: (resource) => resource.conditions,
  }),
  ready: t.boolean({
    description: 'Whether all conditions hold: everything that it needs is there.',
    resolve: (resource) => isReady(resource),
  }),
  createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was first applied.' }),
  updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed.' }),
}));
