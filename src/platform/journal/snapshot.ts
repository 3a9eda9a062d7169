/** Which transactions a statement saw, as PostgreSQL's `pg_current_snapshot()` says it. */
export interface Snapshot {
  /** The first transaction id that was not given yet. */
  next: bigint;
  /** Those before it that were still open. */
  open: ReadonlySet<bigint>;
}

/** Reads the text of a `pg_snapshot`: `xmin:xmax:xip_list`. */
export function parseSnapshot(text: string): Snapshot {
  const [, next = '0', open = ''] = text.split(':');
  return { next: BigInt(next), open: new Set(open === '' ? [] : open.split(',').map(BigInt)) };
}

/** Whether the statement saw what the transaction wrote. */
export function isSeen({ next, open }: Snapshot, xid: bigint): boolean {
  return xid < next && !open.has(xid);
}
