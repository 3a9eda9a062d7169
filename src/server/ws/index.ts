export { SocketServer, turnDown } from './socket-server.ts';
