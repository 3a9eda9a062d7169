import { z } from 'zod';
import { fieldFacts } from './field-facts.ts';
import { distinctBy, strictFields } from './fields.ts';
import { orNull, type Reading, readings } from './input-schema.ts';
import type { ResourceKind } from './kind.ts';

/** Another resource by name; without a namespace it lies in the namespace of the resource that names it. */
export interface Ref {
  namespace?: string | undefined;
  name: string;
}

/** One key of a Secret; without a key, `value`. */
export interface SecretRef extends Ref {
  key?: string | undefined;
}

// The second test refuses white space, control characters and what a path could not carry.
const isNamePart = (text: string): boolean => text.length > 0 && text.length <= 253 && !/[\s/\p{Cc}]/u.test(text);

const nameForm = String.raw`\s*[^\s/\p{Cc}]{1,253}\s*`;
/** The form of such a text. */
export const refForm = `^(?:${nameForm}/)?${nameForm}$`;
/** The form of such a text that may name a key. */
export const secretRefForm = String.raw`^(?:\s*[^\s/:\p{Cc}]{1,253}\s*/)?\s*[^\s/:\p{Cc}]{1,253}\s*(?::\s*\S(?:[^]{0,251}\S)?\s*)?$`;

const namePart = z
  .string()
  .trim()
  .refine(isNamePart, {
    error: 'must be a name of at most 253 characters without spaces, slashes or control characters',
  })
  .register(readings, { reads: (own) => ({ ...own, pattern: `^${nameForm}$` }) });

/** A reference as an object or as the text `name` or `namespace/name`. */
export const refField = z
  .preprocess(
    (value) => (typeof value === 'string' ? parseRef(value) : value),
    strictFields({ namespace: namePart.optional(), name: namePart }),
  )
  .register(readings, orText(refForm));

/** A reference to a Secret, as an object or as the text `name`, `namespace/name` or either with `:key`. */
export const secretRefField = z
  .preprocess(
    (value) => (typeof value === 'string' ? parseSecretRef(value) : value),
    strictFields({ namespace: namePart.optional(), name: namePart, key: z.string().min(1).max(253).optional() }),
  )
  .register(readings, orText(secretRefForm))
  .register(fieldFacts, { is: 'secret' });

/** A reference to a resource of `kind`, as an object or as the text `name` or `namespace/name`. */
export function refTo(kind: ResourceKind) {
  return z
    .preprocess(
      (value) => (typeof value === 'string' ? parseRef(value) : value),
      strictFields({ namespace: namePart.optional(), name: namePart }),
    )
    .register(readings, orText(refForm))
    .register(fieldFacts, { is: 'reference', to: kind });
}

/** References to resources of `kind`, each once. */
export function refsTo(kind: ResourceKind) {
  return z
    .preprocess(
      (value) => value ?? [],
      z.array(refTo(kind)).transform((refs) => distinctBy(refs, refText)),
    )
    .register(readings, orNull);
}

/** References, each once. */
export const refList = z
  .preprocess(
    (value) => value ?? [],
    z.array(refField).transform((refs) => distinctBy(refs, refText)),
  )
  .register(readings, orNull);

/** Reads `name` or `namespace/name`. */
export function parseRef(text: string): Ref {
  const slash = text.indexOf('/');
  if (slash < 0) return { name: text.trim() };
  return { namespace: text.slice(0, slash).trim(), name: text.slice(slash + 1).trim() };
}

/** Reads `name`, `namespace/name`, `name:key` or `namespace/name:key`. */
export function parseSecretRef(text: string): SecretRef {
  const colon = text.indexOf(':');
  if (colon < 0) return parseRef(text);
  return { ...parseRef(text.slice(0, colon)), key: text.slice(colon + 1).trim() };
}

/** `name` or `namespace/name`. */
export function refText(ref: Ref): string {
  return ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}`;
}

/** `name`, `namespace/name` or either with `:key`. */
export function secretRefText(ref: SecretRef): string {
  return ref.key === undefined ? refText(ref) : `${refText(ref)}:${ref.key}`;
}

function orText(pattern: string): Reading {
  return { reads: (own) => ({ anyOf: [{ type: 'string', pattern }, own] }) };
}
