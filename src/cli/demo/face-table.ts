import type { Screen } from './screen.ts';

/** The events of a run as the journal has them, in its order. */
export interface JournalEntry {
  cursor: string;
  name: string;
}

/** The cursors that a face has shown, in the order in which it did. */
export interface Shown {
  name: string;
  cursors: readonly string[];
  /** Why its stream broke. */
  fault: string | undefined;
}

/** What became of an event on a face. */
export type Mark = 'shown' | 'missing' | 'twice' | 'out of order';

/** How a face has shown each event of the journal; what it has shown of other runs is not judged. */
export function marksOf(journal: readonly JournalEntry[], cursors: readonly string[]): Mark[] {
  const places = new Map(journal.map(({ cursor }, place) => [cursor, place]));
  const marks = journal.map((): Mark => 'missing');
  let last = -1;
  for (const cursor of cursors) {
    const place = places.get(cursor);
    if (place === undefined) continue;
    if (marks[place] !== 'missing') marks[place] = 'twice';
    else marks[place] = place > last ? 'shown' : 'out of order';
    last = Math.max(last, place);
  }
  return marks;
}

const indent = '  ';
const firstColumn = 20;

/** Shows each event as a row with a mark for each face. @returns whether all have shown the same in the same order */
export function showFaces(journal: readonly JournalEntry[], faces: readonly Shown[], screen: Screen): boolean {
  const marks = faces.map(({ cursors }) => marksOf(journal, cursors));
  const isSame = marks.every((column) => column.every((mark) => mark === 'shown'));
  const title = `The same ${journal.length} events in the same order on every face`;
  screen.section(isSame ? title : 'The faces do not show the same events');
  const head = ['event'.padEnd(firstColumn), ...faces.map(({ name }) => centred(name))].join('').trimEnd();
  screen.line(indent + screen.paint('bold', head));
  for (const [place, { name }] of journal.entries()) {
    const cells = marks.map((column) => cellOf(column[place] ?? 'missing', screen));
    screen.line(indent + [name.padEnd(firstColumn), ...cells].join('').trimEnd());
  }
  for (const { name, fault } of faces)
    if (fault !== undefined) screen.line(`${indent}${screen.paint('red', `${name}: ${fault}`)}`);
  return isSame;
}

const columnWidth = 11;

function cellOf(mark: Mark, screen: Screen): string {
  if (mark === 'shown') return screen.paint('green', centred('✓'));
  return screen.paint('red', centred(mark === 'out of order' ? 'late' : mark));
}

function centred(text: string): string {
  return text.padStart(Math.ceil((columnWidth + text.length) / 2)).padEnd(columnWidth);
}
