import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import type { Sealer } from '../../platform/crypto.ts';

const modulusBits = 4096;
const keyIdBytes = 16;

/** The public half of the key pair for which values are sealed. */
export interface SealingKey {
  keyId: string;
  /** SubjectPublicKeyInfo as PEM. */
  publicKeyPem: string;
}

/** A key pair as it is kept: nobody reads the private half without the platform's own key. */
export interface KeptSealingKey extends SealingKey {
  sealedPrivateKey: Buffer;
}

/** Makes a key pair, which takes a second or more, beside the event loop. */
export async function makeSealingKey(sealer: Sealer): Promise<KeptSealingKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: modulusBits });
  const keyId = keyIdOf(publicKey);
  const privatePem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  return {
    keyId,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sealedPrivateKey: sealer.seal(privatePem, privateContext(keyId)),
  };
}

/** The private half, for opening what is sealed. @throws Error when the platform's own key is not the one that sealed it */
export async function openSealingKey(kept: KeptSealingKey, sealer: Sealer): Promise<webcrypto.CryptoKey> {
  const pem = sealer.open(kept.sealedPrivateKey, privateContext(kept.keyId));
  const bytes = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', bytes, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['decrypt']);
}

/** The public key of a PEM text, with the id that it has everywhere. @throws Error when the text is no public key */
export function readPublicKey(pem: string): { keyId: string; publicKey: KeyObject } {
  const publicKey = createPublicKey(pem);
  return { keyId: keyIdOf(publicKey), publicKey };
}

function keyIdOf(publicKey: KeyObject): string {
  const bytes = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(bytes).digest().subarray(0, keyIdBytes).toString('hex');
}

/** What the private half is bound to in the platform's sealer. */
function privateContext(keyId: string): string {
  return `sealing-key\0${keyId}`;
}
