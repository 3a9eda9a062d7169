import type { Fault, PathSegment } from './fault.ts';
import type { WorkflowSpec } from './workflow.ts';
import { conditionFaults } from './workflow-condition.ts';
import { contextFaults } from './workflow-context.ts';
import { nodesOnCycles, reachedFrom, type WorkflowEdge, workflowEdges, workflowEntry } from './workflow-edges.ts';
import { operationFaults } from './workflow-operation.ts';
import { nodeKinds, work } from './workflow-parts.ts';

type Node = WorkflowSpec['nodes'][string];
type Work = Pick<Node, keyof typeof work>;

/** The names of nodes stand in the keys of steps, in which other signs mean something. */
const nodeName = /^[A-Za-z0-9_][\w.-]{0,99}$/;
const workKinds = Object.keys(work) as (keyof Work)[];

/** What is wrong with the graph of a workflow. */
export function workflowFaults(spec: WorkflowSpec): Fault[] {
  const nodes = Object.entries(spec.nodes);
  if (nodes.length === 0) return [{ path: ['nodes'], problem: 'must not be empty' }];
  return [
    ...nodes.flatMap(([name, node]) => nodeFaults(name, node)),
    ...edgeFaults(spec),
    ...checkpointFaults(spec),
    ...contextFaults(spec),
  ];
}

function nodeFaults(name: string, node: Node): Fault[] {
  const path = ['nodes', name];
  const isNamed = nodeName.test(name);
  const { map, loop, branch } = node;
  return [
    ...(isNamed ? [] : [{ path, problem: 'is no name of a node: letters, digits, dots, dashes and underscores' }]),
    ...choiceFaults(node, nodeKinds, path),
    ...workFaults(node, path),
    ...(map ? [...choiceFaults(map, workKinds, [...path, 'map']), ...workFaults(map, [...path, 'map'])] : []),
    ...(loop ? [...choiceFaults(loop, workKinds, [...path, 'loop']), ...workFaults(loop, [...path, 'loop'])] : []),
    ...(loop?.until ? conditionFaults(loop.until, [...path, 'loop', 'until'], 'output') : []),
    ...(branch ? branchFaults(branch, [...path, 'branch']) : []),
    ...quorumFaults(node, path),
    ...(map?.items !== undefined && node.inputs !== undefined
      ? [{ path: [...path, 'inputs'], problem: 'excludes map.items, which is all that the node is given' }]
      : []),
  ];
}

/** Of several kinds of work exactly one is said. */
function choiceFaults<K extends string>(
  of: { [name in K]?: unknown },
  kinds: readonly K[],
  path: PathSegment[],
): Fault[] {
  const said = kinds.filter((kind) => of[kind] !== undefined);
  if (said.length === 1) return [];
  const problem =
    said.length === 0 ? 'says nothing of what it does' : `says ${said.join(' and ')}, which exclude each other`;
  return [{ path, problem: `${problem}: one of ${kinds.join(', ')}` }];
}

function workFaults({ operation }: Work, path: PathSegment[]): Fault[] {
  return operation ? operationFaults(operation, [...path, 'operation']) : [];
}

function branchFaults({ cases, otherwise }: NonNullable<Node['branch']>, path: PathSegment[]): Fault[] {
  const names = cases.map(({ name }) => name);
  return [
    ...(cases.length === 0 && otherwise === undefined ? [{ path, problem: 'has no case' }] : []),
    ...cases.flatMap(({ name, when }, index) => [
      ...(names.indexOf(name) === index
        ? []
        : [{ path: [...path, 'cases', index, 'name'], problem: `repeats the name ${name}` }]),
      ...conditionFaults(when, [...path, 'cases', index, 'when'], 'output'),
    ]),
  ];
}

function quorumFaults({ join }: Node, path: PathSegment[]): Fault[] {
  const { mode, count, percent } = join;
  if (mode !== 'quorum' || count !== undefined || percent !== undefined) return [];
  return [{ path: [...path, 'join'], problem: 'is a quorum, so it needs a count or a percent' }];
}

function edgeFaults(spec: WorkflowSpec): Fault[] {
  const edges = workflowEdges(spec);
  const faults = [
    ...edges.flatMap((edge) => endFaults(spec, edge)),
    ...repeated(edges),
    ...Object.entries(spec.nodes).flatMap(([name, node]) => conditionsFrom(name, node)),
    ...listFaults(spec, 'entry'),
    ...listFaults(spec, 'order'),
  ];
  return faults.length > 0 ? faults : orderFaults(spec, edges);
}

function listFaults(spec: WorkflowSpec, field: 'entry' | 'order'): Fault[] {
  const names = spec[field];
  return names.flatMap((name, index) => {
    if (!Object.hasOwn(spec.nodes, name)) return [{ path: [field, index], problem: `names ${name}, which is no node` }];
    return names.indexOf(name) === index ? [] : [{ path: [field, index], problem: `names ${name} a second time` }];
  });
}

function endFaults({ nodes }: WorkflowSpec, { from, to, path }: WorkflowEdge): Fault[] {
  if (from === to) return [{ path, problem: 'is the node itself' }];
  const missing = [from, to].find((name) => !Object.hasOwn(nodes, name));
  return missing === undefined ? [] : [{ path, problem: `names ${missing}, which is no node` }];
}

function repeated(edges: readonly WorkflowEdge[]): Fault[] {
  const seen = new Set<string>();
  return edges.flatMap(({ from, to, path }) => {
    const key = JSON.stringify([from, to]);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ path, problem: `leads from ${from} to ${to} a second time` }];
  });
}

function conditionsFrom(name: string, { edges, branch }: Node): Fault[] {
  const cases = branch && [...branch.cases.map((way) => way.name), ...(branch.otherwise ? [branch.otherwise] : [])];
  const defaults = edges.flatMap(({ when }, index) => (when?.default ? [index] : []));
  return [
    ...edges.flatMap(({ when }, index) => {
      if (!when) return [];
      const path = ['nodes', name, 'edges', index, 'when'];
      const problem = cases ? `must be one of ${cases.join(', ')}` : 'is only for edges from a branch';
      const isKnown = when.case === undefined || cases?.includes(when.case);
      return [...conditionFaults(when, path, 'edge'), ...(isKnown ? [] : [{ path: [...path, 'case'], problem }])];
    }),
    ...defaults.slice(1).map((index) => ({
      path: ['nodes', name, 'edges', index, 'when', 'default'],
      problem: 'is one too many: one edge is the default',
    })),
  ];
}

function orderFaults(spec: WorkflowSpec, edges: readonly WorkflowEdge[]): Fault[] {
  const names = Object.keys(spec.nodes);
  const [first, ...others] = spec.maxTurns === undefined ? nodesOnCycles(names, edges) : [];
  if (first !== undefined) {
    const over = others.length > 0 ? ` over ${others.join(', ')}` : '';
    const problem = `leads back to itself${over}: say maxTurns, or take out an edge`;
    return [{ path: ['nodes', first], problem }];
  }
  const entry = workflowEntry(spec);
  if (entry.length === 0)
    return [{ path: ['entry'], problem: 'must name a node, because an edge leads to each of them' }];
  const reached = reachedFrom(entry, edges);
  return names.flatMap((name) =>
    reached.has(name) ? [] : [{ path: ['nodes', name], problem: 'cannot be reached from where the work begins' }],
  );
}

function checkpointFaults({ nodes, completionReview }: WorkflowSpec): Fault[] {
  const reviews = [
    ...Object.entries(nodes).flatMap(([name, { review, approval }]) => [
      { path: ['nodes', name, 'review'], review },
      { path: ['nodes', name, 'approval', 'review'], review: approval?.review },
    ]),
    { path: ['completionReview'], review: completionReview },
  ];
  const seen = new Set<string>();
  return reviews.flatMap(({ path, review }) => {
    if (review === undefined) return [];
    const name = review.checkpointId.toLowerCase();
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew ? [] : [{ path: [...path, 'checkpointId'], problem: `repeats the name ${review.checkpointId}` }];
  });
}
