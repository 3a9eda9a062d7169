import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { MemoryItemRef } from '../../schema/memory-item.ts';
import type { MemoryItem } from '../../src/modules/memory/index.ts';

const codes = ['RESOURCE_NOT_FOUND', 'MEMORY_ITEM_NOT_FOUND', 'MEMORY_UNAVAILABLE'] as const;

const DeleteMemoryItemInput = builder.inputType('DeleteMemoryItemInput', {
  description: 'What is to be forgotten.',
  fields: (t) => ({
    namespace: t.string({ required: true, defaultValue: 'default', description: 'The namespace of the memory.' }),
    memory: t.string({ required: true, description: 'The name of the memory.' }),
    key: t.string({ required: true, description: 'The key of the item.' }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: 'Only say whether it could be.' }),
  }),
});

interface Deleted {
  item: MemoryItem;
  dryRun: boolean;
}

const MemoryItemDeletion = builder.objectRef<Deleted>('MemoryItemDeletion').implement({
  description: 'The item was deleted; in a dry run it could be.',
  fields: (t) => ({
    item: t.expose('item', { type: MemoryItemRef, description: 'The item as it was.' }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether nothing was changed.' }),
  }),
});

const Result = resultUnion<Deleted>('DeleteMemoryItemResult', {
  description: 'The item as it was, or why it was not deleted.',
  members: [MemoryItemDeletion],
  codes,
  typeName: () => 'MemoryItemDeletion',
});

builder.mutationField('deleteMemoryItem', (t) =>
  t.field({
    type: Result,
    description: 'Deletes an item of a memory.',
    authScopes: { action: 'memory:write' },
    args: { input: t.arg({ type: DeleteMemoryItemInput, required: true, description: 'What is to be forgotten.' }) },
    resolve: (_root, { input }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const { namespace, memory: name, key, dryRun } = input;
        const item = await services.memories.delete(actor, { namespace, name }, { key, dryRun });
        loaders.memoryItemsOf.clearAll();
        loaders.memoryItem.clear(item.id);
        return { item, dryRun };
      }),
  }),
);
