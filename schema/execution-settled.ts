import { untilSettled } from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';
import { ExecutionRef } from './execution.ts';
import type { Loaders } from './loaders.ts';
import { present } from './present.ts';

builder.interfaceField(ExecutionRef, 'settled', (t) =>
  t.field({
    type: ExecutionRef,
    description:
      'This execution once it has finished, waits for a person or is paused; or as it is when the time is over.',
    args: {
      within: t.arg({
        type: 'Duration',
        required: true,
        defaultValue: 30_000,
        description: 'How long to wait, at most 10m.',
      }),
    },
    resolve: async (execution, { within }, { actor, services, loaders, signal }) => {
      const read = async () => present(await loaders.execution.clear(execution.id).load(execution.id));
      const settled = await untilSettled(services.events, actor, { id: execution.id, read, withinMs: within, signal });
      forgetDependents(loaders, execution.id);
      return settled;
    },
  }),
);

/** What hangs on the execution may have been read before it settled, for a field beside `settled`. */
function forgetDependents(loaders: Loaders, id: string): void {
  loaders.stepsOf.clear(id);
  loaders.approvalsOf.clear(id);
  loaders.step.clearAll();
  loaders.approval.clearAll();
  loaders.approvalOfStep.clearAll();
}
