import { OrreryError } from '../errors.ts';

/** A place in the journal: transaction id, then sequence. */
export interface Position {
  xid: bigint;
  seq: bigint;
}

/** Negative when `a` comes before `b`. */
export function comparePositions(a: Position, b: Position): number {
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1;
  return a.seq === b.seq ? 0 : a.seq < b.seq ? -1 : 1;
}

const listMark = '.list';

/**
 * The opaque cursor of `position` in the journal whose epoch is `epoch`. One `withinList` belongs to an item of a list
 * that was not told to its end: the place is that before the list, and who goes on from it has to list again.
 */
export function encodeCursor(epoch: string, { xid, seq }: Position, withinList = false): string {
  const text = `${epoch}.${xid.toString(36)}.${seq.toString(36)}${withinList ? listMark : ''}`;
  return Buffer.from(text).toString('base64url');
}

/** What a cursor says. It may stand behind the version of a resource, as a watch shows it: `3@cursor`. */
function textOf(cursor: string): string {
  return Buffer.from(cursor.replace(/^\d{1,10}@/, ''), 'base64url').toString('latin1');
}

/** Whether `cursor` belongs to an item of a list. */
export function isListCursor(cursor: string): boolean {
  return textOf(cursor).endsWith(listMark);
}

/**
 * Reads a cursor. The version of one resource says nothing of where the journal stood, so that who has nothing else must
 * read the state again, as with a place that is too old. @throws OrreryError CURSOR_INVALID, CURSOR_EXPIRED
 */
export function decodeCursor(cursor: string): { epoch: string; position: Position } {
  if (/^\d+$/.test(cursor)) {
    throw new OrreryError('CURSOR_EXPIRED', 'This is the version of one resource and no place in the journal.', {
      fix: 'Read the state again and go on from a new cursor.',
    });
  }
  const match = /^([0-9a-f]{8})\.([0-9a-z]{1,13})\.([0-9a-z]{1,13})(?:\.list)?$/.exec(textOf(cursor));
  const [, epoch, xid, seq] = match ?? [];
  if (epoch === undefined || xid === undefined || seq === undefined) {
    throw new OrreryError('CURSOR_INVALID', 'This is not a cursor of the journal.', {
      fix: 'Use a cursor exactly as an event, a bookmark or a mutation gave it, or none to start now.',
    });
  }
  const position = { xid: parse36(xid), seq: parse36(seq) };
  if (position.xid > maxInt8 || position.seq > maxInt8) {
    throw new OrreryError('CURSOR_INVALID', 'This cursor lies beyond any journal.');
  }
  return { epoch, position };
}

const maxInt8 = 2n ** 63n - 1n;

function parse36(text: string): bigint {
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}
