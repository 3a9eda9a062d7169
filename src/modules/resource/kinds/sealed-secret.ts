import { z } from 'zod';
import { base64Text } from './base64.ts';
import { part, someText, textMap } from './fields.ts';
import { readings } from './input-schema.ts';
import { defineKind } from './kind.ts';
import { secretKey } from './secret.ts';

const sealedValue = part('SealedValue', 'One value that only the holder of a private key can read.', {
  keyId: someText.describe('The key that it is sealed for.'),
  wrappedKey: base64Text.describe('The key of this value alone, wrapped with the public key; base64.'),
  ciphertext: base64Text.describe('Nonce, encrypted value and tag; base64.'),
});

const template = part('SecretTemplate', 'What a Secret that is made carries besides its values.', {
  labels: textMap.describe('Its labels.'),
  annotations: textMap.describe('Its annotations.'),
});

const shape = part('SealedSecretSpec', 'Values that may be shown to anyone, for they are sealed.', {
  encryptedData: z
    .record(secretKey, sealedValue)
    .refine((values) => Object.keys(values).length > 0, { error: 'must have at least one entry' })
    .register(readings, { reads: (own) => ({ ...own, minProperties: 1 }) })
    .describe('The sealed values, by their keys in the Secret. They open under the name and namespace of this only.'),
  template: template.prefault({}).describe('What the Secret carries besides.'),
});

/** Values of a Secret, each sealed for the key of one deployment, and what the Secret carries besides. */
export type SealedSecretSpec = z.infer<typeof shape>;

export const sealedSecret = defineKind<SealedSecretSpec>({
  kind: 'SealedSecret',
  description: 'Sealed values from which a Secret of the same name is made.',
  plural: 'sealed-secrets',
  aliases: ['sealedsecret', 'sealedsecrets'],
  shape,
  hasController: true,
});
