import { replyOf } from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';
import { ExecutionRef } from './execution.ts';
import { ModelCallRef } from './step.ts';

builder.interfaceField(ExecutionRef, 'reply', (t) =>
  t.string({
    description: 'What it says to who talks to it: its output in words, or why there is none, or what it waits for.',
    resolve: replyOf,
  }),
);

builder.interfaceField(ExecutionRef, 'answeredBy', (t) =>
  t.field({
    type: ModelCallRef,
    nullable: true,
    description: 'The last of its model calls that was answered; null when none was.',
    resolve: async ({ id }, _args, { loaders }) => {
      const steps = await loaders.stepsOf.load(id);
      const answered = steps.findLast(({ kind, phase }) => kind === 'MODEL' && phase === 'SUCCEEDED');
      return answered?.kind === 'MODEL' ? answered : null;
    },
  }),
);
