import { builder } from '../../schema/builder.ts';
import { ResourceKindEnum } from '../../schema/resource.ts';
import { knownApiVersion, manifestSchema } from '../../src/modules/resource/index.ts';

builder.queryField('resourceSchema', (t) =>
  t.field({
    type: 'JSON',
    nullable: true,
    description:
      'The JSON Schema (draft 2020-12) of the manifests of a kind that an API version takes; null when that version does not have the kind. It takes every spelling that is taken. What fields demand of each other, and whether text with a syntax makes sense, is told when a manifest is applied. An unknown version fails with INPUT_INVALID.',
    authScopes: { action: 'resource:read' },
    args: {
      kind: t.arg({ type: ResourceKindEnum, required: true, description: 'The kind.' }),
      apiVersion: t.arg.string({
        required: true,
        defaultValue: 'orrery.dev/v1',
        description: 'The API version: `orrery.dev/v1`, `orloj.dev/v1` or `joch.dev/v1alpha1`.',
      }),
    },
    resolve: (_root, { kind, apiVersion }) => manifestSchema(kind, knownApiVersion(apiVersion)),
  }),
);
