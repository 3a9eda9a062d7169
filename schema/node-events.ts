import { builder } from './builder.ts';
import { nodeCompleted, nodeFailed, nodeSkipped, nodeStarted } from './event-types.ts';
import { NodeKindEnum, NodeRunRef } from './node-run.ts';

for (const ref of [nodeStarted, nodeCompleted, nodeFailed, nodeSkipped] as (typeof nodeStarted)[]) {
  builder.objectFields(ref, (t) => ({
    key: t.string({ description: "The activation's place in the execution.", resolve: (event) => event.payload.key }),
    node: t.string({ description: 'The node of the graph.', resolve: (event) => event.payload.node }),
    nodeKind: t.field({
      type: NodeKindEnum,
      description: 'What kind of node it is.',
      resolve: (event) => event.payload.nodeKind as never,
    }),
    stage: t.string({
      nullable: true,
      description: 'The part of the work that it belongs to.',
      resolve: (event) => event.payload.stage,
    }),
    nodeRun: t.field({
      type: NodeRunRef,
      nullable: true,
      description: 'The activation; null for a node that was skipped.',
      resolve: async (event, _args, { loaders }) => {
        const step = await loaders.step.load(event.subjectId);
        return step?.kind === 'NODE' ? step : null;
      },
    }),
  }));
}

for (const ref of [nodeStarted, nodeCompleted] as (typeof nodeStarted)[]) {
  builder.objectField(ref, 'attempt', (t) =>
    t.int({ description: 'Which attempt.', resolve: (event) => event.payload.attempt }),
  );
}
builder.objectFields(nodeFailed, (t) => ({
  attempt: t.int({ description: 'Which attempt.', resolve: (event) => event.payload.attempt }),
  code: t.string({ description: 'One of the failure codes.', resolve: (event) => event.payload.code }),
  message: t.string({ description: 'What went wrong.', resolve: (event) => event.payload.message }),
  retryInMs: t.int({
    nullable: true,
    description: 'When it is tried again, in milliseconds; null when it is not.',
    resolve: (event) => event.payload.retryInMs,
  }),
}));
builder.objectField(nodeStarted, 'received', (t) =>
  t.stringList({
    description: 'The nodes that sent it what it works on; none for one that works on the input of the execution.',
    resolve: (event) => event.payload.received,
  }),
);
builder.objectFields(nodeCompleted, (t) => ({
  latencyMs: t.int({ description: 'How long it took, in milliseconds.', resolve: (event) => event.payload.latencyMs }),
  taken: t.stringList({
    description: 'The nodes that its output went on to.',
    resolve: (event) => event.payload.taken,
  }),
}));
