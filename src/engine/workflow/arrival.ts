import type { GraphEdge, NodeMessage } from '../../modules/execution/index.ts';
import { nothingWritten, type Writings } from './shared-context.ts';

/** What reached a node: the message, what it says, and what was written on its way. */
export interface Arrival {
  message: NodeMessage;
  value: unknown;
  writings: Writings;
}

/** What a node sends on when it is done. */
export interface Sending {
  key: string;
  value: unknown;
  writings: Writings;
  /** The nodes that it goes on to. */
  taken: string[];
  received: readonly NodeMessage[];
}

/** What an execution, or the node around a graph, gives to one of the nodes where the graph begins. */
export function startArrival(
  { path, input }: { path: string; input: unknown },
  to: string,
  { index, count }: { index: number; count: number },
): Arrival {
  const message: NodeMessage = {
    id: `${path}>${to}`,
    from: null,
    sentBy: null,
    to,
    branch: count > 1 ? `b001.${padded(index + 1)}` : 'b001',
    parentBranch: count > 1 ? 'b001' : null,
    hop: 0,
    type: 'start',
    parentId: null,
  };
  return { message, value: input, writings: nothingWritten };
}

/** What goes over an edge that was taken. */
export function arrivalOver(edge: GraphEdge, sender: Sending): Arrival {
  const { value, writings, taken, received, key } = sender;
  const [first] = received;
  const parent = first?.branch ?? 'b001';
  const isFanOut = taken.length > 1;
  const message: NodeMessage = {
    id: `${key}>${edge.to}`,
    from: edge.from,
    sentBy: key,
    to: edge.to,
    branch: isFanOut ? `${parent}.${padded(taken.indexOf(edge.to) + 1)}` : parent,
    parentBranch: isFanOut ? parent : (first?.parentBranch ?? null),
    hop: Math.max(...received.map(({ hop }) => hop)) + 1,
    type: 'handoff',
    parentId: first?.id ?? null,
  };
  return { message, value, writings };
}

/** One value, or an object of values by node when there are several. */
export function givenBy(arrivals: readonly Arrival[]): unknown {
  const [only] = arrivals;
  if (arrivals.length === 1) return only?.value;
  return Object.fromEntries(arrivals.map(({ message, value }) => [message.from ?? 'input', value]));
}

function padded(count: number): string {
  return String(count).padStart(3, '0');
}
