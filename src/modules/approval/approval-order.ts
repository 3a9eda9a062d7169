import { type RawBuilder, type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import type { approval, DB } from '../../platform/db/generated/schema.ts';
import { encodeKey, type Keyset } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import type { Approval } from './approval.ts';

type Found = SelectQueryBuilder<DB, 'approval', Selectable<approval>>;

/** Sorts approvals newest first, and leaves those beyond the keys. */
export function newestFirst(found: Found, { backward, after, before }: Keyset): Found {
  let query = found.orderBy('id', backward ? 'asc' : 'desc');
  if (after !== undefined) query = query.where('id', '<', after);
  if (before !== undefined) query = query.where('id', '>', before);
  return query;
}

/** Sorts approvals by name, and leaves those beyond the keys. */
export function inNameOrder(found: Found, { backward, after, before }: Keyset): Found {
  const way = backward ? 'desc' : 'asc';
  let query = found.orderBy('name', way).orderBy('id', way);
  if (after !== undefined) query = query.where(sql<boolean>`(name, id) > ${tupleOf(after)}`);
  if (before !== undefined) query = query.where(sql<boolean>`(name, id) < ${tupleOf(before)}`);
  return query;
}

/** The cursor of an approval in a list: of its name as well where the list is sorted by names. */
export function approvalCursor({ name, id }: Pick<Approval, 'name' | 'id'>, byName: boolean): string {
  return encodeKey(byName ? JSON.stringify([name, id]) : id);
}

function tupleOf(key: string): RawBuilder<unknown> {
  try {
    const parts: unknown = JSON.parse(key);
    if (Array.isArray(parts) && parts.length === 2) return sql`(${String(parts[0])}::text, ${String(parts[1])}::text)`;
  } catch {
    // Falls through to the refusal below: the text was not made by us.
  }
  throw new OrreryError('CURSOR_INVALID', 'This cursor does not come from a list of approvals by name.');
}
