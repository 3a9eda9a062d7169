import { expect, test } from 'vitest';
import { marksOf, showFaces } from '../../src/cli/demo/face-table.ts';
import { Screen } from '../../src/cli/demo/screen.ts';

const journal = ['Created', 'Started', 'Finished'].map((name, place) => ({ name, cursor: `c${place}` }));

test.each([
  { cursors: 'c0 c1 c2', marks: ['shown', 'shown', 'shown'] },
  { cursors: 'x c0 y c1 c2 z', marks: ['shown', 'shown', 'shown'] },
  { cursors: 'c0 c2', marks: ['shown', 'missing', 'shown'] },
  { cursors: '', marks: ['missing', 'missing', 'missing'] },
  { cursors: 'c0 c1 c1 c2', marks: ['shown', 'twice', 'shown'] },
  { cursors: 'c0 c2 c1', marks: ['shown', 'out of order', 'shown'] },
])('a face that has shown "$cursors" has $marks', ({ cursors, marks }) => {
  expect(marksOf(journal, cursors.split(' '))).toEqual(marks);
});

function table(...shown: { name: string; cursors: string[]; fault?: string }[]) {
  const lines: string[] = [];
  const terminal = { isInteractive: false, hasColor: false, columns: 80, write: () => undefined, ask: async () => '' };
  const screen = new Screen((line) => lines.push(line), terminal);
  const isSame = showFaces(
    journal,
    shown.map(({ fault, ...face }) => ({ ...face, fault })),
    screen,
  );
  return { isSame, text: lines.join('\n') };
}

test('faces that have shown all in order are the same', () => {
  const cursors = ['c0', 'c1', 'c2'];
  const { isSame, text } = table({ name: 'GraphQL', cursors }, { name: 'Joch', cursors });
  expect(isSame).toBe(true);
  expect(text).toMatchInlineSnapshot(`
    "
    The same 3 events in the same order on every face
      event                 GraphQL      Joch
      Created                  ✓          ✓
      Started                  ✓          ✓
      Finished                 ✓          ✓"
  `);
});

test('an event that a face lacks, and why its stream broke, are shown and not passed over', () => {
  const { isSame, text } = table(
    { name: 'GraphQL', cursors: ['c0', 'c1', 'c2'] },
    { name: 'Joch', cursors: ['c0'], fault: 'The connection was lost.' },
    { name: 'Orloj', cursors: ['c0', 'c2', 'c1'] },
  );
  expect(isSame).toBe(false);
  expect(text).toMatchInlineSnapshot(`
    "
    The faces do not show the same events
      event                 GraphQL      Joch      Orloj
      Created                  ✓          ✓          ✓
      Started                  ✓       missing      late
      Finished                 ✓       missing       ✓
      Joch: The connection was lost."
  `);
});
