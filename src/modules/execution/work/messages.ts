import { isFinal } from '../execution.ts';
import type { NodeMessage, NodeStep } from '../step.ts';
import { type Activation, activationsOf, type Work } from './activation.ts';

/** How far a message between the nodes of a run has come. */
export const messagePhases = {
  QUEUED: 'It waits for its node.',
  RUNNING: 'Its node works on it.',
  RETRY_PENDING: 'It is tried again later.',
  WAITING: 'It waits for a person.',
  SUCCEEDED: 'Its node is done with it.',
  DEAD_LETTERED: 'It was tried as often as it may be, and failed.',
} as const;
export type MessagePhase = keyof typeof messagePhases;

/** A message from one node of a run to another. Times are moments, `content` is what its sender gave. */
export interface WorkMessage extends NodeMessage {
  phase: MessagePhase;
  /** Which attempt of the whole. */
  taskAttempt: number;
  content: unknown;
  /** The trace that it belongs to, `<task>/a001`, where the task is `<namespace>/<name>`. */
  trace: string;
  /** Its trace, its hop, its sender and its reader: `<trace>/h001/planner/writer`. */
  address: string;
  /** How often its node was tried with it, and how often it may be. */
  attempts: number;
  maxAttempts: number;
  lastError: string | null;
  sentAt: Date | null;
  /** When its node was done with it; null until then. */
  processedAt: Date | null;
  nextAttemptAt: Date | null;
}

/** Which messages. Names are compared whatever their case; what is absent is not asked for. */
export interface MessageFilter {
  phases?: readonly MessagePhase[] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  branch?: string | undefined;
  /** The trace, `<namespace>/<task>/a001`. */
  trace?: string | undefined;
}

/** The messages of a run, in the order in which they were sent. */
export function messagesOfWork(work: Work): WorkMessage[] {
  const activations = activationsOf(work.steps);
  const bySender = new Map(activations.map((activation) => [activation.step.key, activation]));
  const received = activations.flatMap((activation) =>
    activation.step.arguments.received.map((message) => delivered(work, message, { activation, bySender })),
  );
  const all = [...received, ...activations.flatMap((sender) => undelivered(work, sender, activations))];
  return all
    .map((message) => ({ ...message, address: addressOf(message) }))
    .sort((a, b) => (a.sentAt?.getTime() ?? 0) - (b.sentAt?.getTime() ?? 0));
}

/** Those that a filter asks for; `phases` aside when `withoutPhases`. */
export function selectMessages(
  messages: readonly WorkMessage[],
  filter: MessageFilter,
  withoutPhases = false,
): WorkMessage[] {
  const { phases, from, to, branch, trace } = filter;
  const isAs = (wanted: string | undefined, value: string | null): boolean =>
    wanted === undefined || wanted.toLowerCase() === senderName(value).toLowerCase();
  return messages.filter(
    (message) =>
      (withoutPhases || phases === undefined || phases.includes(message.phase)) &&
      isAs(from, message.from) &&
      isAs(to, message.to) &&
      isAs(branch, message.branch) &&
      isAs(trace, message.trace),
  );
}

/** Who sent a message: what the run itself gives comes from `system`. */
export function senderName(from: string | null): string {
  return from ?? 'system';
}

function delivered(
  work: Work,
  message: NodeMessage,
  { activation, bySender }: { activation: Activation; bySender: ReadonlyMap<string, Activation> },
): Omit<WorkMessage, 'address'> {
  const { step, attempt } = activation;
  const sender = message.sentBy === null ? undefined : bySender.get(message.sentBy);
  return {
    ...message,
    ...(message.type === 'delegation' ? asked(step, sender) : sent(work, sender?.step)),
    phase: phaseOf(activation),
    taskAttempt: attempt,
    trace: traceName(work, attempt),
    attempts: step.attempt,
    maxAttempts: step.target.maxAttempts,
    lastError: step.error?.message ?? null,
    processedAt: step.finishedAt,
    nextAttemptAt: step.target.nextAttemptAt === null ? null : new Date(step.target.nextAttemptAt),
  };
}

function sent({ execution }: Work, sender: NodeStep | undefined): Pick<WorkMessage, 'content' | 'sentAt'> {
  if (!sender) return { content: execution.input, sentAt: execution.startedAt };
  return { content: sender.result?.output ?? null, sentAt: sender.finishedAt };
}

/** A question is what its sender's model had said by then; what the sender gave in the end came after the answer. */
function asked(
  { ordinal, createdAt }: NodeStep,
  sender: Activation | undefined,
): Pick<WorkMessage, 'content' | 'sentAt'> {
  const said = sender?.calls.flatMap((call) => {
    return call.kind === 'MODEL' && call.phase === 'SUCCEEDED' && call.ordinal < ordinal ? [call.result?.content] : [];
  });
  return { content: said?.at(-1) ?? null, sentAt: createdAt };
}

function traceName({ execution, namespace }: Work, attempt: number): string {
  return `${namespace}/${execution.definition?.name ?? execution.name}/a${padded(attempt)}`;
}

function addressOf({ trace, hop, from, to, type, id }: Omit<WorkMessage, 'address'>): string {
  const address = `${trace}/h${padded(hop)}/${senderName(from)}/${to}`;
  return type === 'changes' ? `${address}/review-${id.split('~').at(-1) ?? ''}` : address;
}

function padded(count: number): string {
  return String(count).padStart(3, '0');
}

function phaseOf({ step: { phase, target, error }, calls }: Activation): MessagePhase {
  if (phase === 'SUCCEEDED' || phase === 'SKIPPED') return 'SUCCEEDED';
  if (phase === 'FAILED' || phase === 'CANCELLED') return 'DEAD_LETTERED';
  if (calls.some((call) => call.phase === 'WAITING')) return 'WAITING';
  return target.nextAttemptAt !== null && error !== null ? 'RETRY_PENDING' : 'RUNNING';
}

/** What a node sent and no node has worked on: it waits, or came too late for a join that did not need it any more. */
function undelivered(
  work: Work,
  sender: Activation,
  activations: readonly Activation[],
): Omit<WorkMessage, 'address'>[] {
  const { step } = sender;
  const open = (step.result?.taken ?? []).filter(
    (to) =>
      !activations.some(
        ({ name, step: reader }) => name === to && reader.arguments.received.some(({ sentBy }) => sentBy === step.key),
      ),
  );
  const [first] = step.arguments.received;
  return open.map((to, index) => ({
    id: `${step.key}>${to}`,
    from: sender.name,
    sentBy: step.key,
    to,
    branch: branchOf(first?.branch ?? 'b001', index, open.length),
    parentBranch: open.length > 1 ? (first?.branch ?? null) : (first?.parentBranch ?? null),
    hop: (first?.hop ?? 0) + 1,
    type: 'handoff',
    parentId: first?.id ?? null,
    ...sent(work, step),
    phase: isFinal(work.execution.phase) ? 'SUCCEEDED' : 'QUEUED',
    taskAttempt: sender.attempt,
    trace: traceName(work, sender.attempt),
    attempts: 0,
    maxAttempts: step.target.maxAttempts,
    lastError: null,
    processedAt: isFinal(work.execution.phase) ? work.execution.finishedAt : null,
    nextAttemptAt: null,
  }));
}

function branchOf(parent: string, index: number, count: number): string {
  return count > 1 ? `${parent}.${padded(index + 1)}` : parent;
}
