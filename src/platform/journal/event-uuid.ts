import { createHash } from 'node:crypto';
import type { Position } from './cursor.ts';

/** The namespace of the UUIDs of events: any fixed UUID will do, it only must never change. */
const namespace = Buffer.from('6f7272657279506a8f0a1d2c3b4a5968', 'hex');

/** The same UUID (version 5) for the same place in the same journal, always. */
export function eventUuid(epoch: string, { xid, seq }: Position): string {
  const digest = createHash('sha1').update(namespace).update(`${epoch}.${xid}.${seq}`).digest().subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
