import { createHash } from 'node:crypto';
import type { RouteExample } from '../../../rest-compat/compiler/example-file.ts';

// What two recordings of the same request differ in: ids, times, cursors and measured times. Each is written as a value
// of its form that is always the same, so that an example that has changed means that the platform answers differently.

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Members whose numbers and words depend on when they were asked for. */
const passing: Record<string, unknown> = {
  created: 1_793_610_000,
  durationMs: 480,
  duration_ms: 480,
  latency_ms: 480,
  latency_ms_avg: 480,
  latency_ms_p95: 960,
  uptime_seconds: 3_600,
  expires_in: 30,
};

/** The exchange with nothing in it that another recording of it would not have. */
export function settled(route: string, exchange: RouteExample): RouteExample {
  const settle = textRules(route);
  return walk(exchange, '', settle) as RouteExample;
}

function walk(value: unknown, key: string, settle: (text: string, key: string) => string): unknown {
  if (typeof value === 'string') return settle(value, key);
  if (Array.isArray(value)) return value.map((item) => walk(item, key, settle));
  if (typeof value === 'number') return passing[key] ?? value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member, name, settle)]));
}

function textRules(route: string): (text: string, key: string) => string {
  const known = new Map<string, string>();
  // The ends of ids are the ends of names as well, so an id is known by its end.
  const standIn = (end: string, form: 'id' | 'hex'): string => {
    const found = known.get(end) ?? digest(`${route} ${known.size}`, form);
    known.set(end, found);
    return found;
  };
  return (text, key) => {
    if (key === 'day') return '2026-11-02';
    if (key === 'keyId') return standIn(text, 'hex').slice(0, 32);
    if (key === 'endpointID') return standIn(text, 'hex').slice(0, 24);
    if ((key === 'resourceVersion' || key === 'continue' || key === 'seq') && !/^\d+$/.test(text))
      return 'ZGUzZTljZDUuenouM3Q';
    return text
      .replace(/\b([a-z]{2,4}_)[0-9a-z]{18}([0-9a-z]{8})\b/g, (_, kind, end) => `${kind}01kbe3v8${standIn(end, 'id')}`)
      .replace(
        /\b((?:greeter|greetings|payer|writer)-)([0-9a-z]{8})\b/g,
        (_, name, end) => `${name}${standIn(end, 'id').slice(-8)}`,
      )
      .replace(/\b(sum-)[0-9a-z]{4}([0-9a-z]{8})\b/g, (_, name, end) => `${name}${standIn(end, 'id').slice(-12)}`)
      .replace(/(-replay-)[0-9a-z]{6}\b/g, (_, name) => `${name}${standIn('replay', 'id').slice(-6)}`)
      .replace(/\b(ta-)([0-9a-f]{8})\b/g, (_, name, end) => `${name}${standIn(end, 'hex').slice(0, 8)}`)
      .replace(
        /(\/webhook-deliveries\/)([0-9a-f]{24})\b/g,
        (_, way, end) => `${way}${standIn(end, 'hex').slice(0, 24)}`,
      )
      .replace(/\b(wst_)[0-9a-f]{64}\b/g, (_, name) => `${name}${standIn('ticket', 'hex')}`)
      .replace(/(?<=^-----BEGIN PUBLIC KEY-----\n.{32})[^-]+/, '...\n')
      .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, (uuid) => uuidOf(standIn(uuid, 'hex')))
      .replace(/\bin \d+ ms\b/g, 'in 480 ms')
      .replace(/\b\d{4}-\d{2}-\d{2}([T ])\d{2}:\d{2}:\d{2}(\.\d{3})?(Z?)/g, (_, t, ms, z) => timeOf(key, { t, ms, z }));
  };
}

/** Things end a little after they began, and run out half an hour later. */
function timeOf(key: string, { t, ms = '', z }: { t: string; ms?: string; z: string }): string {
  const clock = /expire|timeout/i.test(key)
    ? '09:30:00'
    : /complete|finish|decided|lastUsed/i.test(key)
      ? '09:00:02'
      : '09:00:00';
  return `2026-11-02${t}${clock}${ms && '.000'}${z}`;
}

function digest(of: string, form: 'id' | 'hex'): string {
  const bytes = createHash('sha256').update(of).digest();
  return form === 'hex'
    ? bytes.toString('hex')
    : [...bytes.subarray(0, 18)].map((byte) => alphabet[byte & 31]).join('');
}

function uuidOf(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
