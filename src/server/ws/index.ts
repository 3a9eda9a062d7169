export type { Channel } from './channel.ts';
export { textFrame } from './frame.ts';
export { SocketServer, turnDown } from './socket-server.ts';
export { type Peer, type SocketManners, Sockets } from './sockets.ts';
