import { z } from 'zod';
import { isObject, opened, orNull, type Ref, readings, refField, secretRefField } from '../../kinds/index.ts';

/** The group of a kind with the version that all groups share. */
export const joch = {
  core: 'joch.dev/v1alpha1',
  memory: 'memory.joch.dev/v1alpha1',
  model: 'model.joch.dev/v1alpha1',
  runtime: 'runtime.joch.dev/v1alpha1',
  tools: 'tools.joch.dev/v1alpha1',
  ops: 'ops.joch.dev/v1alpha1',
} as const;

/** A reference: `{ name }`, also with a namespace or as plain text. Further fields of it are not read. */
export const jochRef = z
  .preprocess((value) => onlyFields(value, ['namespace', 'name']), refField)
  .register(readings, { reads: opened });

/** A reference to a Secret: `{ name, key }` or plain text. Further fields of it are not read. */
export const jochSecretRef = z
  .preprocess((value) => onlyFields(value, ['namespace', 'name', 'key']), secretRefField)
  .register(readings, { reads: opened });

/** An object without its other fields; anything else as it is. */
export function onlyFields(value: unknown, names: string[]): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
}

export const jochRefs = z.preprocess((value) => value ?? [], z.array(jochRef)).register(readings, orNull);

/** `refs`, or nothing when there are none. */
export function refsOrNothing(refs: Ref[]): Ref[] | undefined {
  return refs.length > 0 ? refs : undefined;
}

/** The API keeps a manifest as it was written: absent fields stay absent, and fields without a meaning here stay. */
export const asWritten = { verbatim: true, keeps: () => true } as const;
