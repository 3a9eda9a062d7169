import { writeJson, writeText } from '../../src/server/index.ts';
import { durationMs } from './duration.ts';
import type { Writing } from './route.ts';

/** How a value that is not null becomes JSON under `@as`. */
export const writings: Record<Writing, (value: unknown) => string> = {
  NUMBER: (value) => number(Number(value)),
  STRING: (value) => writeText(stringOf(value)),
  LOWER: (value) => writeText(stringOf(value).toLowerCase()),
  UNIX_SECONDS: (value) => number(Math.floor(timeOf(value) / 1_000)),
  UNIX_MILLISECONDS: (value) => number(timeOf(value)),
  SECONDS: (value) => time(value, (iso) => `${iso.slice(0, 19)}Z`),
  SQL_TIME: (value) => time(value, (iso) => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`),
  JSON_TEXT: (value) => writeText(JSON.stringify(value)),
  LENGTH: (value) => number(Buffer.byteLength(stringOf(value))),
  DURATION_MS: (value) => number(durationMs(stringOf(value))),
  DURATION_SECONDS: (value) => number(durationMs(stringOf(value)) / 1_000),
  DURATION_MINUTES: (value) => number(durationMs(stringOf(value)) / 60_000),
};

/** JSON has no word for what is not finite. */
function number(value: number): string {
  return Number.isFinite(value) ? writeJson(value) : 'null';
}

function stringOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function timeOf(value: unknown): number {
  return new Date(value as string).getTime();
}

function time(value: unknown, form: (iso: string) => string): string {
  const ms = timeOf(value);
  return Number.isNaN(ms) ? 'null' : writeText(form(new Date(ms).toISOString()));
}
