import { OrreryError } from '../src/platform/errors.ts';
import type { Context } from './context.ts';

/**
 * Nobody reaches beyond their own organization: of any other it is said that it is not there.
 * @throws OrreryError RESOURCE_NOT_FOUND
 */
export function assertOwnOrganization({ actor }: Context, id: string | null | undefined): void {
  if (id == null || id === actor.organizationId) return;
  throw new OrreryError('RESOURCE_NOT_FOUND', `There is no organization ${id}.`);
}
