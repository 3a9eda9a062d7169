import { builder } from '../../schema/builder.ts';
import type { Context } from '../../schema/context.ts';
import { EventRef, type StreamValue } from '../../schema/event.ts';
import { type Execution, isFinal } from '../../src/modules/execution/index.ts';
import { type ErrorCode, OrreryError } from '../../src/platform/errors.ts';
import { executionIdOf } from '../execution/which-execution.ts';
import { afterDescription, watch } from './watch.ts';

/** Every event after `after` to the one that finishes the run, or to a gap in which that one is lost. */
async function* eventsOf(context: Context, { id, phase }: Execution, after: string | null | undefined) {
  const { services, actor } = context;
  for await (const value of watch(context, { executionId: id }, { after })) {
    yield value;
    if ('type' in value && value.type === 'execution.finished') return;
    const isGap = 'kind' in value && value.kind === 'gap';
    if (isGap && isFinal(phase) && (await services.events.hasReadAll(actor, id, services.events.cursor(value.to))))
      return;
  }
}

async function* nothing(): AsyncGenerator<StreamValue> {}

builder.subscriptionField('executionEvents', (t) =>
  t.field({
    type: EventRef,
    description:
      'The events of one execution. The stream ends after the event that finishes it, and at once for a reader who has that already.',
    authScopes: { action: 'event:read' },
    extensions: { refusals: ['EXECUTION_NOT_FOUND'] satisfies ErrorCode[] },
    args: {
      id: t.arg.id({ description: 'The execution, by its id; this or its name.' }),
      namespace: t.arg.string({ defaultValue: 'default', description: 'Its namespace, when it is looked up by name.' }),
      name: t.arg.string({ description: 'Its name.' }),
      after: t.arg({
        type: 'Cursor',
        description: `${afterDescription} The empty cursor \`""\` starts at the execution's beginning.`,
      }),
    },
    subscribe: async (_root, { after, ...which }, context) => {
      const { services, actor, loaders } = context;
      const id = await executionIdOf(context, which);
      const execution = await loaders.execution.load(id);
      if (!execution) throw new OrreryError('EXECUTION_NOT_FOUND', `There is no execution ${id}.`);
      const from = after === '' ? await services.events.beginningOf(actor, id) : after;
      if (isFinal(execution.phase) && (await services.events.hasReadAll(actor, id, from))) return nothing();
      return eventsOf(context, execution, from);
    },
    resolve: (value) => value,
  }),
);
