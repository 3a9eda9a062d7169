import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const nonceBytes = 12;
const tagBytes = 16;

/** Seals and opens small texts with AES-256-GCM. */
export interface Sealer {
  /** `context` is bound to the text: what was sealed for one place does not open in another. */
  seal(plain: string, context: string): Buffer;
  /** @throws Error when the bytes were changed, or sealed with another key or context */
  open(sealed: Buffer, context: string): string;
}

/** A sealer over `key` (32 bytes). The sealed form is nonce, ciphertext, tag. */
export function createSealer(key: Buffer): Sealer {
  return {
    seal(plain, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, context) {
      const nonce = sealed.subarray(0, nonceBytes);
      const size = { authTagLength: tagBytes };
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, size).setAAD(Buffer.from(context));
      decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
      const text = sealed.subarray(nonceBytes, sealed.length - tagBytes);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    },
  };
}

/** A new secret token with `prefix`, for example `orr_…`: 32 random bytes, URL-safe. */
export function newToken(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** SHA-256 of a token. Tokens are long and random, so a plain hash is enough and can be looked up by index. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Stable hash of any JSON value: keys are sorted, so equal values have equal hashes. */
export function hashJson(value: unknown): string {
  return createHash('sha256').update(stableJson(value)).digest('base64url');
}

function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${stableJson(item)}`)
    .join(',')}}`;
}

/** Reads the text in `file`, or makes it with `make` and keeps it with mode 0600. */
export function readOrCreateSecretFile(file: string, make: () => string): { value: string; created: boolean } {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    fs.writeFileSync(file, `${make()}\n`, { mode: 0o600, flag: 'wx' });
    return { value: fs.readFileSync(file, 'utf8').trim(), created: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { value: fs.readFileSync(file, 'utf8').trim(), created: false };
  }
}
