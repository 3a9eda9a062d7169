export type { AskedStream, Opening, SocketUpgrade, StreamRoute, StreamsDeps } from './opening.ts';
export { protocolToken } from './socket-transport.ts';
export { Streams } from './streams.ts';
