export type { StreamOpening } from './facade.ts';
export { type MountDeps, mountFacade } from './mount.ts';
export { problemOfError } from './problem.ts';
export type { RouteTable } from './route.ts';
export { Streams } from './streams/index.ts';
