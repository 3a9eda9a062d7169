export {
  accepts,
  type Credentials,
  contentType,
  credentialsOf,
  Exchange,
  type Health,
  type LiveAnswer,
  type LiveForm,
  maxJsonDepth,
  parseJson,
  readBody,
  readBytes,
  refuseTraps,
  requestIdOf,
} from './http/index.ts';
export { defaultLimits, type Limits } from './limits.ts';
export type { ListenerSpec } from './listeners.ts';
export {
  type Answer,
  type Call,
  type Caller,
  malformed,
  type OperationRequest,
  type Operations,
  type Plan,
  RequestRefused,
  refusal,
  type ShownError,
  showRefusal,
  writeJson,
  writeText,
} from './operations/index.ts';
export {
  createServer,
  type OrreryServer,
  type RequestTaker,
  type ServerDeps,
  type Upgrade,
  type UpgradeHandler,
} from './server.ts';
export type { Member, Payload, Subscriptions } from './streams/index.ts';
export type { Timing } from './timing.ts';
export { type Channel, type Peer, type SocketManners, type Sockets, textFrame } from './ws/index.ts';
