import {
  constants,
  createCipheriv,
  createDecipheriv,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  webcrypto,
} from 'node:crypto';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const cipher = 'aes-256-gcm';

/** How values are sealed, as APIs name it. */
export const sealingAlgorithm = 'rsa-oaep-sha256+aes-256-gcm';

/** One sealed value. The wrapped key and the ciphertext (nonce, encrypted text, tag) are base64. */
export interface SealedValue {
  /** For which key pair it is sealed. */
  keyId: string;
  wrappedKey: string;
  ciphertext: string;
}

/** Where a value belongs: sealed for one place, it opens in no other. */
export interface SealedPlace {
  namespace: string;
  name: string;
  /** The value's own name in the Secret. */
  key: string;
}

/** Seals a text with the public half of a key pair. */
export function sealValue(plain: string, place: SealedPlace, to: { keyId: string; publicKey: KeyObject }): SealedValue {
  const key = randomBytes(keyBytes);
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce).setAAD(boundTo(place));
  const text = Buffer.concat([nonce, sealing.update(plain, 'utf8'), sealing.final(), sealing.getAuthTag()]);
  const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  const wrapped = publicEncrypt({ key: to.publicKey, ...padding }, key);
  return { keyId: to.keyId, wrappedKey: wrapped.toString('base64'), ciphertext: text.toString('base64') };
}

/**
 * The text that was sealed, or undefined: changed bytes, another key and another place are not told apart, for nobody
 * must learn about a value by trying. The RSA part, some milliseconds, is worked out beside the event loop.
 */
export async function openValue(
  { wrappedKey, ciphertext }: SealedValue,
  place: SealedPlace,
  privateKey: webcrypto.CryptoKey,
): Promise<string | undefined> {
  try {
    const wrapped = Buffer.from(wrappedKey, 'base64');
    const key = Buffer.from(await webcrypto.subtle.decrypt({ name: 'RSA-OAEP' }, privateKey, wrapped));
    return opened(Buffer.from(ciphertext, 'base64'), key, place);
  } catch {
    return undefined;
  }
}

function opened(sealed: Buffer, key: Buffer, place: SealedPlace): string {
  const end = sealed.length - tagBytes;
  const nonce = sealed.subarray(0, nonceBytes);
  const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(boundTo(place));
  opening.setAuthTag(sealed.subarray(end));
  const bytes = Buffer.concat([opening.update(sealed.subarray(nonceBytes, end)), opening.final()]);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function boundTo({ namespace, name, key }: SealedPlace): Buffer {
  return Buffer.from(`${namespace}\0${name}\0${key}`, 'utf8');
}
