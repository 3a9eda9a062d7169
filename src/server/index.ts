export { type Credentials, credentialsOf, Exchange, type Health } from './http/index.ts';
export { defaultLimits, type Limits } from './limits.ts';
export {
  type Answer,
  type Call,
  type Caller,
  type OperationRequest,
  Operations,
  type Plan,
  RequestRefused,
  type ShownError,
  showRefusal,
} from './operations/index.ts';
export { createServer, type OrreryServer, type ServerDeps, type UpgradeHandler } from './server.ts';
export type { Member, Payload, Subscriptions } from './streams/index.ts';
export { defaultTiming, type Timing } from './timing.ts';
