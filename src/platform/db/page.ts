import { type RawBuilder, sql } from 'kysely';
import { OrreryError } from '../errors.ts';

/** Which part of a list is wanted, in the words of Relay. */
export interface PageRequest {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  /** How many to leave out from the start, for clients that count pages; with `first` and without a cursor. */
  offset?: number | null | undefined;
}

export interface Page<T> {
  items: T[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** How a keyset query has to run: rows beyond `keys`, `limit` of them (one more than shown), in the direction given. */
export interface Keyset {
  limit: number;
  backward: boolean;
  after: string | undefined;
  before: string | undefined;
  offset: number;
}

export const maxPageSize = 1_000;
const maxOffset = 10_000;

/** Checks a page request. @throws OrreryError INPUT_INVALID */
export function keyset(page: PageRequest, defaultSize = 20): Keyset {
  const { first, last } = page;
  if (first != null && last != null)
    throw new OrreryError('INPUT_INVALID', 'Ask for `first` or for `last`, not for both.');
  const size = first ?? last ?? defaultSize;
  if (!Number.isInteger(size) || size < 0 || size > maxPageSize) {
    throw new OrreryError('INPUT_INVALID', `A page holds 0 to ${maxPageSize} items, not ${size}.`);
  }
  return {
    limit: size + 1,
    backward: last != null,
    // The empty cursor is the one before the first item, for clients that always send one.
    after: page.after ? decodeKey(page.after) : undefined,
    before: page.before == null ? undefined : decodeKey(page.before),
    offset: offsetOf(page),
  };
}

/** Leaving rows out costs as much as reading them, so it is bounded; cursors have no such bound. */
function offsetOf({ first, after, last, before, offset }: PageRequest): number {
  if (offset == null) return 0;
  if (first == null || after != null || last != null || before != null) {
    throw new OrreryError('INPUT_INVALID', 'An `offset` goes with `first`, and with no cursor.');
  }
  if (!Number.isInteger(offset) || offset < 0 || offset > maxOffset) {
    throw new OrreryError('INPUT_INVALID', `An \`offset\` is 0 to ${maxOffset}, not ${offset}.`, {
      fix: 'Go on with the cursors of `pageInfo`: they lead through a list of any length.',
    });
  }
  return offset;
}

/** Cuts the extra row off and puts the rest in the list's own order. */
export function toPage<T>(rows: T[], { limit, backward, after, before, offset }: Keyset): Page<T> {
  const more = rows.length >= limit;
  const items = rows.slice(0, limit - 1);
  if (backward) items.reverse();
  return {
    items,
    hasNextPage: backward ? before !== undefined : more,
    hasPreviousPage: backward ? more : after !== undefined || offset > 0,
  };
}

/** The opaque cursor of the item whose key is `key`. */
export function encodeKey(key: string): string {
  return Buffer.from(`k:${key}`).toString('base64url');
}

function decodeKey(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!text.startsWith('k:') || text.includes('\u0000')) {
    throw new OrreryError('CURSOR_INVALID', 'This cursor does not come from this list.', {
      fix: 'Use a cursor exactly as a page of this list gave it.',
    });
  }
  return text.slice(2);
}

/** A place in a list that is sorted by name: after all of this name, or only after the one of them with this id. */
export interface NamePlace {
  name: string;
  id?: string;
}

/** Reads `name`, or `name/id` where several have the name. No name has a slash. */
export function readNamePlace(text: string): NamePlace {
  const [name = '', id] = text.split('/', 2);
  return id === undefined ? { name } : { name, id };
}

/** Whether a row of `table` comes after a place. */
export function isAfterName(table: string, { name, id }: NamePlace): RawBuilder<boolean> {
  const [names, ids] = [sql.ref(`${table}.name`), sql.ref(`${table}.id`)];
  return id === undefined ? sql`${names} > ${name}` : sql`(${names}, ${ids}) > (${name}, ${id})`;
}

/**
 * The text of the place after the last item of a page, for clients that page by names. It is the name, unless one
 * more item has that name.
 */
export async function nextNameOf<T extends { id: string; name: string }>(
  { items, hasNextPage }: Pick<Page<T>, 'items' | 'hasNextPage'>,
  readOneAfter: (place: NamePlace) => Promise<Pick<Page<T>, 'items'>>,
): Promise<string | null> {
  const last = items.at(-1);
  if (!hasNextPage || last === undefined) return null;
  const { items: more } = await readOneAfter({ name: last.name, id: last.id });
  return more[0]?.name === last.name ? `${last.name}/${last.id}` : last.name;
}
