import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { type ReportedChange, resourceWritten } from '../../schema/resource-change.ts';
import { PatchResourceInput } from '../../schema/resource-input.ts';
import { manifestPatch, type ResourcePatch } from '../../src/modules/resource/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';
import { forgetLoaded } from './forget-loaded.ts';

const codes = ['RESOURCE_NOT_FOUND', 'RESOURCE_VERSION_CONFLICT', 'MANIFESTS_INVALID'] as const;

const ResourcePatched = resourceWritten('ResourcePatched', 'The resource was changed; in a dry run it could be.');

const Result = resultUnion<ReportedChange>('PatchResourceResult', {
  description: 'What became of the resource, or why it was not changed.',
  members: [ResourcePatched],
  codes,
  typeName: () => 'ResourcePatched',
});

builder.mutationField('patchResource', (t) =>
  t.field({
    type: Result,
    description: 'Merges a patch into one resource. Patches that come at the same time are all made.',
    authScopes: { action: 'resource:write' },
    args: { input: t.arg({ type: PatchResourceInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const { kind, namespace, name, apiVersion, dryRun, expectedVersion = null } = input;
        const key = { kind, namespace, name };
        const written =
          input.manifest == null ? { patch: patchOf(input) } : manifestPatch(wholeOf(input), key, apiVersion);
        const how = { ...written, apiVersion, expectedVersion, dryRun };
        const change = await services.resources.patch(actor, key, how);
        forgetLoaded(loaders);
        return { ...change, dryRun };
      }),
  }),
);

/** The parts of a patch. @throws OrreryError MANIFESTS_INVALID when one of them is not an object */
function patchOf(input: { [Part in keyof ResourcePatch]: unknown }): ResourcePatch {
  const parts = { spec: input.spec, labels: input.labels, annotations: input.annotations };
  const given = Object.entries(parts).filter(([, value]) => value !== null && value !== undefined);
  const faults = given.filter(([, value]) => !isObject(value)).map(([part]) => `${part} must be an object.`);
  const [first] = faults;
  if (first !== undefined) throw new OrreryError('MANIFESTS_INVALID', first, { facts: { faults } });
  return Object.fromEntries(given);
}

/** A patch of the whole manifest. @throws OrreryError MANIFESTS_INVALID when it is not an object or there are parts beside it */
function wholeOf({ manifest, spec, labels, annotations }: { [Part in keyof ResourcePatch | 'manifest']?: unknown }) {
  if (!isObject(manifest)) throw new OrreryError('MANIFESTS_INVALID', 'The patch must be an object.');
  if ((spec ?? labels ?? annotations) == null) return manifest;
  throw new OrreryError('MANIFESTS_INVALID', 'A patch of the whole manifest has no other parts beside it.');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
