import type { InputFieldBuilder } from '@pothos/core';
import { OrreryError } from '../src/platform/errors.ts';
import { ApprovalCategoryEnum } from './approval.ts';
import { builder, type GraphTypes } from './builder.ts';

/** The fields by which an input names one approval: its id, or its namespace and name. */
export function targetFields(t: InputFieldBuilder<GraphTypes, 'InputObject'>) {
  return {
    id: t.id({ description: 'The approval, by its id.' }),
    idOrName: t.id({ description: 'The same by its id or its name, for clients that take one for the other.' }),
    namespace: t.string({ defaultValue: 'default', description: 'Its namespace, when it is meant by its name.' }),
    name: t.string({ description: 'The approval, by its name.' }),
    category: t.field({ type: ApprovalCategoryEnum, description: 'Only when it is of this category.' }),
  };
}

export const expectedVersionDescription = 'Only when the approval is at this version; whatever it is at when absent.';

/** What a client of an API with resourceVersions says about the version that it saw. */
export const VersionClaimInput = builder.inputType('VersionClaimInput', {
  description: 'Which version a writer saw, in the ways in which APIs with resourceVersions say it.',
  fields: (t) => ({
    expected: t.string({ description: 'The version that must be there; `*` is any.' }),
    document: t.string({
      description: 'The version that stands in what is written; another than `expected` is refused.',
    }),
    required: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Refuse a write that names no version.',
    }),
  }),
});

export const claimDescription = 'Instead of `expectedVersion`, for APIs with resourceVersions.';

/**
 * The namespace of a document: the one that stands beside it, else the one in it.
 * @throws OrreryError INPUT_INVALID when the two differ. Letter case does not matter.
 */
export function placeOf(namespace: string | null | undefined, document: string | null | undefined): string {
  const inside = document?.trim() || undefined;
  if (namespace != null && inside !== undefined && namespace.toLowerCase() !== inside.toLowerCase())
    throw new OrreryError('INPUT_INVALID', `The document is of the namespace ${inside}, not of ${namespace}.`);
  return namespace ?? inside ?? 'default';
}

export const documentNamespaceDescription =
  'The namespace that stands in the document; another than `namespace` is refused.';

export const executionRefDescription =
  'What it is about, as the caller names it: an execution in the namespace, or `namespace/name`. It is kept though there be none.';
