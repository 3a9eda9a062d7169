export type { OutboundResponse } from './exchange.ts';
export {
  createOutboundClient,
  type OutboundClient,
  type OutboundOptions,
  type OutboundRequest,
} from './outbound-client.ts';
