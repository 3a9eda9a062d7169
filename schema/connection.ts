import type { Page } from '../src/platform/db/index.ts';
import { builder } from './builder.ts';

/** The argument of lists that clients with numbered pages read. */
export const offsetArgs = builder.args((t) => ({
  offset: t.int({
    description:
      'How many to leave out; for clients that count pages. At most 10,000; with `first` and without a cursor.',
  }),
}));

/** A page as Relay wants it. */
export function toConnection<T>(page: Page<T>, cursorOf: (item: T) => string) {
  const edges = page.items.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
    },
  };
}

/** How long a whole list is, for lists that can tell. */
export function lengthOf({ count }: { count?: () => Promise<number> }): Promise<number> {
  if (!count) throw new Error('This list does not know its length.');
  return count();
}

/** What a page of a list costs: as many times its fields as it may have items. */
export function pageCost(args: { first?: number | null | undefined; last?: number | null | undefined }) {
  return { field: 1, multiplier: Math.max(1, args.first ?? args.last ?? 20) };
}
