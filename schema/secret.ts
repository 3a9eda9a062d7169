import type { Resource, SecretRef as SecretKey, SecretSpec } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { Node } from './node.ts';
import { loadNamed, nameOf } from './reference.ts';
import { ResourceRef } from './resource.ts';
import { addJournalCursor } from './watchable.ts';

const SecretSource = builder.objectRef<NonNullable<SecretSpec['source']>>('SecretSource').implement({
  description: 'Where the values of a Secret come from when they are not kept here.',
  fields: (t) => ({
    type: t.exposeString('type', { nullable: true, description: 'What kind of store, for example vault.' }),
    name: t.exposeString('name', { nullable: true, description: "The secret's name there." }),
    key: t.exposeString('key', { nullable: true, description: "The value's key there." }),
  }),
});

const SecretRotation = builder.objectRef<NonNullable<SecretSpec['rotation']>>('SecretRotation').implement({
  description: 'How often the values of a Secret are to be replaced.',
  fields: (t) => ({
    policy: t.exposeString('policy', { nullable: true, description: "The rule, in its author's words." }),
    interval: t.expose('intervalMs', { type: 'Duration', nullable: true, description: 'How often.' }),
  }),
});

const SecretBinding = builder.objectRef<NonNullable<SecretSpec['scope']>['boundTo']>('SecretBinding').implement({
  description: 'For whom a Secret is meant, by name.',
  fields: (t) => ({
    models: t.exposeStringList('models', { description: 'Model endpoints.' }),
    mcpServers: t.exposeStringList('mcpServers', { description: 'MCP servers.' }),
    tools: t.exposeStringList('tools', { description: 'Tools.' }),
  }),
});

const SecretSpecRef = builder.objectRef<SecretSpec>('SecretSpec').implement({
  description: 'Which values a Secret holds. The values themselves are sealed and never shown.',
  fields: (t) => ({
    keys: t.exposeStringList('keys', { description: 'The names of its values, sorted.' }),
    source: t.expose('source', {
      type: SecretSource,
      nullable: true,
      description: 'Where the values come from; null when they are kept here.',
    }),
    rotation: t.expose('rotation', {
      type: SecretRotation,
      nullable: true,
      description: 'How often they are to be replaced; null when nothing is said.',
    }),
    boundTo: t.field({
      type: SecretBinding,
      nullable: true,
      description: 'For whom they are meant; null when nothing is said.',
      resolve: (spec) => spec.scope?.boundTo,
    }),
  }),
});

export const SecretRef = builder.objectRef<Resource<'Secret'>>('Secret').implement({
  description: 'Named values that are sealed at rest, used by calls that need them, and never shown.',
  interfaces: [ResourceRef, Node],
  fields: (t) => ({
    spec: t.expose('spec', { type: SecretSpecRef, description: 'What it declares.' }),
  }),
});

/** One value of a Secret, by its full name. */
interface SecretValueShape {
  namespace: string;
  name: string;
  key: string;
}

/** The value that `ref` means, as seen from a resource in that namespace; a reference without a key means `value`. */
export function secretValueOf(ref: SecretKey | undefined, from: { namespace: string }): SecretValueShape | null {
  return ref === undefined ? null : { ...nameOf(ref, from), key: ref.key ?? 'value' };
}

export const SecretValueRef = builder.objectRef<SecretValueShape>('SecretValue').implement({
  description: 'Names one value of a Secret.',
  fields: (t) => ({
    secret: t.field({
      type: SecretRef,
      nullable: true,
      description: 'The Secret; null when it does not exist.',
      resolve: ({ namespace, name }, _args, { loaders }) => loadNamed(loaders, 'Secret', { namespace, name }),
    }),
    namespace: t.exposeString('namespace', { description: 'The namespace of the Secret.' }),
    name: t.exposeString('name', { description: 'The name of the Secret.' }),
    key: t.exposeString('key', { description: 'Which of its values.' }),
  }),
});

export const SecretEdge = builder.edgeObject({
  type: SecretRef,
  name: 'SecretEdge',
  description: 'A Secret in a list.',
});
export const SecretConnection = builder.connectionObject(
  { type: SecretRef, name: 'SecretConnection', description: 'A page of Secrets.' },
  SecretEdge,
);
addJournalCursor(SecretConnection);
