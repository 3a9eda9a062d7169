import type pg from 'pg';
import { encodeCursor } from '../../src/platform/journal/index.ts';

/** An event of a run, as a subscriber is given it or as it stands in the journal. */
export interface RunEvent {
  cursor: string;
  /** The enum value of the graph, such as TOOL_CALL_STARTED. */
  type: string;
  subjectId: string;
  /** The step's place in the run. */
  key?: string;
  /** How the run ended. */
  phase?: string;
  /** What became of an approval. */
  decision?: string;
  /** The stretch of work that begins. */
  turn?: number;
}

/** The events of one run with everything that a fold reads. */
export const runEventFields = `__typename
  ... on JournalEvent { cursor type subjectId }
  ... on ModelCallStarted { key }
  ... on ModelCallCompleted { key }
  ... on ModelCallFailed { key }
  ... on ToolCallRequested { key }
  ... on ToolCallStarted { key }
  ... on ToolCallCompleted { key }
  ... on ToolCallFailed { key }
  ... on ToolCallCancelled { key }
  ... on ExecutionStarted { turn }
  ... on ExecutionResumed { turn }
  ... on ExecutionFinished { phase }
  ... on ApprovalDecided { decision: phase }
  ... on Bookmark { cursor }
  ... on StreamGap { reason }`;

/** What became of a run, told from its events alone. */
export interface RunFold {
  /** In the order of arrival: an event that is lost, doubled or out of its place makes two folds differ. */
  cursors: string[];
  /** How the run ended; undefined while it goes on. */
  phase: string | undefined;
  /** How often a worker took the run. */
  claims: number;
  /** How often each step began and came to an end. */
  steps: Record<string, { started: number; completed: number; failed: number }>;
  approvals: Record<string, string>;
}

/** Folds events, in their order, into what became of the run. */
export function foldRun(events: readonly RunEvent[]): RunFold {
  const fold: RunFold = { cursors: [], phase: undefined, claims: 0, steps: {}, approvals: {} };
  for (const event of events) {
    fold.cursors.push(event.cursor);
    if (event.type === 'EXECUTION_STARTED') fold.claims++;
    if (event.type === 'EXECUTION_FINISHED') fold.phase = event.phase;
    if (event.type === 'APPROVAL_REQUESTED') fold.approvals[event.subjectId] = 'PENDING';
    if (event.type === 'APPROVAL_DECIDED') fold.approvals[event.subjectId] = event.decision ?? '';
    if (event.key !== undefined) noteStep(fold, event.key, event.type);
  }
  return fold;
}

function noteStep(fold: RunFold, key: string, type: string): void {
  const step = fold.steps[key] ?? { started: 0, completed: 0, failed: 0 };
  if (type.endsWith('_STARTED')) step.started++;
  if (type.endsWith('_COMPLETED')) step.completed++;
  if (type.endsWith('_FAILED')) step.failed++;
  fold.steps[key] = step;
}

interface Row {
  x: string;
  s: string;
  type: string;
  subject_id: string;
  payload: { key?: string; phase?: string; turn?: number };
}

/** The events of one run, or of all, in the journal's order; read from the table itself and by nothing of the product. */
export async function readRun(client: pg.Client, executionId?: string): Promise<RunEvent[]> {
  const { rows: states } = await client.query<{ epoch: string }>('select epoch from journal_state');
  const { rows } = await client.query<Row>(
    `select e.xid::text as x, e.seq::text as s, e.type, e.subject_id, e.payload from event e
     where e.execution_id = coalesce($1, e.execution_id) order by e.xid, e.seq`,
    [executionId ?? null],
  );
  return rows.map((row) => toEvent(row, states[0]?.epoch ?? ''));
}

function toEvent(row: Row, epoch: string): RunEvent {
  const { key, phase, turn } = row.payload;
  const isDecision = row.type === 'approval.decided';
  return {
    cursor: encodeCursor(epoch, { xid: BigInt(row.x), seq: BigInt(row.s) }),
    type: row.type.replace('.', '_').replace(/[A-Z]/g, '_$&').toUpperCase(),
    subjectId: row.subject_id,
    ...(key === undefined ? {} : { key }),
    ...(phase === undefined ? {} : isDecision ? { decision: phase } : { phase }),
    ...(turn === undefined ? {} : { turn }),
  };
}
