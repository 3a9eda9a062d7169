import type { MemoryItem } from '../src/modules/memory/index.ts';
import type { Resource } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import type { Loaders } from './loaders.ts';
import { Node } from './node.ts';

export const MemoryDeletionReason = builder.enumType('MemoryDeletionReason', {
  description: 'Why an item of a memory is gone.',
  values: {
    DELETED: { description: 'Somebody deleted it.' },
    EXPIRED: { description: 'It was older than the memory keeps items.' },
    SUPERSEDED: { description: 'Newer items took the place that the memory has.' },
  } as const,
});

export const MemoryItemRef = builder.objectRef<MemoryItem>('MemoryItem').implement({
  description: 'One thing that a memory holds.',
  interfaces: [Node],
  fields: (t) => ({
    memory: t.field({
      type: 'Memory' as never,
      description: 'The memory.',
      resolve: ((
        { memoryId }: MemoryItem,
        _args: object,
        { loaders }: { loaders: Loaders },
      ): Promise<Resource | null> => loaders.resource.load(memoryId)) as never,
    }),
    key: t.exposeString('key', { description: 'By what it is known; unique in the memory.' }),
    value: t.exposeString('value', { description: 'What it says.' }),
    metadata: t.expose('metadata', { type: 'JSON', description: 'What its writer says about it; an object.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was first written.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last written.' }),
  }),
});
