import type { Bus } from '../../platform/bus/index.ts';
import { journalChannel } from '../../platform/journal/index.ts';
import type { ResourceKind } from './kinds/index.ts';

/** The bus channel on which it is told whose resources were changed. */
export const resourcesChannel = 'resources';

/** What was changed, for those who keep resources in memory. */
export interface ResourceNews {
  organizationId: string;
  kinds: readonly ResourceKind[];
  /** Whether only what controllers found was written, and nothing that somebody declared. */
  isStatusOnly: boolean;
}

/** Tells the journal's readers, and whoever keeps an organization's resources in memory, what was changed. */
export function tellOfResources(bus: Bus, { organizationId, kinds, isStatusOnly }: ResourceNews): void {
  bus.publish(journalChannel, '');
  bus.publish(resourcesChannel, [organizationId, isStatusOnly ? 'status' : 'spec', ...new Set(kinds)].join(' '));
}

/** What a message on `resourcesChannel` says. */
export function resourceNewsOf(message: string): ResourceNews {
  const [organizationId = '', what, ...kinds] = message.split(' ');
  return { organizationId, kinds: kinds as ResourceKind[], isStatusOnly: what === 'status' };
}
