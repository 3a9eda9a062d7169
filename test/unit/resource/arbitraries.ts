import fc from 'fast-check';

// Names that objects inherit must be as good as any other.
export const name = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/),
  fc.constantFrom('constructor', 'toString', 'valueOf'),
);
export const text = fc.string({ minLength: 1, maxLength: 20 }).filter((value) => value.trim() === value);
export const words = fc.uniqueArray(name, { maxLength: 4 });
export const refTexts = fc.uniqueArray(
  fc.oneof(
    name,
    fc.tuple(name, name).map(([namespace, own]) => `${namespace}/${own}`),
  ),
  { maxLength: 4 },
);
export const duration = fc.constantFrom('0s', '300ms', '1.5s', '90s', '30s', '1h30m', '2m');
export const count = fc.integer({ min: 1, max: 100_000 });
export const money = fc.oneof(
  fc.constantFrom(0, 0.000_000_1, 2.5, 15, '3.50'),
  fc.integer({ min: 0, max: 1_000_000_000 }).map((millionths) => millionths / 1_000_000),
);
export const schema = fc.constantFrom<Record<string, unknown>>(
  { type: 'object' },
  { type: 'object', properties: { constructor: { type: 'string' } }, required: ['constructor'] },
  { enum: [null, 1, 'a'], default: null },
);
export const some = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[] = []) =>
  fc.record<T, keyof T>(shape, { requiredKeys });
export const base64 = fc
  .uint8Array({ minLength: 1, maxLength: 12 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));
/** Of a SealedSecret: at least one entry, and all three parts of each. */
export const sealedValues = fc.dictionary(name, fc.record({ keyId: name, wrappedKey: base64, ciphertext: base64 }), {
  minKeys: 1,
  maxKeys: 2,
});
export const labels = fc.dictionary(name, text, { maxKeys: 3 });

/** A manifest as a client writes it. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels: Record<string, string>; annotations: Record<string, string> };
  spec: unknown;
}

export function manifests(apiVersion: string, kind: string, spec: fc.Arbitrary<unknown>): fc.Arbitrary<Manifest> {
  return fc.record({
    apiVersion: fc.constant(apiVersion),
    kind: fc.constant(kind),
    metadata: fc.record({ name, labels, annotations: labels }),
    spec,
  });
}
