import { randomFillSync } from 'node:crypto';

/** The prefix names the kind of thing, so an id found in a log says what it is, and `node(id)` needs no table of kinds. */
export const idPrefixes = {
  organization: 'org',
  namespace: 'ns',
  principal: 'prn',
  apiKey: 'key',
  team: 'team',
  resource: 'res',
  execution: 'exe',
  step: 'stp',
  approval: 'apr',
  worker: 'wrk',
  request: 'req',
  audit: 'aud',
  modelUsage: 'usg',
  memoryItem: 'mem',
  decision: 'dec',
  scheduleRun: 'srn',
} as const;

export type IdKind = keyof typeof idPrefixes;
export type Id<Kind extends IdKind> = string & { readonly __kind: Kind };

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const pairs = Array.from({ length: 1024 }, (_, n) => `${alphabet[n >> 5]}${alphabet[n & 31]}`);
const randomChars = 16;
const clockSkewMs = 60_000;
const pool = new Uint16Array(4096);
let used = pool.length;
let stamp = { ms: -1, text: '' };

/** Ten characters of the millisecond, the most significant first, so that ids sort by time. */
function timeText(ms: number): string {
  if (stamp.ms === ms) return stamp.text;
  let text = '';
  for (let rest = ms, n = 0; n < 5; n++, rest = Math.floor(rest / 1024)) text = pairs[rest % 1024] + text;
  stamp = { ms, text };
  return text;
}

function randomText(): string {
  if (used + randomChars / 2 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let text = '';
  for (const end = used + randomChars / 2; used < end; used++) text += pairs[(pool[used] ?? 0) & 1023];
  return text;
}

/** A new id, for example `exe_01k9x2…`: 50 bits of milliseconds and 80 of randomness, so ids sort by the time they were made. */
export function newId<Kind extends IdKind>(kind: Kind, at: Date = new Date()): Id<Kind> {
  return `${idPrefixes[kind]}_${timeText(at.getTime())}${randomText()}` as Id<Kind>;
}

/** Ids of this kind that were made at `at` or later, up to the machines' clocks, sort after this text. */
export function idFloor(kind: IdKind, at: Date): string {
  return `${idPrefixes[kind]}_${timeText(at.getTime() - clockSkewMs)}`;
}

/** The kind of thing that `id` names, or undefined when its prefix is not ours. */
export function idKind(id: string): IdKind | undefined {
  const prefix = id.slice(0, id.indexOf('_'));
  return (Object.keys(idPrefixes) as IdKind[]).find((kind) => idPrefixes[kind] === prefix);
}
