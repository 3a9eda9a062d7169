const offsetForm = /^UTC([+-])(\d{2}):?(\d{2})$/;

/** The form of a time zone's name, with space around it. */
export const timeZoneForm = String.raw`^\s*[A-Za-z][\w+/:-]*\s*$`;

/** Whether this is a time zone of the IANA database, or an offset from UTC such as `UTC+02:00`. */
export function isTimeZone(name: string): boolean {
  return fixedOffsetMs(name) !== undefined || isNamedZone(name);
}

/** Whether this is the name of a time zone of the IANA database. */
export function isNamedZone(name: string): boolean {
  // Offsets such as +01:00 are known to some runtimes and are no names of zones.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** How far `UTC+02:00` is ahead of UTC, in milliseconds; undefined for what is no such offset of less than a day. */
export function fixedOffsetMs(zone: string): number | undefined {
  const [, sign, hours, minutes] = offsetForm.exec(zone) ?? [];
  if (sign === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -ms : ms;
}
