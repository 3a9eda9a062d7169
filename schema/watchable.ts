import type { ObjectRef } from '@pothos/core';
import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import { builder, type GraphTypes } from './builder.ts';
import type { Context } from './context.ts';

const field = 'cursor';

/** What a page of a list carries besides its items, when the operation asks for it. */
interface Watchable {
  journalCursor?: string | undefined;
}

/** Gives the pages of a list their `cursor`. What resolves to such a page must read it through `watchable`. */
export function addJournalCursor<Shape extends object>(connection: ObjectRef<GraphTypes, Shape>): void {
  builder.objectField(connection as ObjectRef<GraphTypes, object>, field, (t) =>
    t.field({
      type: 'Cursor',
      description: 'Where the journal stood before the list was read: watch from here to miss nothing.',
      resolve: (page: Watchable) => {
        if (page.journalCursor === undefined) throw new Error('The page was not read through `watchable`.');
        return page.journalCursor;
      },
    }),
  );
}

/**
 * Reads a page of a list that can be watched. Where the journal stands is asked first, and only when the operation
 * selects it: a change that the page does not show then always comes after that place.
 */
export async function watchable<Page extends object>(
  { loaders }: Context,
  info: GraphQLResolveInfo,
  read: () => Promise<Page>,
): Promise<Page & Watchable> {
  if (!info.fieldNodes.some(({ selectionSet }) => selects(selectionSet, info))) return read();
  const journalCursor = await loaders.journalHead.load('head');
  return { ...(await read()), journalCursor };
}

function selects(selections: SelectionSetNode | undefined, info: GraphQLResolveInfo): boolean {
  return (selections?.selections ?? []).some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === field;
    if (selection.kind === Kind.INLINE_FRAGMENT) return selects(selection.selectionSet, info);
    return selects(info.fragments[selection.name.value]?.selectionSet, info);
  });
}
