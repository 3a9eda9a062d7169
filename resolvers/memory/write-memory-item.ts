import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { MemoryItemRef } from '../../schema/memory-item.ts';
import type { MemoryItem } from '../../src/modules/memory/index.ts';
import type { JsonObject } from '../../src/modules/resource/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';

const codes = ['RESOURCE_NOT_FOUND', 'MEMORY_UNAVAILABLE', 'INPUT_INVALID'] as const;

const WriteMemoryItemInput = builder.inputType('WriteMemoryItemInput', {
  description: 'What is to be remembered, and where.',
  fields: (t) => ({
    namespace: t.string({ required: true, defaultValue: 'default', description: 'The namespace of the memory.' }),
    memory: t.string({ required: true, description: 'The name of the memory.' }),
    key: t.string({ required: true, description: 'By what it is known; at most 512 characters.' }),
    value: t.string({ required: true, description: 'What it says; at most 262,144 characters.' }),
    metadata: t.field({ type: 'JSON', description: 'Anything about it, an object; empty when absent.' }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: 'Check everything and write nothing.' }),
  }),
});

interface Written {
  item: MemoryItem;
  created: boolean;
  dryRun: boolean;
}

const MemoryItemWritten = builder.objectRef<Written>('MemoryItemWritten').implement({
  description: 'The item was written; in a dry run it could be.',
  fields: (t) => ({
    item: t.expose('item', { type: MemoryItemRef, description: 'The item as it is now.' }),
    created: t.exposeBoolean('created', { description: 'Whether there was none of this key before.' }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether nothing was changed.' }),
  }),
});

const Result = resultUnion<Written>('WriteMemoryItemResult', {
  description: 'The item, or why it was not written.',
  members: [MemoryItemWritten],
  codes,
  typeName: () => 'MemoryItemWritten',
});

builder.mutationField('writeMemoryItem', (t) =>
  t.field({
    type: Result,
    description: 'Writes an item into a memory, over the one before of its key.',
    authScopes: { action: 'memory:write' },
    args: { input: t.arg({ type: WriteMemoryItemInput, required: true, description: 'What is to be remembered.' }) },
    resolve: (_root, { input }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const { namespace, memory: name, key, value, dryRun } = input;
        const metadata = objectOf(input.metadata ?? {});
        const written = await services.memories.write(actor, { namespace, name }, { key, value, metadata, dryRun });
        loaders.memoryItemsOf.clearAll();
        return { ...written, dryRun };
      }),
  }),
);

function objectOf(metadata: unknown): JsonObject {
  if (typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)) return metadata as JsonObject;
  throw new OrreryError('INPUT_INVALID', 'The metadata of an item are an object.');
}
