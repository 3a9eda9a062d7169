import type { ObjectRef } from '@pothos/core';
import { builder, type GraphTypes } from './builder.ts';

/** What a page of a list by name knows besides its items. */
interface Named {
  nextName?: () => Promise<string | null>;
}

/** Gives the pages of a list that is sorted by name their `nextName`. */
export function addNextName<Shape extends object>(connection: ObjectRef<GraphTypes, Shape>): void {
  builder.objectField(connection as ObjectRef<GraphTypes, object>, 'nextName', (t) =>
    t.string({
      nullable: true,
      description:
        'The `afterName` of the next page of a list by name; null on the last page, and where the list is sorted otherwise, as one of several kinds is.',
      resolve: (page: Named) => page.nextName?.() ?? null,
    }),
  );
}
