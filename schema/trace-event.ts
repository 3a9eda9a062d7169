import type { TraceEvent } from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';

export const TraceEventRef = builder.objectRef<TraceEvent>('TraceEvent').implement({
  description: 'Something that happened in a run of a graph. It follows from what is recorded of the run.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    type: t.exposeString('type', { description: 'What happened, for example model_call or tool_error.' }),
    attempt: t.exposeInt('attempt', { description: 'Which attempt of the whole it belongs to.' }),
    step: t.exposeInt('step', { description: 'Counts what happened in the attempt.' }),
    branch: t.exposeString('branch', { nullable: true, description: 'The branch of the work that it belongs to.' }),
    node: t.exposeString('agent', { nullable: true, description: 'The node to which it happened.' }),
    tool: t.exposeString('tool', { nullable: true, description: 'The tool, when it is about one.' }),
    errorCode: t.exposeString('errorCode', { nullable: true, description: 'What kind of failure it was.' }),
    message: t.exposeString('message', { nullable: true, description: 'What happened, in words for a person.' }),
    latencyMs: t.exposeInt('latencyMs', { nullable: true, description: 'How long it took, in milliseconds.' }),
    inputTokens: t.exposeInt('inputTokens', { nullable: true, description: 'Tokens that a model was given.' }),
    outputTokens: t.exposeInt('outputTokens', { nullable: true, description: 'Tokens that it gave.' }),
    line: t.string({
      description: 'The same as one line of a log: when, to whom, what.',
      resolve: ({ at, type, agent, message }) =>
        [at.toISOString(), agent, `${type}${message ? `: ${message.replaceAll(/\s+/g, ' ').slice(0, 500)}` : ''}`]
          .filter((part) => part !== null)
          .join(' '),
    }),
  }),
});
