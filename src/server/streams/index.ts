export type { Member } from './cohort.ts';
export { Flusher, Outlet } from './outlet.ts';
export type { Payload } from './payload.ts';
export { Subscriptions } from './subscriptions.ts';
