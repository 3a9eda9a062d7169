import { type Execution, untilSettled } from '../src/modules/execution/index.ts';
import { OrreryError } from '../src/platform/errors.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { ExecutionRef } from './execution.ts';
import type { Loaders } from './loaders.ts';
import { present } from './present.ts';
import { ToolCallRef } from './step.ts';
import { ToolRunRef } from './tool-run.ts';

const withinArgs = builder.args((t) => ({
  within: t.field({
    type: 'Duration',
    required: true,
    defaultValue: 30_000,
    description: 'How long to wait, at most 10m.',
  }),
}));

builder.interfaceField(ExecutionRef, 'settled', (t) =>
  t.field({
    type: ExecutionRef,
    description:
      'This execution once it has finished, waits for a person or is paused; or as it is when the time is over.',
    args: withinArgs,
    resolve: (execution, { within }, context) => settle(execution, within, context),
  }),
);

builder.objectField(ToolRunRef, 'settledCall', (t) =>
  t.field({
    type: ToolCallRef,
    description:
      'The call once it has an outcome or waits for a person; or as it is when the time is over. An error (UNAVAILABLE) when no worker has taken it up by then.',
    args: withinArgs,
    resolve: async (execution, { within }, context) => {
      await settle(execution, within, context);
      const step = (await context.loaders.stepsOf.load(execution.id)).find(({ kind }) => kind === 'TOOL');
      if (step?.kind === 'TOOL') return step;
      throw new OrreryError('UNAVAILABLE', 'No worker has taken the call up yet. It goes on by itself.', {
        fix: `Look at execution ${execution.name} later.`,
        facts: { executionId: execution.id },
      });
    },
  }),
);

async function settle(
  { id }: Execution,
  withinMs: number,
  { actor, services, loaders, signal }: Context,
): Promise<Execution> {
  const read = async () => present(await loaders.execution.clear(id).load(id));
  const settled = await untilSettled(services.events, actor, { id, read, withinMs, signal });
  forgetDependents(loaders, id);
  return settled;
}

/** What hangs on the execution may have been read before it settled, for a field beside `settled`. */
function forgetDependents(loaders: Loaders, id: string): void {
  loaders.stepsOf.clear(id);
  loaders.approvalsOf.clear(id);
  loaders.step.clearAll();
  loaders.approval.clearAll();
  loaders.approvalOfStep.clearAll();
}
