import type { AgentSystemSpec } from './agent-system.ts';
import type { Fault, PathSegment } from './fault.ts';

type Graph = AgentSystemSpec['graph'];
type GraphNode = Graph[string];
type Edge = GraphNode['edges'][number];

/** What is wrong with the graph of a system. */
export function graphFaults({ graph, completionReview }: AgentSystemSpec): Fault[] {
  const nodes = Object.entries(graph);
  return [
    ...nodes.flatMap(([name, node]) => nodeFaults(name, node)),
    ...checkpointFaults([
      ...nodes.map(([name, { review }]) => ({ path: ['graph', name, 'review'], review })),
      { path: ['completionReview'], review: completionReview },
    ]),
  ];
}

function nodeFaults(name: string, { edges, delegates }: GraphNode): Fault[] {
  const own = delegates.findIndex(({ to }) => to === name);
  return [
    ...listFaults(edges, ['graph', name, 'edges']),
    ...listFaults(delegates, ['graph', name, 'delegates']),
    ...(own < 0 ? [] : [{ path: ['graph', name, 'delegates', own, 'to'], problem: 'is the node itself' }]),
  ];
}

function listFaults(edges: readonly Edge[], path: PathSegment[]): Fault[] {
  const defaults = edges.flatMap(({ condition }, index) => (condition?.default ? [index] : []));
  return [
    ...edges.flatMap(({ condition }, index) =>
      condition === undefined ? [] : conditionFaults(condition, [...path, index, 'condition']),
    ),
    ...defaults.slice(1).map((index) => ({
      path: [...path, index, 'condition', 'default'],
      problem: 'is one too many: one edge is the default',
    })),
  ];
}

function conditionFaults(condition: NonNullable<Edge['condition']>, path: PathSegment[]): Fault[] {
  const { default: isDefault, outputJsonPath, outputMatches, ...rest } = condition;
  const { outputContains: _, outputNotContains: __, ...operators } = rest;
  const said = Object.values({ ...rest, outputJsonPath, outputMatches }).some((value) => value !== undefined);
  const compares = Object.values(operators).some((value) => value !== undefined);
  const fault = (field: string, problem: string): Fault => ({ path: [...path, field], problem });
  return [
    ...(isDefault && said ? [fault('default', 'excludes every other field of the condition')] : []),
    ...(outputMatches === undefined || isPattern(outputMatches)
      ? []
      : [fault('outputMatches', 'must be a regular expression')]),
    ...(outputJsonPath === undefined || outputJsonPath.startsWith('$.')
      ? []
      : [fault('outputJsonPath', 'must start with $.')]),
    ...(outputJsonPath !== undefined && !compares ? [fault('outputJsonPath', 'needs something to compare with')] : []),
    ...(outputJsonPath === undefined && compares
      ? [fault('outputJsonPath', 'is required by what it is compared with')]
      : []),
    ...(['greaterThan', 'lessThan'] as const).flatMap((field) =>
      isNumber(condition[field]) ? [] : [fault(field, 'must be a number as text')],
    ),
  ];
}

function checkpointFaults(reviews: { path: PathSegment[]; review: GraphNode['review'] }[]): Fault[] {
  const names = reviews.map(({ review }) => review?.checkpointId.toLowerCase());
  return reviews.flatMap(({ path, review }, index) =>
    review === undefined || names.indexOf(names[index]) === index
      ? []
      : [{ path: [...path, 'checkpointId'], problem: `repeats the name ${review.checkpointId}` }],
  );
}

/** Whether a text is a regular expression. */
export function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text, where there is one, is a number. */
export function isNumber(text: string | undefined): boolean {
  return text === undefined || (text.trim() !== '' && Number.isFinite(Number(text)));
}
