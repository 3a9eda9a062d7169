import {
  type EdgeCounts,
  type MessageCounts,
  type MessageFilter,
  type MessagePhase,
  messagePhases,
  metricsOf,
  type NodeCounts,
  phaseCounts,
  selectMessages,
  senderName,
  userText,
  type WorkMessage,
} from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';
import { NodeMessageType } from './node-run.ts';

const MessagePhaseEnum = builder.enumType('WorkMessagePhase', {
  description: 'How far a message between the nodes of a run has come.',
  values: Object.fromEntries(
    Object.entries(messagePhases).map(([phase, description]) => [phase, { description }]),
  ) as Record<MessagePhase, { description: string }>,
});

export const WorkMessageFilter = builder.inputType('WorkMessageFilter', {
  description: 'Which messages; what is absent is not asked for. Names are compared whatever their case.',
  fields: (t) => ({
    phases: t.field({ type: [MessagePhaseEnum], description: 'Those in one of these phases.' }),
    from: t.string({ description: 'Those that this node sent; `system` for the run itself.' }),
    to: t.string({ description: 'Those that this node gets.' }),
    branch: t.string({ description: 'Those of this branch of the work.' }),
    trace: t.string({ description: 'Those of this trace, as default/report/a001.' }),
  }),
});

/** All messages of a run, and which of them were asked for. */
export interface MessageList {
  all: readonly WorkMessage[];
  filter: MessageFilter;
  last: number | null;
}

const WorkMessageRef = builder.objectRef<WorkMessage>('WorkMessage').implement({
  description: 'A message from one node of a run to another. It follows from what is recorded of the run.',
  fields: (t) => ({
    id: t.exposeID('address', {
      description:
        'Its trace, its hop, its sender and its reader, the same on replay: default/report/a001/h001/planner/writer.',
    }),
    trace: t.exposeString('trace', {
      description: 'The attempt of the whole that it belongs to, as default/report/a001.',
    }),
    task: t.string({
      description: 'What is worked on, as namespace/name.',
      resolve: ({ trace }) => trace.slice(0, trace.lastIndexOf('/')),
    }),
    type: t.field({ type: NodeMessageType, description: 'Why it was sent.', resolve: ({ type }) => type }),
    delegateOf: t.string({
      nullable: true,
      description: 'The node that asks, when it is a question.',
      resolve: ({ type, from }) => (type === 'delegation' ? from : null),
    }),
    from: t.string({
      description: 'Who sent it; `system` for the run itself.',
      resolve: ({ from }) => senderName(from),
    }),
    to: t.exposeString('to', { description: 'Who gets it.' }),
    branch: t.exposeString('branch', { description: 'The branch of the work, as in b001.002.' }),
    parentBranch: t.exposeString('parentBranch', {
      nullable: true,
      description: 'The branch from which that one came.',
    }),
    hop: t.exposeInt('hop', { description: 'How many nodes the work came through before.' }),
    taskAttempt: t.exposeInt('taskAttempt', { description: 'Which attempt of the whole it belongs to.' }),
    phase: t.field({ type: MessagePhaseEnum, description: 'How far it has come.', resolve: ({ phase }) => phase }),
    content: t.string({ description: 'What it says.', resolve: ({ content }) => userText(content) }),
    attempts: t.exposeInt('attempts', { description: 'How often its node was tried with it.' }),
    maxAttempts: t.exposeInt('maxAttempts', { description: 'How often it may be tried.' }),
    lastError: t.exposeString('lastError', { nullable: true, description: 'Why the last attempt failed.' }),
    sentAt: t.expose('sentAt', { type: 'DateTime', nullable: true, description: 'When it was sent.' }),
    processedAt: t.expose('processedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its node was done with it.',
    }),
    nextAttemptAt: t.expose('nextAttemptAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried again.',
    }),
  }),
});

const PhaseCounts = builder.objectRef<Record<MessagePhase, number>>('WorkMessagePhaseCounts').implement({
  description: 'How many messages are in each phase.',
  fields: (t) => ({
    queued: t.exposeInt('QUEUED', { description: 'Those that wait for their node.' }),
    running: t.exposeInt('RUNNING', { description: 'Those that are worked on.' }),
    retryPending: t.exposeInt('RETRY_PENDING', { description: 'Those that are tried again later.' }),
    waiting: t.exposeInt('WAITING', { description: 'Those that wait for a person.' }),
    succeeded: t.exposeInt('SUCCEEDED', { description: 'Those that are done.' }),
    deadLettered: t.exposeInt('DEAD_LETTERED', { description: 'Those that were given up.' }),
  }),
});

export const WorkMessages = builder.objectRef<MessageList>('WorkMessages').implement({
  description: 'Messages of a run.',
  fields: (t) => ({
    nodes: t.field({
      type: [WorkMessageRef],
      description: 'Those that were asked for, oldest first.',
      complexity: { field: 1, multiplier: 10 },
      resolve: (list) => shownOf(list),
    }),
    total: t.int({ description: 'How many these are.', resolve: (list) => shownOf(list).length }),
    filteredFrom: t.int({
      description: 'How many messages there are in all.',
      resolve: ({ all }) => all.length,
    }),
    phaseCounts: t.field({
      type: PhaseCounts,
      description: 'How many there are in each phase, of those that the filter leaves without a word on phases.',
      resolve: ({ all, filter }) => phaseCounts(selectMessages(all, filter, true)),
    }),
  }),
});

function shownOf({ all, filter, last }: MessageList): WorkMessage[] {
  const selected = selectMessages(all, filter);
  if (last === null) return selected;
  return last === 0 ? [] : selected.slice(-last);
}

const counts: { [Name in keyof MessageCounts]: string } = {
  messages: 'How many messages.',
  queued: 'Those that wait for their node.',
  running: 'Those that are worked on.',
  retryPending: 'Those that are tried again later.',
  waiting: 'Those that wait for a person.',
  succeeded: 'Those that are done.',
  deadLettered: 'Those that were given up.',
  inFlight: 'Those that wait, are worked on or are tried again later.',
  retries: 'Attempts after the first.',
  latencyMsAvg: 'How long they took on average, from being sent to being done with, in milliseconds.',
  latencyMsP95: 'How long nineteen of twenty took at most, in milliseconds.',
  latencySampleSize: 'Of how many messages these times are.',
};

const MessageCountsRef = builder.interfaceRef<MessageCounts>('WorkMessageCounts').implement({
  description: 'What is counted of messages.',
  resolveType: (value) =>
    'agent' in value ? 'NodeMessageCounts' : 'from' in value ? 'EdgeMessageCounts' : 'TotalMessageCounts',
  fields: (t) =>
    Object.fromEntries(
      Object.entries(counts).map(([name, description]) => [
        name,
        t.exposeInt(name as keyof MessageCounts, { description }),
      ]),
    ),
});

const TotalCounts = builder
  .objectRef<MessageCounts>('TotalMessageCounts')
  .implement({ description: 'What is counted of all messages.', interfaces: [MessageCountsRef] });

const NodeCountsRef = builder.objectRef<NodeCounts>('NodeMessageCounts').implement({
  description: 'What is counted of the messages that a node gets.',
  interfaces: [MessageCountsRef],
  fields: (t) => ({
    node: t.exposeString('agent', { description: 'The node; `system` for the run itself.' }),
    inbound: t.exposeInt('inbound', { description: 'How many it got.' }),
    outbound: t.exposeInt('outbound', { description: 'How many it sent.' }),
  }),
});

const EdgeCountsRef = builder.objectRef<EdgeCounts>('EdgeMessageCounts').implement({
  description: 'What is counted of the messages from one node to another.',
  interfaces: [MessageCountsRef],
  fields: (t) => ({
    from: t.exposeString('from', { description: 'Who sends them.' }),
    to: t.exposeString('to', { description: 'Who gets them.' }),
  }),
});

export const WorkMetricsRef = builder.objectRef<MessageList>('WorkMetrics').implement({
  description: 'What the messages of a run amount to.',
  fields: (t) => ({
    generatedAt: t.field({ type: 'DateTime', description: 'When this was counted.', resolve: () => new Date() }),
    isPhaseFiltered: t.boolean({
      description: 'Whether only messages in certain phases were counted.',
      resolve: ({ filter }) => filter.phases !== undefined,
    }),
    totals: t.field({
      type: TotalCounts,
      description: 'Of all messages.',
      resolve: (list) => metricsOf(shownOf(list)).totals,
    }),
    perNode: t.field({
      type: [NodeCountsRef],
      description: 'By node, sorted by name.',
      complexity: { field: 1, multiplier: 5 },
      resolve: (list) => metricsOf(shownOf(list)).perAgent,
    }),
    perEdge: t.field({
      type: [EdgeCountsRef],
      description: 'By way from one node to another, sorted by name.',
      complexity: { field: 1, multiplier: 5 },
      resolve: (list) => metricsOf(shownOf(list)).perEdge,
    }),
  }),
});
