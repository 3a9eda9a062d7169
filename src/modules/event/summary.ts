import type { OrreryEvent } from './event.ts';

const maxLength = 700;

/** The names that an event does not carry. */
interface Names {
  namespace: string;
  /** The execution's; null for an event of none. */
  execution: string | null;
}

/**
 * One plain sentence about the event. It is made of names, numbers and words of ours alone: texts of models, tools and
 * people may hold what is not for everyone who reads a log.
 */
export function summaryOf(event: OrreryEvent, names: Names): string {
  const text = `${subjectText(event, names)} ${predicateOf(event)}.`;
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).toWellFormed()}…`;
}

/** The sentence with its time, RFC 3339 in whole seconds, as a line of a log. */
export function lineOf(event: OrreryEvent, names: Names): string {
  return `${event.at.toISOString().slice(0, 19)}Z ${summaryOf(event, names)}`;
}

function subjectText(event: OrreryEvent, { namespace, execution }: Names): string {
  const run = `execution ${namespace}/${execution ?? event.executionId}`;
  const name = event.subjectName ?? event.subjectId;
  switch (event.type.split('.')[0]) {
    case 'resource':
    case 'memory':
    case 'schedule':
      return `${event.subjectKind} ${namespace}/${name}`;
    case 'execution':
      return `E${run.slice(1)}`;
    case 'modelCall':
      return `The call of the model ${name} in ${run}`;
    case 'approval':
      return approvalText(event, { namespace, run });
    default:
      return `The call of the tool ${name} in ${run}`;
  }
}

/** What was put to a person: a call that a run waits for, or something that stands by itself. */
function approvalText(event: OrreryEvent, { namespace, run }: { namespace: string; run: string }): string {
  const tool = event.subjectName ?? '';
  if (event.executionId === null) return `The approval ${tool === '' ? event.subjectId : `of ${tool}`} in ${namespace}`;
  return tool === '' ? `The approval ${event.subjectId} in ${run}` : `The approval of the tool ${tool} in ${run}`;
}

function predicateOf(event: OrreryEvent): string {
  switch (event.type) {
    case 'resource.applied':
      return `was ${event.payload.created ? 'created' : 'applied'} (generation ${event.payload.generation})`;
    case 'resource.deleted':
      return event.payload.isStillThere ? 'has lost the labels that are watched' : 'was deleted';
    case 'resource.statusChanged':
      return event.payload.ready ? 'is ready' : 'is not ready';
    case 'modelCall.completed': {
      const { inputTokens, outputTokens, latencyMs } = event.payload;
      return `was answered in ${latencyMs} ms (${inputTokens} tokens in, ${outputTokens} out)`;
    }
    case 'toolCall.completed':
      return `${event.payload.isError ? 'gave an error' : 'gave its result'} in ${event.payload.latencyMs} ms`;
    case 'node.completed':
      return `gave its output in ${event.payload.latencyMs} ms`;
    case 'node.failed':
    case 'modelCall.failed':
    case 'toolCall.failed':
      return failureText(event.payload);
    case 'execution.finished':
      return `ended: ${event.payload.phase}`;
    case 'approval.requested':
      return `was asked for (risk ${event.payload.risk})`;
    case 'approval.decided':
      return `was decided: ${event.payload.phase}`;
    case 'policy.decided':
      return `met a policy: ${event.payload.effect}`;
    default:
      return beginnings[event.type](event.payload as never);
  }
}

function failureText(failed: { attempt: number; code: string; retryInMs: number | null }): string {
  const next = failed.retryInMs === null ? '' : `, next attempt in ${failed.retryInMs} ms`;
  return `failed with ${failed.code} (attempt ${failed.attempt}${next})`;
}

/** Events that say little more than that something begins. */
const beginnings = {
  'approval.updated': ({ version }: { version: number }) => `was changed (version ${version})`,
  'approval.deleted': () => 'was deleted',
  'schedule.triggered': ({ slot }: { slot: string | null }) => (slot === null ? 'was run now' : 'has fired'),
  'schedule.skipped': () => 'has skipped a firing, because what it started before is active',
  'schedule.missed': () => 'has missed a firing by more than its deadline',
  'schedule.pruned': ({ tasks }: { tasks: string[] }) => `has deleted ${tasks.length} old tasks`,
  'memory.written': ({ created }: { created: boolean }) => (created ? 'has a new item' : 'has an item written anew'),
  'memory.deleted': () => 'has lost an item',
  'execution.created': () => 'was created',
  'execution.queued': () => 'may be run now',
  'execution.started': ({ turn }: { turn: number }) => `is run by a worker (turn ${turn})`,
  'execution.waiting': ({ wakeAt }: { wakeAt?: string | null }) =>
    wakeAt ? `waits until ${wakeAt}` : 'waits for a person',
  'execution.paused': () => 'was paused',
  'execution.resumed': ({ turn }: { turn: number }) => `may go on (turn ${turn})`,
  'modelCall.started': ({ attempt }: { attempt: number }) => `began (attempt ${attempt})`,
  'toolCall.requested': () => 'is wanted',
  'node.started': ({ attempt }: { attempt: number }) => `began (attempt ${attempt})`,
  'node.skipped': () => 'was skipped',
  'toolCall.cancelled': () => 'was cancelled',
  'toolCall.started': ({ attempt }: { attempt: number }) => `began (attempt ${attempt})`,
};
