import { constants, createCipheriv, createHash, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';

/** What the API says of its sealing key. */
export interface PublicSealingKey {
  keyId: string;
  publicKeyPEM: string;
}

/** Where an entry is sealed for. */
export interface SealedFor {
  name: string;
  namespace?: string;
  entry?: string;
}

/** An entry of a sealed secret. */
export interface SealedEntry {
  keyId: string;
  wrappedKey: string;
  ciphertext: string;
}

/**
 * Seals the base64 of `value` as a client of Orloj does, from the description of the format alone and with none of the
 * platform's own code.
 */
export function sealEntry(
  { keyId, publicKeyPEM }: PublicSealingKey,
  value: string,
  { name, namespace = 'default', entry = 'value' }: SealedFor,
): SealedEntry {
  return sealBytes({ keyId, publicKeyPEM }, Buffer.from(Buffer.from(value).toString('base64')), [
    namespace,
    name,
    entry,
  ]);
}

/** Seals any bytes under any additional data. */
export function sealBytes({ keyId, publicKeyPEM }: PublicSealingKey, plain: Buffer, bound: string[]): SealedEntry {
  const key = randomBytes(32);
  const nonce = randomBytes(12);
  const gcm = createCipheriv('aes-256-gcm', key, nonce);
  gcm.setAAD(Buffer.from(bound.join('\u0000'), 'utf8'));
  const encrypted = Buffer.concat([gcm.update(plain), gcm.final()]);
  const wrapped = publicEncrypt(
    { key: publicKeyPEM, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    key,
  );
  return {
    keyId,
    wrappedKey: wrapped.toString('base64'),
    ciphertext: Buffer.concat([nonce, encrypted, gcm.getAuthTag()]).toString('base64'),
  };
}

/** The id that a public key must have. */
export function idOfKey(pem: string): string {
  const bytes = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}
