import { OrreryError } from '../src/platform/errors.ts';

/** What must be there because the database's own constraints say so. @throws OrreryError INTERNAL when it is not */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined)
    throw new OrreryError('INTERNAL', 'Something that must exist was not found.');
  return value;
}
