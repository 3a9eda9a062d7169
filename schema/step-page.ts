import type { Step } from '../src/modules/execution/index.ts';
import { encodeKey } from '../src/platform/db/index.ts';
import { builder } from './builder.ts';
import { toConnection } from './connection.ts';
import { StepRef } from './step.ts';

const StepEdge = builder.edgeObject({ type: StepRef, name: 'StepEdge', nodeNullable: false });
/** A page of steps. */
export const StepConnection = builder.connectionObject(
  { type: StepRef, name: 'StepConnection', edgesNullable: false },
  StepEdge,
);

/** Steps are few and loaded for the whole execution at once; a page is cut from them. */
export function pageOfSteps(steps: readonly Step[], args: { first?: number | null; after?: string | null }) {
  const from = args.after == null ? 0 : steps.findIndex((step) => encodeKey(step.id) === args.after) + 1;
  const first = Math.min(Math.max(args.first ?? 50, 0), 500);
  const items = steps.slice(from, from + first);
  return toConnection({ items, hasNextPage: from + first < steps.length, hasPreviousPage: from > 0 }, (step) =>
    encodeKey(step.id),
  );
}
