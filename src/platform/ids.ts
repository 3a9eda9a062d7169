import { randomFillSync } from 'node:crypto';

/** The prefix names the kind of thing, so an id found in a log says what it is, and `node(id)` needs no table of kinds. */
export const idPrefixes = {
  organization: 'org',
  namespace: 'ns',
  principal: 'prn',
  apiKey: 'key',
  resource: 'res',
  execution: 'exe',
  step: 'stp',
  approval: 'apr',
  worker: 'wrk',
  request: 'req',
  audit: 'aud',
} as const;

export type IdKind = keyof typeof idPrefixes;
export type Id<Kind extends IdKind> = string & { readonly __kind: Kind };

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const pool = Buffer.alloc(4096);
let used = pool.length;

function randomBytes(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}

function base32(value: bigint, digits: number): string {
  let text = '';
  for (let rest = value, i = 0; i < digits; i++, rest >>= 5n) text = alphabet[Number(rest & 31n)] + text;
  return text;
}

/** A new id, for example `exe_01k9x2…`: 48 bits of milliseconds and 80 of randomness, so ids sort by the time they were made. */
export function newId<Kind extends IdKind>(kind: Kind, at: Date = new Date()): Id<Kind> {
  const random = BigInt(`0x${randomBytes(10).toString('hex')}`);
  return `${idPrefixes[kind]}_${base32(BigInt(at.getTime()), 10)}${base32(random, 16)}` as Id<Kind>;
}

/** The kind of thing that `id` names, or undefined when its prefix is not ours. */
export function idKind(id: string): IdKind | undefined {
  const prefix = id.slice(0, id.indexOf('_'));
  return (Object.keys(idPrefixes) as IdKind[]).find((kind) => idPrefixes[kind] === prefix);
}
