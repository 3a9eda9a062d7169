/** What stands for a stored value, in both directions: shown instead of it, and sent to keep it. */
export const maskedValue = '***';

/** The values that are really given. */
export function withoutMasked(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== maskedValue));
}
