export type { Credentials, Health } from './http/index.ts';
export { Exchange, type LiveAnswer, type LiveForm } from './http/index.ts';
export { defaultLimits, type Limits } from './limits.ts';
export type { Answer, Call, Caller, OperationRequest, Operations, Plan, ShownError } from './operations/index.ts';
export { RequestRefused, refusal } from './operations/index.ts';
export { createServer, type OrreryServer, type RequestTaker, type ServerDeps, type UpgradeHandler } from './server.ts';
export type { Member, Payload, Subscriptions } from './streams/index.ts';
export type { Timing } from './timing.ts';
export { type Channel, type Peer, type SocketManners, type Sockets, textFrame } from './ws/index.ts';
