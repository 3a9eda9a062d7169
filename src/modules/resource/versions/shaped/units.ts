import { DurationFault, parseDurationMs, printDuration } from '../../kinds/index.ts';

const units = { Ms: 1, Seconds: 1_000, Minutes: 60_000, Hours: 3_600_000, Days: 86_400_000 } as const;

/** How many milliseconds one of a field's numbers is, when its name says so: `timeoutMinutes`, `max_skew_seconds`. */
export function unitOf(name: string): number | undefined {
  const word = Object.keys(units).find((unit) => name.toLowerCase().endsWith(unit.toLowerCase()));
  return word === undefined ? undefined : units[word as keyof typeof units];
}

/** Milliseconds of a duration under this name; what is none is given back, or told to `fault`. */
export function readDuration(
  given: unknown,
  field: { name: string; parse?: ((text: string) => number) | undefined },
  fault: (problem: string) => void,
): unknown {
  const { name, parse = parseDurationMs } = field;
  const unit = unitOf(name);
  if (unit !== undefined) return typeof given === 'number' ? given * unit : given;
  if (typeof given !== 'string') {
    fault('must be a duration with units, such as 300ms, 30s or 1h30m');
    return undefined;
  }
  try {
    return parse(given.trim());
  } catch (error) {
    if (!(error instanceof DurationFault)) throw error;
    fault(error.message);
    return undefined;
  }
}

/** Milliseconds as a field of this name has them. */
export function writeDuration(ms: number, name: string): number | string {
  const unit = unitOf(name);
  return unit === undefined ? printDuration(ms) : ms / unit;
}
