import { ApprovalRef } from '../../schema/approval.ts';
import { builder } from '../../schema/builder.ts';
import type { Context } from '../../schema/context.ts';
import { AgentRunRef } from '../../schema/execution.ts';
import { type FailureValue, orFailure, resultUnion } from '../../schema/failure.ts';
import { present } from '../../schema/present.ts';
import type { Execution } from '../../src/modules/execution/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { ModelTokenRef } from './model-stream.ts';
import { followRun, hear, modelTokens, type RunUpdate } from './run-updates.ts';
import { StartExecutionInput, startCodes, startInputOf } from './start-input.ts';

type Update<Kind extends RunUpdate['kind']> = Extract<RunUpdate, { kind: Kind }>;

const RunStarted = builder.objectRef<Update<'started'>>('RunStarted').implement({
  description: 'The run was started.',
  fields: (t) => ({
    execution: t.field({ type: AgentRunRef, description: 'The run.', resolve: ({ execution }) => execution }),
  }),
});

const RunWaiting = builder.objectRef<Update<'waiting'>>('RunWaiting').implement({
  description: 'The run waits for people; the stream goes on when it does.',
  fields: (t) => ({
    execution: t.field({
      type: AgentRunRef,
      description: 'The run as it is now.',
      resolve: async ({ executionId }, _args, { loaders }) => present(await loaders.execution.load(executionId)),
    }),
    approvals: t.field({
      type: [ApprovalRef],
      description: 'What it waits for.',
      resolve: async ({ approvalIds }, _args, { loaders }) =>
        (await Promise.all(approvalIds.map((id) => loaders.approval.load(id)))).map(present),
    }),
  }),
});

const RunFailed = builder.objectRef<Update<'failed'>>('RunFailed').implement({
  description: 'The run came to nothing: it failed, was stopped or took too long. Its end follows.',
  fields: (t) => ({
    execution: t.field({
      type: AgentRunRef,
      description: 'The run as it ended.',
      resolve: async ({ executionId }, _args, { loaders }) => present(await loaders.execution.load(executionId)),
    }),
  }),
});

const RunEnded = builder.objectRef<Update<'ended'>>('RunEnded').implement({
  description: 'The run came to its end; nothing follows.',
  fields: (t) => ({
    execution: t.field({
      type: AgentRunRef,
      description: 'The run as it ended.',
      resolve: async ({ executionId }, _args, { loaders }) => present(await loaders.execution.load(executionId)),
    }),
  }),
});

const typeNames = {
  started: 'RunStarted',
  token: 'ModelToken',
  waiting: 'RunWaiting',
  failed: 'RunFailed',
  ended: 'RunEnded',
} as const;

const RunUpdateRef = resultUnion<RunUpdate>('RunUpdate', {
  description: 'What happens in a run, told to who started it; or, as the only item, why it was not started.',
  members: [RunStarted, ModelTokenRef, RunWaiting, RunFailed, RunEnded] as never,
  codes: startCodes,
  typeName: (value) => ('kind' in value ? typeNames[value.kind] : 'ModelToken'),
});

builder.subscriptionField('runAgent', (t) =>
  t.field({
    type: RunUpdateRef,
    description:
      "Starts a run of an agent and tells what it says as it says it. The texts of a model call's tokens make up its reply exactly once. Leaving does not stop the run.",
    authScopes: { action: 'execution:start' },
    // Two who ask for the same want two runs: the stream of one is not the other's.
    extensions: { isUnshared: true },
    args: { input: t.arg({ type: StartExecutionInput, required: true, description: 'What to start.' }) },
    subscribe: (_root, { input }, context) => run(context, input),
    resolve: (value) => ('kind' in value && value.kind === 'token' ? value.token : value) as never,
  }),
);

async function* run(
  context: Context,
  input: Parameters<typeof startInputOf>[1],
): AsyncGenerator<RunUpdate | FailureValue> {
  const { actor, services, signal } = context;
  const leave = new AbortController();
  const listen = (executionId: string) =>
    hear(modelTokens(context, executionId, AbortSignal.any([signal, leave.signal])));
  const id = newId('execution');
  let heard = listen(id);
  const started = await orFailure<Execution>(startCodes, async () => {
    if (input.dryRun === true) {
      throw new OrreryError('INPUT_INVALID', 'A run that is watched is not a dry one.', {
        fix: 'Ask startExecution for a dry run.',
      });
    }
    const start = await startInputOf(context, input);
    if (start.target.kind !== 'Agent') {
      throw new OrreryError('INPUT_INVALID', 'Only a run of an agent is watched so.', {
        fix: 'Start it with startExecution and watch executionEvents.',
      });
    }
    return services.executions.start(actor, start, id);
  });
  if (!('phase' in started)) {
    leave.abort();
    yield started;
    return;
  }
  // The idempotency key may have given a run that was started before.
  if (started.id !== id) heard = listen(started.id);
  yield* followRun(context, started, { heard, leave });
}
