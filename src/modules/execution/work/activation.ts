import type { Execution } from '../execution.ts';
import type { NodeStep, Step } from '../step.ts';

/** One activation of a node, with what it did and which attempt of the whole it belongs to. */
export interface Activation {
  step: NodeStep;
  /** The node without what lies around it, as its neighbours in the graph know it. */
  name: string;
  /** Which attempt of the whole, where the whole can be tried again; the first is 1. */
  attempt: number;
  /** Its model calls, tool calls and gates, in the order in which they began. */
  calls: Exclude<Step, NodeStep>[];
}

/** What a run's work is told from. */
export interface Work {
  /** The name of the namespace that it belongs to. */
  namespace: string;
  execution: Execution;
  /** All of them. */
  steps: readonly Step[];
}

/** A task is one node around the graph of its system; what it is tried again shows in the keys of what lies in it. */
const wholeNode = 'task';

/** The activations of a run's nodes, in the order in which they began; a node around all others is left out. */
export function activationsOf(steps: readonly Step[]): Activation[] {
  const inOrder = [...steps].sort((a, b) => a.ordinal - b.ordinal);
  const nodes = inOrder
    .filter((step) => step.kind === 'NODE')
    .filter((step) => !isWhole(step) && step.phase !== 'SKIPPED');
  const activations = nodes.map((step) => {
    return { step, name: nameIn(step.node), attempt: attemptIn(step.key), calls: [] as Activation['calls'] };
  });
  // The longest key that a call's key begins with is the activation that it was made in.
  const byLength = [...activations].sort((a, b) => b.step.key.length - a.step.key.length);
  for (const step of inOrder) {
    if (step.kind === 'NODE') continue;
    byLength.find((activation) => isMadeIn(step.key, activation.step.key))?.calls.push(step);
  }
  return activations;
}

/** How often the whole was tried. */
export function attemptsOf({ execution, steps }: Work): number {
  if (execution.startedAt === null) return 0;
  return steps.find((step): step is NodeStep => step.kind === 'NODE' && isWhole(step))?.attempt ?? 1;
}

/** The step around the whole, where it can be tried again. */
export function wholeOf(steps: readonly Step[]): NodeStep | undefined {
  return steps.find((step): step is NodeStep => step.kind === 'NODE' && isWhole(step));
}

function isWhole({ key }: NodeStep): boolean {
  return key === wholeNode;
}

function nameIn(node: string): string {
  return node.slice(node.lastIndexOf('/') + 1);
}

function attemptIn(key: string): number {
  const tried = new RegExp(`^${wholeNode}@(\\d+)/`).exec(key);
  return tried ? Number(tried[1]) : 1;
}

/** Whether a step was made in an activation: its key begins with that of the activation, perhaps with an attempt behind it. */
export function isMadeIn(key: string, activation: string): boolean {
  return key.startsWith(activation) && ['/', '@', '~'].includes(key[activation.length] ?? '');
}
