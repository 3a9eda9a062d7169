/** How a firing stands. */
export const scheduleOutcomes = {
  RUNNING: 'What it started is still active.',
  SUCCEEDED: 'What it started has succeeded.',
  FAILED: 'What it started has failed, or could not be started; `error` says why.',
  SKIPPED_FORBID: 'Nothing was started, because what was started before was still active.',
  REPLACED: 'What it started was cancelled, because the schedule fired again.',
  MISSED_DEADLINE: 'Nothing was started, because it was too late for it.',
} as const satisfies Record<string, string>;
/** One of `scheduleOutcomes`. */
export type ScheduleOutcome = keyof typeof scheduleOutcomes;

/** One firing of a schedule. */
export interface ScheduleRun {
  id: string;
  organizationId: string;
  namespaceId: string;
  scheduleId: string;
  trigger: 'SCHEDULE' | 'MANUAL';
  /** The time of the plan; null when somebody ran it now. */
  slot: Date | null;
  /** What the caller named it by who ran it now, so that asking again gives the same firing; else null. */
  idempotencyKey: string | null;
  outcome: ScheduleOutcome;
  executionId: string | null;
  taskId: string | null;
  /** The task as namespace/name; it outlives the task. */
  task: string | null;
  error: string | null;
  /** What came of it, in words. */
  output: string | null;
  startedAt: Date;
  finishedAt: Date | null;
}

/** What a firing has started, or why it has not. */
export type Started = Pick<ScheduleRun, 'outcome' | 'executionId' | 'taskId' | 'task' | 'error' | 'output'>;

const nothing: Started = {
  outcome: 'RUNNING',
  executionId: null,
  taskId: null,
  task: null,
  error: null,
  output: null,
};

/** What is still active, or has ended well when it says so. */
export function started(what: Partial<Started>): Started {
  return { ...nothing, ...what };
}

/** What could not be started, or was not. */
export function failed(error: string, outcome: ScheduleOutcome = 'FAILED'): Started {
  return { ...nothing, outcome, error };
}

/** Which firings are wanted; absent means any. */
export interface ScheduleRunFilter {
  scheduleIds?: readonly string[] | undefined;
  namespaceId?: string | undefined;
  outcomes?: readonly ScheduleOutcome[] | undefined;
  /** Those that began at this moment or later. */
  from?: Date | undefined;
  /** Those that began before this moment. */
  to?: Date | undefined;
}

/** Which of the newest firings of a schedule are wanted. */
export interface RunWindow {
  limit: number;
  /** How many of the newest to leave out. */
  offset: number;
  /** Those that stand in one of these ways; absent means any. */
  outcomes?: readonly ScheduleOutcome[] | undefined;
}
