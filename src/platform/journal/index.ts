export { comparePositions, decodeCursor, encodeCursor, isListCursor, type Position } from './cursor.ts';
export {
  appendEvents,
  type EventDraft,
  insertEvents,
  Journal,
  type JournalFilter,
  type JournalRow,
} from './journal.ts';
export { type ReadSeenPage, readSeen, SeenList, type SeenPage } from './seen-list.ts';
export { SeenStretches } from './seen-stretches.ts';
export { parseSnapshot, type Snapshot } from './snapshot.ts';
export { type JournalItem, streamJournal } from './stream.ts';
export { journalChannel, Tailer } from './tailer.ts';
