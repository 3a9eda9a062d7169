const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;
const spareLength = 8;

/**
 * The name of an approval that nobody named: `ta-` and eight hex digits, FNV-1a (32 bits) over the execution's id, NUL
 * and the id of what asks in it. The same question always has the same name.
 */
export function approvalName(executionId: string, askedBy: string): string {
  return `ta-${hashed([executionId, askedBy])}`;
}

/** The name of a review that nobody named: `tra-` and the same hash over what is worked on, the checkpoint and the round. */
export function reviewName(taskKey: string, { checkpoint, cycle }: { checkpoint: string; cycle: number }): string {
  return `tra-${hashed([taskKey, checkpoint, String(cycle)])}`;
}

function hashed(parts: readonly string[]): string {
  let hash = offsetBasis;
  for (const byte of Buffer.from(parts.join('\u0000'), 'utf8')) hash = Math.imul(hash ^ byte, prime) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

/** Thirty-two bits are soon used twice in a busy namespace. The second approval adds the end of its id to the name. */
export function spareName(name: string, id: string): string {
  return `${name}-${id.slice(-spareLength)}`;
}
