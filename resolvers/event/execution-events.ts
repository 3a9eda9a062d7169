import { builder } from '../../schema/builder.ts';
import type { Context } from '../../schema/context.ts';
import { EventRef, type StreamValue } from '../../schema/event.ts';
import { ExecutionKindEnum } from '../../schema/execution-kind.ts';
import { eventTypes } from '../../src/modules/event/index.ts';
import { type Execution, isFinal } from '../../src/modules/execution/index.ts';
import { type ErrorCode, OrreryError } from '../../src/platform/errors.ts';
import { executionIdOf } from '../execution/which-execution.ts';
import { afterDescription, watch } from './watch.ts';

/** Every event after `after` to the one that finishes the run, or to a gap in which that one is lost. */
async function* eventsOf(
  context: Context,
  { id, phase }: Execution,
  asked: { after: string | null | undefined; calls: boolean },
) {
  const { after, calls } = asked;
  const { services, actor } = context;
  for await (const value of watch(
    context,
    { executionId: id, ...(!calls && { types: typesBesideCalls }) },
    { after },
  )) {
    yield value;
    if ('type' in value && value.type === 'execution.finished') return;
    const isGap = 'kind' in value && value.kind === 'gap';
    if (isGap && isFinal(phase) && (await services.events.hasReadAll(actor, id, services.events.cursor(value.to))))
      return;
  }
}

const typesBesideCalls = eventTypes.filter((type) => !/^(modelCall|toolCall|policy)[.]/.test(type));

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
      kind: t.arg({ type: ExecutionKindEnum, description: 'Of this kind; an execution of any other is not found.' }),
      calls: t.arg.boolean({
        required: true,
        defaultValue: true,
        description: 'Whether the calls of models and tools are told too, and what policies decided on them.',
      }),
      after: t.arg({
        type: 'Cursor',
        description: `${afterDescription} The empty cursor \`""\` starts at the execution's beginning.`,
      }),
    },
    subscribe: async (_root, { after, calls, kind, ...which }, context) => {
      const { services, actor, loaders } = context;
      const id = await executionIdOf(context, which);
      const execution = await loaders.execution.load(id);
      if (!execution || (kind != null && execution.kind !== kind))
        throw new OrreryError('EXECUTION_NOT_FOUND', `There is no execution ${id}.`);
      const from = after === '' ? await services.events.beginningOf(actor, id) : after;
      if (isFinal(execution.phase) && (await services.events.hasReadAll(actor, id, from))) return nothing();
      return eventsOf(context, execution, { after: from, calls });
    },
    resolve: (value) => value,
  }),
);
