export type { StreamOpening } from './facade.ts';
export { type MountDeps, mountFacade } from './mount.ts';
export type { RouteTable } from './route.ts';
