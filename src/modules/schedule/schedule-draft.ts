import { OrreryError } from '../../platform/errors.ts';
import { DurationFault, parseDurationMs, printDuration, type ScheduleSpec } from '../resource/index.ts';

/** In which form the times of a schedule are given, with what each means. */
export const timingForms = {
  CRON: 'By the fields of cron: `0 9 * * 1-5`, with seconds `0 0 9 * * 1-5`.',
  EVERY: 'By the time from one to the next: `30s`, `1h30m`; a bare number counts seconds.',
  AT: 'Once, at a moment: RFC 3339.',
} as const satisfies Record<string, string>;
/** One of `timingForms`. */
export type TimingForm = keyof typeof timingForms;

/** When a schedule is due, in one line. */
export interface Timing {
  form: TimingForm;
  expression: string;
  /** The time from one to the next in milliseconds; null in the other forms. */
  everyMs: number | null;
  timeZone: string;
}

/** What a schedule starts, as it is asked for: one of `task`, `agent`, `workflow` and `action`, or a payload that says it. */
export interface TargetDraft {
  /** `name` or `namespace/name`, as an agent is. */
  task?: string | null | undefined;
  agent?: string | null | undefined;
  workflow?: string | null | undefined;
  action?: string | null | undefined;
  input?: unknown;
  /** An object of the action and what it is done with, or that as JSON text. */
  payload?: unknown;
}

/** What is asked of a schedule; what is absent or null stays as it is. */
export interface ScheduleDraft {
  title?: string | null | undefined;
  description?: string | null | undefined;
  isEnabled?: boolean | null | undefined;
  timing?:
    | {
        form?: TimingForm | null | undefined;
        expression?: string | null | undefined;
        timeZone?: string | null | undefined;
      }
    | null
    | undefined;
  target?: TargetDraft | null | undefined;
}

type Draft = Record<string, unknown>;

/** When a schedule is due, in one line. */
export function timingOf({ cron, everyMs, at, timeZone }: ScheduleSpec): Timing {
  if (at !== undefined) return { form: 'AT', expression: at, everyMs: null, timeZone };
  if (everyMs !== undefined) return { form: 'EVERY', expression: printDuration(everyMs), everyMs, timeZone };
  return { form: 'CRON', expression: cron ?? '', everyMs: null, timeZone };
}

/** What a schedule starts, as one word: the action of the platform, or `task`, `agent_task` or `workflow` for what it names. */
export function actionOf({ task, agent, workflow, action }: ScheduleSpec): string {
  if (task !== undefined) return 'task';
  if (workflow !== undefined) return 'workflow';
  return agent === undefined ? (action ?? '') : 'agent_task';
}

/** What a schedule starts, as one object whose `action` says what it is. The agent stands beside it. */
export function payloadOf(spec: ScheduleSpec): Draft {
  const { task, agent, workflow, input } = spec;
  if (task !== undefined) return { action: 'task', task: textOf(task) };
  if (workflow !== undefined)
    return { action: 'workflow', workflow: textOf(workflow), ...(input !== undefined && { input }) };
  if (agent !== undefined) return { action: 'agent_task', ...(input !== undefined && { task: input }) };
  return { action: actionOf(spec), ...(input as object | undefined) };
}

/** What a schedule's action is done with, as one object: whom the platform asks, and for what. */
export function configOf(spec: ScheduleSpec): Draft {
  const { action: _, ...rest } = payloadOf(spec);
  return { ...(spec.agent && { agent: textOf(spec.agent) }), ...rest };
}

/** The spec of a new schedule. It is not checked yet. @throws OrreryError INPUT_INVALID */
export function newSpec(draft: ScheduleDraft): Draft {
  return changedSpec(undefined, { ...draft, target: targetOrDefault(draft) });
}

/** The spec with what is asked of it. It is not checked yet. @throws OrreryError INPUT_INVALID */
export function changedSpec(before: ScheduleSpec | undefined, draft: ScheduleDraft): Draft {
  const { title, description, isEnabled, timing, target } = draft;
  const { form = before && timingOf(before).form, expression, timeZone } = timing ?? {};
  return {
    ...(expression == null ? before : without(before, ['cron', 'everyMs', 'at'])),
    ...(hasTarget(target) && { ...noTarget, ...targetFields(target, before) }),
    ...(expression != null && timingFields(form ?? 'CRON', expression)),
    ...(timeZone != null && { timeZone }),
    ...(title != null && { title }),
    ...(description != null && { description }),
    ...(isEnabled != null && { suspend: !isEnabled }),
  };
}

const noTarget = { task: undefined, agent: undefined, workflow: undefined, action: undefined, input: undefined };

function timingFields(form: TimingForm, expression: string): Draft {
  if (form === 'CRON') return { cron: expression };
  if (form === 'AT') return { at: expression };
  try {
    const text = expression.trim();
    return { everyMs: /^\d+$/.test(text) ? Number(text) * 1_000 : parseDurationMs(text) };
  } catch (error) {
    if (!(error instanceof DurationFault)) throw error;
    throw new OrreryError('INPUT_INVALID', `The length of time ${JSON.stringify(expression)} ${error.message}.`);
  }
}

function hasTarget(target: TargetDraft | null | undefined): target is TargetDraft {
  return Object.values(target ?? {}).some((value) => value != null);
}

/** Who says nothing of what is started wants its agent to see to the description, or to be reminded. */
function targetOrDefault({ target, title, description }: ScheduleDraft): TargetDraft {
  const { agent, ...others } = target ?? {};
  if (hasTarget(others)) return { agent, ...others };
  if (description) return { agent, payload: { action: 'agent_task', task: description } };
  return agent != null ? { agent } : { payload: { action: 'log', message: `scheduled job: ${title ?? ''}` } };
}

function targetFields(target: TargetDraft, before?: ScheduleSpec): Draft {
  const { task, agent, workflow, action, input, payload } = target;
  if (workflow != null) return given({ task, agent, workflow, action, input });
  if (payload != null) return payloadFields(objectOf(payload), agent ?? (before?.agent && textOf(before.agent)));
  if (agent != null && action == null && before?.agent) return given({ task, agent, input: input ?? before.input });
  if (task != null || (agent != null && action == null)) return given({ task, agent, input });
  // Who names the action or its input alone leaves the other as it is.
  const word = action ?? (before && actionOf(before));
  const config = input ?? (before && configOf(before)) ?? {};
  if (word == null) return given({ input });
  return payloadFields({ ...objectOf(config), action: word }, agent);
}

/** An `agent_task` without an agent is for the primary one. */
function payloadFields({ action, ...rest }: Draft, agent: string | null | undefined): Draft {
  if (typeof action !== 'string' || action === '') throw unfit('The payload must say its action.');
  if (action === 'task' && rest['task'] !== undefined) return { task: rest['task'] };
  if (action === 'workflow' && rest['workflow'] !== undefined)
    return given({ workflow: rest['workflow'], input: rest['input'] });
  if (action !== 'agent_task') return { action, input: rest };
  const { agent: named = agent, ...config } = rest;
  return named == null ? { action, input: config } : { agent: named, input: config['task'] ?? config };
}

function given(fields: Draft): Draft {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null));
}

function objectOf(payload: unknown): Draft {
  const read = typeof payload === 'string' ? parsed(payload) : payload;
  if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Draft;
  throw unfit('The payload must be an object.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unfit('The payload must be valid JSON.');
  }
}

function without(spec: ScheduleSpec | undefined, fields: readonly (keyof ScheduleSpec)[]): Draft {
  const entries = Object.entries(spec ?? {}).filter(([field]) => !fields.includes(field as keyof ScheduleSpec));
  return Object.fromEntries(entries);
}

function textOf({ namespace, name }: { namespace?: string | undefined; name: string }): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function unfit(message: string): OrreryError {
  return new OrreryError('INPUT_INVALID', message);
}
