import { OrreryError } from '../../platform/errors.ts';

export interface ZonedTime {
  /** RFC 3339 with the zone's offset. */
  now: string;
  timezone: string;
  unixMs: number;
}

/** The moment `at` as a clock in the time zone shows it. @throws OrreryError TOOL_INPUT_INVALID for an unknown zone */
export function timeIn(timezone: string, at: Date): ZonedTime {
  const shown = new Date(at.getTime() + offsetMinutes(timezone, at) * 60_000).toISOString().slice(0, -1);
  return { now: `${shown}${offsetText(offsetMinutes(timezone, at))}`, timezone, unixMs: at.getTime() };
}

function offsetMinutes(timezone: string, at: Date): number {
  const name = formatOf(timezone)
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /^GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z';
  const size = Math.abs(minutes);
  const [hours, rest] = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
}

function formatOf(timezone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
  } catch (cause) {
    throw new OrreryError('TOOL_INPUT_INVALID', `"${timezone}" is not a time zone.`, {
      fix: 'Use an IANA name such as Europe/Berlin.',
      cause,
    });
  }
}
