import { fixedOffsetMs } from '../resource/index.ts';

/** How local clocks of a time zone stand to UTC. */
export interface Zone {
  /** How far local clocks are ahead of UTC at this moment. Both are milliseconds. */
  offsetAt(at: number): number;
  /** Whether clocks there never change. */
  isFixed: boolean;
}

const second = 1_000;
const zones = new Map<string, Zone>();

/** A zone by its name of the IANA database, or as `UTC+02:00`. @throws RangeError for a name that is neither */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const fixed = name === 'UTC' ? 0 : fixedOffsetMs(name);
  const zone = fixed === undefined ? namedZone(name) : { offsetAt: () => fixed, isFixed: true };
  zones.set(name, zone);
  return zone;
}

function namedZone(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const offsetAt = (at: number): number => {
    const whole = Math.floor(at / second) * second;
    const parts = new Map(format.formatToParts(whole).map(({ type, value }) => [type, Number(value)]));
    const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = fields.map((type) => parts.get(type));
    return Date.UTC(year, month - 1, day, hours, minutes, seconds) - whole;
  };
  return { offsetAt, isFixed: false };
}

const fields = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
