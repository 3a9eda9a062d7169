import { itemCountOf } from '../src/engine/index.ts';
import { type Execution, type ItemCount, progressOf, type RunProgress } from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';
import { Progress } from './execution.ts';
import type { Loaders } from './loaders.ts';

/** Several fields ask for the same of one execution. */
const counted = new WeakMap<Execution, Promise<ItemCount | null>>();

function itemsOf(execution: Execution, loaders: Loaders): Promise<ItemCount | null> {
  const known = counted.get(execution) ?? countItems(execution, loaders);
  counted.set(execution, known);
  return known;
}

async function countItems({ id }: Execution, loaders: Loaders): Promise<ItemCount | null> {
  const planned = await loaders.plannedExecution.load(id);
  const hasList = planned && Object.values(planned.graph.nodes).some(({ kind }) => kind === 'map');
  return hasList ? itemCountOf(planned, await loaders.stepsOf.load(id)) : null;
}

async function told(execution: Execution, loaders: Loaders): Promise<RunProgress> {
  const [items, history] = await Promise.all([
    itemsOf(execution, loaders),
    execution.agentId === null ? null : loaders.runHistory.load(execution.agentId),
  ]);
  return progressOf(execution, { items, history, now: new Date() });
}

builder.objectFields(Progress, (t) => ({
  percent: t.float({
    nullable: true,
    description:
      'How much of it is done, from 0 to 100: by the items of its lists, else by the calls that the last runs of its agent made. 100 only when it has succeeded; null when it cannot be told.',
    resolve: async (execution, _args, { loaders }) => (await told(execution, loaders)).percent,
  }),
  eta: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'When it is expected to be done, at the pace of its items so far, or as the last runs of its agent were; null when it cannot be told, as for one that waits for a person.',
    resolve: async (execution, _args, { loaders }) => (await told(execution, loaders)).eta,
  }),
  completedItems: t.int({
    nullable: true,
    description: 'How many items of its lists are done; null when it runs over no list, or has not come to it yet.',
    resolve: async (execution, _args, { loaders }) => (await itemsOf(execution, loaders))?.completed ?? null,
  }),
  totalItems: t.int({
    nullable: true,
    description: 'How many items its lists have; null when it runs over no list, or has not come to it yet.',
    resolve: async (execution, _args, { loaders }) => (await itemsOf(execution, loaders))?.total ?? null,
  }),
}));
