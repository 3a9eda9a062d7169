import type { ResourceKind } from '../modules/resource/index.ts';
import type { Controller, Finding } from './controller.ts';

/**
 * The controller of a kind of which there is nothing to find out in the world: its resources are ready when all that they
 * name is, which the conditions of every resource tell.
 */
export function followingController(kind: ResourceKind): Controller<ResourceKind> {
  return { kind, reconcile: async (): Promise<Finding> => ({ conditions: [] }) };
}
