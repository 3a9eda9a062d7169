import type { MadeByRun, RunStage, StagePhase } from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';

const StagePhaseEnum = builder.enumType('StagePhase', {
  description: 'Where a stage of a run stands.',
  values: {
    PENDING: { description: 'The work has not come to it, or never will.' },
    RUNNING: { description: 'The work is at it.' },
    SUCCEEDED: { description: 'All of it is done.' },
    FAILED: { description: 'A part of it could not be done.' },
  } satisfies Record<StagePhase, object>,
});

export const RunStageRef = builder.objectRef<RunStage>('RunStage').implement({
  description: 'Nodes of a run that its definition has put together under a name.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    phase: t.field({ type: StagePhaseEnum, description: 'Where it stands.', resolve: ({ phase }) => phase }),
    nodes: t.exposeStringList('nodes', { description: 'Its nodes, in the order of the work.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the first of its nodes began.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the last of its nodes ended; null while it is not done.',
    }),
  }),
});

export const MadeByRunRef = builder.objectRef<MadeByRun>('MadeByRun').implement({
  description: 'Something that a node of a run has made, pinned by what it is made of.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'A path, unique in the run and the same on replay.' }),
    node: t.exposeString('node', { description: 'The node that made it, by its path in the graph.' }),
    mediaType: t.exposeString('mediaType', { description: 'What kind of content it is.' }),
    sha256: t.exposeString('sha256', { description: 'The SHA-256 of its bytes, in hexadecimal.' }),
    sizeBytes: t.exposeInt('sizeBytes', { description: 'How many bytes it has in UTF-8.' }),
    content: t.exposeString('content', { description: 'What it is made of: text, or JSON as text.' }),
    madeAt: t.expose('madeAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});
