import { connect, type Socket } from 'node:net';

/** A connection that breaks when it has brought so many bytes: what comes after them never arrives. */
export function breakingSocket({ hostname, port }: URL, bytes: number): Socket {
  const socket = connect(Number(port), hostname);
  const push = socket.push.bind(socket);
  let left = bytes;
  socket.push = (chunk: Buffer | null) => {
    if (chunk === null) return push(chunk);
    const taken = chunk.subarray(0, left);
    left -= taken.length;
    // Whoever reads is given the last bytes before the end.
    if (left === 0) setImmediate(() => socket.destroy());
    return taken.length === 0 || push(taken);
  };
  return socket;
}
