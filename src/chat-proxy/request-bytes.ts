import { invalidRequest } from './chat-error.ts';

const quote = 0x22;
const backslash = 0x5c;

/**
 * The bytes of a JSON object with another value for its member `model`, and with `more` members before the others. All
 * else stays byte for byte. `bytes` must be a JSON object with a member at least.
 * @throws OrreryError INPUT_INVALID for a member that stands twice: readers differ in which of the two they take, so
 * what was checked would not be what is read
 */
export function rewriteRequest(bytes: Buffer, model: string, more: Record<string, unknown>): Buffer {
  const open = bytes.indexOf('{') + 1;
  const extra = Object.entries(more).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},`);
  const parts: Buffer[] = [bytes.subarray(0, open), Buffer.from(extra.join(''))];
  const value = Buffer.from(JSON.stringify(model));
  let kept = open;
  const seen = new Set<string>();
  for (const { key, start, end } of members(bytes, open)) {
    if (seen.has(key)) throw invalidRequest(key, `The member ${key} stands twice in the body.`);
    seen.add(key);
    if (key !== 'model') continue;
    parts.push(bytes.subarray(kept, start), value);
    kept = end;
  }
  parts.push(bytes.subarray(kept));
  return Buffer.concat(parts);
}

/** The top-level members and where their values stand. The JSON is known to be well formed. */
function* members(bytes: Buffer, open: number): Generator<{ key: string; start: number; end: number }> {
  for (let at = bytes.indexOf(quote, open); at >= 0; at = bytes.indexOf(quote, at)) {
    const keyEnd = stringEnd(bytes, at);
    const key = keyIn(bytes, at, keyEnd);
    const start = afterSpace(bytes, bytes.indexOf(0x3a, keyEnd) + 1);
    const end = valueEnd(bytes, start);
    yield { key, start, end };
    at = end;
  }
}

/** Names are plain, all but ever: only one that is escaped has to be parsed. */
function keyIn(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
}

function afterSpace(bytes: Buffer, from: number): number {
  let at = from;
  while ((bytes[at] ?? 0x21) <= 0x20) at++;
  return at;
}

/** The place after the string that begins at `start`. */
function stringEnd(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(quote, start + 1); ; at = bytes.indexOf(quote, at + 1)) {
    if (at < 0) return bytes.length;
    let escapes = 0;
    while (bytes[at - 1 - escapes] === backslash) escapes++;
    if (escapes % 2 === 0) return at + 1;
  }
}

/** The place after the value that begins at `start`. */
function valueEnd(bytes: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) at = stringEnd(bytes, at) - 1;
    else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    // A number or a word ends where the next member or the object's end begins.
    else if (depth === 0 && byte === 0x2c) return at;
    if (depth < 0) return at;
    if (depth === 0 && (byte === quote || byte === 0x7d || byte === 0x5d)) return at + 1;
  }
  return bytes.length;
}
