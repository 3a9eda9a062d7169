import {
  type ItemCount,
  isSettled,
  type MapNode,
  type PlannedExecution,
  type Step,
  type ToolNode,
} from '../../modules/execution/index.ts';
import { interpret } from './interpreter.ts';
import { RunFailed, RunParked } from './ports.ts';
import { recordedPort, Unrecorded } from './recorded.ts';

type RecordedRun = Pick<PlannedExecution, 'graph' | 'input'>;

/**
 * How many items the lists of a run have, and how many of them are done, by its recorded steps: an item is done when the
 * walk over it comes to its end. Lists within lists count as one item of the outer one.
 * @returns null when it runs over no list, or the run has not come to one of them yet
 */
export async function itemCountOf(run: RecordedRun, steps: readonly Step[]): Promise<ItemCount | null> {
  const maps = Object.entries(run.graph.nodes).flatMap(([name, node]) => (node.kind === 'map' ? [{ name, node }] : []));
  const counts = await Promise.all(maps.map(({ name, node }) => countOf(run, steps, { name, node })));
  if (counts.length === 0 || counts.some((count) => count === undefined)) return null;
  return counts.reduce<ItemCount>(
    (sum, count) => ({ completed: sum.completed + (count?.completed ?? 0), total: sum.total + (count?.total ?? 0) }),
    { completed: 0, total: 0 },
  );
}

async function countOf(
  run: RecordedRun,
  steps: readonly Step[],
  { name, node }: { name: string; node: MapNode },
): Promise<ItemCount | undefined> {
  const items = await givenTo(name, run, steps);
  if (!Array.isArray(items)) return undefined;
  const port = recordedPort(steps, () => undefined);
  const begun = new Set(steps.filter(isSettled).flatMap(({ node: place }) => itemOf(place, name)));
  const ended = await Promise.all(
    // An item without a step is not begun; walking it would only find that out again.
    items.map((item: unknown, index) =>
      begun.has(index) ? comesToItsEnd(() => interpret(node.graph, item, port, `${name}[${index}]`)) : false,
    ),
  );
  return { completed: ended.filter(Boolean).length, total: items.length };
}

/** The place in the list of a step within the map of this name. */
function itemOf(place: string, name: string): number[] {
  if (!place.startsWith(`${name}[`)) return [];
  const index = Number.parseInt(place.slice(name.length + 1), 10);
  return Number.isInteger(index) ? [index] : [];
}

/** What comes in at a node, found by a walk in which something that only looks stands in its place. */
async function givenTo(name: string, { graph, input }: RecordedRun, steps: readonly Step[]): Promise<unknown> {
  const look: ToolNode = { kind: 'tool', tool: { namespace: '', name: 'look' }, arguments: { given: '{{input}}' } };
  const port = recordedPort(steps, () => undefined);
  let given: unknown;
  await comesToItsEnd(() =>
    interpret({ ...graph, nodes: { ...graph.nodes, [name]: look } }, input, {
      ...port,
      tool: async (spec) => {
        if (spec.asked !== look) return port.tool(spec);
        given = spec.call.arguments['given'];
        throw new Unrecorded();
      },
    }),
  );
  return given;
}

async function comesToItsEnd(walk: () => Promise<unknown>): Promise<boolean> {
  try {
    await walk();
    return true;
  } catch (error) {
    if (error instanceof Unrecorded || error instanceof RunFailed || error instanceof RunParked) return false;
    throw error;
  }
}
