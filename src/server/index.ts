export { type Credentials, type Exchange, type Health, readBytes } from './http/index.ts';
export { defaultLimits, type Limits } from './limits.ts';
export type { Answer, Call, Caller, OperationRequest, Operations, Plan, ShownError } from './operations/index.ts';
export { createServer, type DirectHandler, type OrreryServer, type ServerDeps, type UpgradeHandler } from './server.ts';
export type { Member, Payload, Subscriptions } from './streams/index.ts';
export type { Timing } from './timing.ts';
