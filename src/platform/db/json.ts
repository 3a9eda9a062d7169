import { type RawBuilder, sql } from 'kysely';

// PostgreSQL refuses NUL and halves of surrogate pairs in jsonb. Models and tools do send them.
const suspicious = /\\u0000|\\ud[89a-f]/i;

/** `value` as JSON text that PostgreSQL takes: NUL and unpaired surrogates become U+FFFD. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value ?? null) ?? 'null';
  return suspicious.test(text) ? JSON.stringify(clean(value)) : text;
}

/** `value` as a jsonb parameter. */
export function jsonb<T>(value: T): RawBuilder<T> {
  return sql<T>`${jsonText(value)}::jsonb`;
}

/** `value` as a jsonb parameter; null and undefined become SQL null. */
export function jsonbOrNull<T>(value: T | null | undefined): RawBuilder<T | null> {
  return sql<T | null>`${value === null || value === undefined ? null : jsonText(value)}::jsonb`;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '\ufffd').toWellFormed();
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), clean(item)]));
}
