export { readEventStream, type StreamedEvent } from './event-stream.ts';
export type { OutboundResponse } from './exchange.ts';
export {
  createOutboundClient,
  type OutboundClient,
  type OutboundOptions,
  type OutboundRequest,
} from './outbound-client.ts';
export type { Relay, RelaySink } from './relay.ts';
