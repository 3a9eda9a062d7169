import { contextPath, isContextText } from './context-path.ts';
import type { Fault, PathSegment } from './fault.ts';
import type { WorkflowSpec } from './workflow.ts';
import { reachedFrom, workflowEdges } from './workflow-edges.ts';

type Node = WorkflowSpec['nodes'][string];
type Inputs = WorkflowSpec['inputs'];

const inputName = /^[\w-]+$/;

/** Something that is read from or written to the context, and where in the spec that is said. */
interface Place {
  /** The node that does it; null for the workflow, after its last node. */
  node: string | null;
  text: string;
  path: PathSegment[];
}

/** What is wrong with what a workflow is given, writes down and reads. */
export function contextFaults(spec: WorkflowSpec): Fault[] {
  const nodes = Object.entries(spec.nodes);
  const written = nodes.flatMap(([name, node]) => writtenBy(name, node));
  const read = [...nodes.flatMap(([name, node]) => readBy(name, node)), ...givenBy(spec)];
  const unformed = [...written, ...read].filter(({ text }) => contextPath(text) === undefined);
  return [
    ...Object.entries(spec.inputs).flatMap(([name, input]) => inputFaults(name, input)),
    ...nodes.flatMap(([name, node]) => mergeFaults(name, node)),
    ...unformed.map(({ path }) => ({ path, problem: 'must be $context.<path>, as in $context.summary.title' })),
    ...written.flatMap(({ text, path }) =>
      contextPath(text)?.length === 0 ? [{ path, problem: 'must be a place in the context, not all of it' }] : [],
    ),
    ...unknownFaults(spec, read, written),
    ...nodes.flatMap(([name, { map }]) => itemsFaults(spec.inputs, name, map?.items)),
  ];
}

/** Whether a value is what an input has to be. */
export function fitsInput(value: unknown, type: Inputs[string]['type']): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

function inputFaults(name: string, { type, default: fallback }: Inputs[string]): Fault[] {
  const path = ['inputs', name];
  return [
    ...(inputName.test(name)
      ? []
      : [{ path, problem: 'is no name of an input: letters, digits, dashes, underscores' }]),
    ...(fallback === undefined || fitsInput(fallback, type)
      ? []
      : [{ path: [...path, 'default'], problem: `must be of the type ${type}` }]),
  ];
}

function mergeFaults(name: string, { outputs, merge }: Node): Fault[] {
  const strangers = Object.keys(merge).filter((output) => !Object.hasOwn(outputs, output));
  return strangers.map((output) => ({
    path: ['nodes', name, 'merge', output],
    problem: 'is about an output that is written nowhere',
  }));
}

function writtenBy(node: string, { outputs }: Node): Place[] {
  return Object.entries(outputs).map(([name, text]) => ({ node, text, path: ['nodes', node, 'outputs', name] }));
}

function readBy(node: string, { inputs = {}, map }: Node): Place[] {
  const places = Object.entries(inputs).flatMap(([name, value]) =>
    isContextText(value) ? [{ node, text: value, path: ['nodes', node, 'inputs', name] }] : [],
  );
  return map?.items === undefined
    ? places
    : [...places, { node, text: map.items, path: ['nodes', node, 'map', 'items'] }];
}

function givenBy({ outputs }: WorkflowSpec): Place[] {
  return Object.entries(outputs).map(([name, text]) => ({ node: null, text, path: ['outputs', name] }));
}

/** What is read has to be given, or written by a node from which a way leads there. */
function unknownFaults(spec: WorkflowSpec, read: readonly Place[], written: readonly Place[]): Fault[] {
  const backward = workflowEdges(spec).map(({ from, to }) => ({ from: to, to: from }));
  const names = Object.keys(spec.nodes);
  const before = new Map(names.map((name) => [name, ancestors(name, backward)]));
  return read.flatMap(({ node, text, path }) => {
    const place = contextPath(text);
    if (place === undefined || place.length === 0) return [];
    if (Object.hasOwn(spec.inputs, place[0] ?? '')) return [];
    const writers = written.filter((write) => node === null || before.get(node)?.has(write.node ?? ''));
    if (writers.some((write) => isWithin(place, contextPath(write.text) ?? []))) return [];
    return [{ path, problem: `reads ${text}, which is no declared input and which no node before writes` }];
  });
}

function ancestors(name: string, backward: readonly { from: string; to: string }[]): Set<string> {
  return reachedFrom(
    backward.filter(({ from }) => from === name).map(({ to }) => to),
    backward,
  );
}

/** Whether one of two places lies in the other. */
function isWithin(one: readonly string[], other: readonly string[]): boolean {
  const shared = Math.min(one.length, other.length);
  return shared > 0 && one.slice(0, shared).every((name, index) => name === other[index]);
}

function itemsFaults(inputs: Inputs, node: string, items: string | undefined): Fault[] {
  const [name, ...deeper] = (items === undefined ? undefined : contextPath(items)) ?? [];
  const input = name !== undefined && deeper.length === 0 && Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  if (!input || input.type === 'array' || input.type === 'any') return [];
  return [
    { path: ['nodes', node, 'map', 'items'], problem: `reads an input of the type ${input.type}, and needs a list` },
  ];
}
