import { builder } from '../../schema/builder.ts';
import type { Context } from '../../schema/context.ts';
import { ExecutionDiffRef } from '../../schema/execution-diff.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { messagesByKey } from '../../src/engine/index.ts';
import { type ComparedExecution, diffExecutions, type ExecutionDiff } from '../../src/modules/execution/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';

const codes = ['EXECUTION_NOT_FOUND'] as const;

const Result = resultUnion<ExecutionDiff>('ExecutionDiffResult', {
  description: 'What differs, or which execution there is not.',
  members: [ExecutionDiffRef],
  codes,
  typeName: () => 'ExecutionDiff',
});

builder.queryField('executionDiff', (t) =>
  t.field({
    type: Result,
    description:
      'What differs between two executions: what they were given, what they interpret, each of their steps, what they gave and what it cost. The past that a fork or a replay shares with its source is told as shared.',
    authScopes: { action: 'execution:read' },
    args: {
      a: t.arg.id({ required: true, description: 'The one, which differences start from.' }),
      b: t.arg.id({ required: true, description: 'The other, which they lead to.' }),
    },
    complexity: { field: 20, multiplier: 1 },
    resolve: (_root, { a, b }, context) =>
      orFailure<ExecutionDiff>(codes, async () => {
        const [one, other] = await Promise.all([compared(context, a), compared(context, b)]);
        return diffExecutions(one, other);
      }),
  }),
);

async function compared({ loaders }: Context, id: string): Promise<ComparedExecution> {
  const [execution, steps] = await Promise.all([loaders.plannedExecution.load(id), loaders.stepsOf.load(id)]);
  if (!execution) throw new OrreryError('EXECUTION_NOT_FOUND', `There is no execution ${id}.`);
  return { execution, steps, asked: await messagesByKey(execution, steps) };
}
