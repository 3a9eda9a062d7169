import type { PathSegment } from './fault.ts';
import type { WorkflowSpec } from './workflow.ts';

type Nodes = WorkflowSpec['nodes'];
type Edge = Nodes[string]['edges'][number];

/** A way between two nodes, and where in the spec it is said. */
export interface WorkflowEdge {
  from: string;
  to: string;
  when?: Edge['when'];
  labels?: Edge['labels'];
  path: PathSegment[];
}

type Ordered = Pick<WorkflowSpec, 'nodes' | 'order'>;

/** The nodes of a workflow in the order in which its author shows them. */
export function workflowNodes({ nodes, order }: Ordered): [string, Nodes[string]][] {
  const names = new Set([...order, ...Object.keys(nodes)]);
  return [...names].flatMap((name) => {
    const node = Object.hasOwn(nodes, name) ? nodes[name] : undefined;
    return node ? [[name, node] as [string, Nodes[string]]] : [];
  });
}

/** Every edge of a workflow, by the nodes in their order: those from what a node depends on, then those that it names. */
export function workflowEdges(spec: Ordered): WorkflowEdge[] {
  return workflowNodes(spec).flatMap(([name, { dependsOn, edges }]) => [
    ...dependsOn.map((from, index) => ({ from, to: name, path: ['nodes', name, 'dependsOn', index] })),
    ...edges.map(({ to, when, labels }, index) => ({
      from: name,
      to,
      ...(when && { when }),
      ...(Object.keys(labels).length > 0 && { labels }),
      path: ['nodes', name, 'edges', index, 'to'],
    })),
  ]);
}

/** Where the work begins: where the spec says, or else at the nodes to which no edge leads. */
export function workflowEntry(spec: Ordered & Pick<WorkflowSpec, 'entry'>): string[] {
  if (spec.entry.length > 0) return spec.entry;
  const led = new Set(workflowEdges(spec).map(({ to }) => to));
  return workflowNodes(spec).flatMap(([name]) => (led.has(name) ? [] : [name]));
}

/** The nodes to which a way leads from one of `starts`, those themselves included. */
export function reachedFrom(starts: readonly string[], edges: readonly { from: string; to: string }[]): Set<string> {
  const reached = new Set(starts);
  const after = successors(edges);
  const open = [...starts];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const next of after.get(name) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      open.push(next);
    }
  }
  return reached;
}

/**
 * The nodes that no order can be found for, by Kahn: those on a cycle, and those between two. Without edges that lead back
 * there are none.
 */
export function nodesOnCycles(names: readonly string[], edges: readonly { from: string; to: string }[]): string[] {
  const forward = leftAfterKahn(names, edges);
  const backward = edges.map(({ from, to }) => ({ from: to, to: from }));
  return leftAfterKahn(forward, backward);
}

function leftAfterKahn(names: readonly string[], edges: readonly { from: string; to: string }[]): string[] {
  const known = new Set(names);
  const own = edges.filter(({ from, to }) => known.has(from) && known.has(to));
  const waiting = new Map(names.map((name) => [name, 0]));
  for (const { to } of own) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const after = successors(own);
  const free = names.filter((name) => waiting.get(name) === 0);
  for (let name = free.pop(); name !== undefined; name = free.pop()) {
    waiting.delete(name);
    for (const next of after.get(name) ?? []) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) free.push(next);
    }
  }
  return names.filter((name) => waiting.has(name));
}

function successors(edges: readonly { from: string; to: string }[]): Map<string, string[]> {
  const after = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const known = after.get(from);
    if (known) known.push(to);
    else after.set(from, [to]);
  }
  return after;
}
