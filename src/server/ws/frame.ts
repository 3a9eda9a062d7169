const textOpcode = 0x1;
const pingOpcode = 0x9;
const final = 0x80;

/** A whole, unmasked text message of the WebSocket protocol (RFC 6455), made of `parts`. */
export function textFrame(...parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const frame = Buffer.allocUnsafe(headerBytes(length) + length);
  let at = writeHeader(frame, length);
  for (const part of parts) at += part.copy(frame, at);
  return frame;
}

/** A ping without a payload. */
export const pingFrame = Buffer.from([final | pingOpcode, 0]);

function headerBytes(length: number): number {
  if (length <= 125) return 2;
  return length <= 0xffff ? 4 : 10;
}

function writeHeader(frame: Buffer, length: number): number {
  frame[0] = final | textOpcode;
  if (length <= 125) {
    frame[1] = length;
    return 2;
  }
  if (length <= 0xffff) {
    frame[1] = 126;
    return frame.writeUInt16BE(length, 2);
  }
  frame[1] = 127;
  return frame.writeBigUInt64BE(BigInt(length), 2);
}
