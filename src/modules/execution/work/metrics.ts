import type { MessagePhase, WorkMessage } from './messages.ts';
import { senderName } from './messages.ts';

/** What is counted of messages. Times are whole milliseconds; 0 where nothing was measured. */
export interface MessageCounts {
  messages: number;
  queued: number;
  running: number;
  retryPending: number;
  waiting: number;
  succeeded: number;
  deadLettered: number;
  /** Queued, running or waiting to be tried again. */
  inFlight: number;
  /** Attempts after the first. */
  retries: number;
  latencyMsAvg: number;
  latencyMsP95: number;
  /** Of how many messages the times are. */
  latencySampleSize: number;
}

/** The messages that one node got and sent. Phases and times are of those that it got. */
export interface NodeCounts extends MessageCounts {
  agent: string;
  inbound: number;
  outbound: number;
}

/** The messages from one node to another. */
export interface EdgeCounts extends MessageCounts {
  from: string;
  to: string;
}

export interface WorkMetrics {
  totals: MessageCounts;
  perAgent: NodeCounts[];
  perEdge: EdgeCounts[];
}

/** What the messages of a run amount to: in all, by node and by edge, sorted by name whatever its case. */
export function metricsOf(messages: readonly WorkMessage[]): WorkMetrics {
  const named = messages.map((message) => ({ message, from: senderName(message.from), to: message.to }));
  const agents = inOrder(new Set(named.flatMap(({ from, to }) => [from, to])));
  const edges = inOrder(new Set(named.map(({ from, to }) => `${from}\n${to}`)));
  return {
    totals: countsOf(messages),
    perAgent: agents.map((agent) => {
      const inbound = named.filter(({ to }) => to === agent).map(({ message }) => message);
      const outbound = named.filter(({ from }) => from === agent).length;
      return { agent, inbound: inbound.length, outbound, ...countsOf(inbound) };
    }),
    perEdge: edges.map((edge) => {
      const own = named.filter(({ from, to }) => `${from}\n${to}` === edge);
      const [from = '', to = ''] = edge.split('\n');
      return { from, to, ...countsOf(own.map(({ message }) => message)) };
    }),
  };
}

/** How many messages are in each phase. */
export function phaseCounts(messages: readonly WorkMessage[]): Record<MessagePhase, number> {
  const counts = { QUEUED: 0, RUNNING: 0, RETRY_PENDING: 0, WAITING: 0, SUCCEEDED: 0, DEAD_LETTERED: 0 };
  for (const { phase } of messages) counts[phase]++;
  return counts;
}

function countsOf(messages: readonly WorkMessage[]): MessageCounts {
  const phases = phaseCounts(messages);
  const latencies = messages
    .flatMap(({ sentAt, processedAt }) => (sentAt && processedAt ? [processedAt.getTime() - sentAt.getTime()] : []))
    .map((ms) => Math.max(0, ms))
    .sort((a, b) => a - b);
  const sum = latencies.reduce((all, ms) => all + ms, 0);
  return {
    messages: messages.length,
    queued: phases.QUEUED,
    running: phases.RUNNING,
    retryPending: phases.RETRY_PENDING,
    waiting: phases.WAITING,
    succeeded: phases.SUCCEEDED,
    deadLettered: phases.DEAD_LETTERED,
    inFlight: phases.QUEUED + phases.RUNNING + phases.RETRY_PENDING,
    retries: messages.reduce((all, { attempts }) => all + Math.max(0, attempts - 1), 0),
    latencyMsAvg: latencies.length === 0 ? 0 : Math.round(sum / latencies.length),
    latencyMsP95: nearestRank(latencies, 0.95),
    latencySampleSize: latencies.length,
  };
}

/** The value at a rank of a sorted list, by the nearest rank; 0 of an empty one. */
function nearestRank(sorted: readonly number[], rank: number): number {
  return sorted[Math.max(0, Math.ceil(rank * sorted.length) - 1)] ?? 0;
}

function inOrder(names: ReadonlySet<string>): string[] {
  return [...names].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase()) || a.localeCompare(b));
}
