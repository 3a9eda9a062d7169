export { type Bus, LocalBus } from './bus.ts';
export { PgBus } from './pg-bus.ts';
