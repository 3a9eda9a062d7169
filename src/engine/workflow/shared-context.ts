import type { Graph, GraphNode, MergePolicy } from '../../modules/execution/index.ts';
import { RunFailed } from './ports.ts';

/** What one activation wrote. */
interface Writing {
  /** Its place in the order of the graph, then the round. */
  order: number;
  entries: { path: string; value: unknown; merge: MergePolicy }[];
}

/**
 * What was written on the way to a place of the work, by the key of the activation that wrote it. It is carried along
 * the edges and never shared, so what a node reads depends on nothing but the nodes before it.
 */
export type Writings = ReadonlyMap<string, Writing>;

export const nothingWritten: Writings = new Map();

/** What came along several ways, each writing once. */
export function mergedWritings(given: readonly Writings[]): Writings {
  const [only] = given;
  if (given.length <= 1) return only ?? nothingWritten;
  return new Map(given.flatMap((writings) => [...writings]));
}

/** What was written before and what an activation adds. */
export function withOutputs(
  before: Writings,
  node: GraphNode,
  about: { key: string; order: number; output: unknown },
): Writings {
  if (!node.outputs) return before;
  const { key, order, output } = about;
  const entries = Object.entries(node.outputs).flatMap(([name, { path, merge }]) => {
    const value = name === '$' || isText(name, output) ? output : member(output, name);
    return value === undefined ? [] : [{ path: barePath(path), value, merge }];
  });
  return new Map([...before, [key, { order, entries }]]);
}

/** What a model says has no members: its `text` is the whole of it. */
function isText(name: string, output: unknown): boolean {
  return name === 'text' && typeof output === 'string';
}

/** The context as a place of the work sees it: the input of the graph, and what was written since. */
export function contextOf(graph: Graph, input: unknown, writings: Writings): Record<string, unknown> {
  if (!graph.context) return {};
  const context: Record<string, unknown> = { ...graph.context.defaults, ...(isRecord(input) ? input : {}) };
  const inOrder = [...writings.values()].sort((a, b) => a.order - b.order);
  for (const { entries } of inOrder) for (const entry of entries) write(context, entry);
  return context;
}

/**
 * What a node is given: its `inputs` with what stands in the context, where `$` stands for all that it is given; or what
 * came in. @throws RunFailed INPUT_INVALID */
export function inputsOf(node: GraphNode, context: Record<string, unknown>, received: unknown): unknown {
  if (!node.inputs) return received;
  const given = filled(node.inputs, context) as Record<string, unknown>;
  return Object.hasOwn(given, '$') ? given['$'] : given;
}

/** What stands at a path, written `$context.a.b` or `a.b`; undefined for nothing. */
export function atPath(context: Record<string, unknown>, path: string): unknown {
  return barePath(path)
    .split('.')
    .reduce<unknown>((value, part) => member(value, part), context);
}

function filled(given: unknown, context: Record<string, unknown>): unknown {
  if (typeof given === 'string' && named.test(given)) {
    const value = given === '$context' ? context : atPath(context, given);
    if (value === undefined) throw new RunFailed('INPUT_INVALID', `Nothing was written to ${given} yet.`);
    return value;
  }
  if (Array.isArray(given)) return given.map((item) => filled(item, context));
  if (!isRecord(given)) return given;
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, filled(value, context)]));
}

function write(context: Record<string, unknown>, { path, value, merge }: Writing['entries'][number]): void {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  let place = context;
  for (const part of parts) {
    const inner = place[part];
    // A copy: what stands there is the input or an output, and others read these as they were given.
    const next = isRecord(inner) ? { ...inner } : {};
    place[part] = next;
    place = next;
  }
  place[last] = mergedValue(place[last], value, merge);
}

function mergedValue(before: unknown, value: unknown, merge: MergePolicy): unknown {
  if (before === undefined || merge === 'replace') return merge === 'append' ? [value].flat() : value;
  if (merge === 'keep') return before;
  if (merge === 'append') return [...(Array.isArray(before) ? before : [before]), ...[value].flat()];
  return isRecord(before) && isRecord(value) ? { ...before, ...value } : value;
}

/** How a path of the context begins where a value may stand as well. */
const named = /^\$context(?:\.|$)/;

function barePath(path: string): string {
  return path.replace(named, '');
}

function member(value: unknown, name: string): unknown {
  const isThere = value !== null && typeof value === 'object' && Object.hasOwn(value, name);
  return isThere ? (value as Record<string, unknown>)[name] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
