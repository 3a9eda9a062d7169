import { builder } from './builder.ts';

/** One text by its key. */
export interface TextEntryShape {
  key: string;
  value: string;
}

export const TextEntry = builder.objectRef<TextEntryShape>('TextEntry').implement({
  description: 'One text by its key: a header, an option or a variable.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Its key, unique in its list.' }),
    value: t.exposeString('value', { description: 'The text.' }),
  }),
});

/** A map as the graph shows it: one entry for each key, in the map's own order. */
export function entriesOf(map: Record<string, string>): TextEntryShape[] {
  return Object.entries(map).map(([key, value]) => ({ key, value }));
}
