import { memoryItemCursor } from '../src/modules/memory/index.ts';
import type { Resource } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { pageCost, toConnection } from './connection.ts';
import { kindType } from './kind-type.ts';
import { MemoryItemRef } from './memory-item.ts';

const MemoryItemEdge = builder.edgeObject({
  type: MemoryItemRef,
  name: 'MemoryItemEdge',
  nodeNullable: false,
  fields: (t) => ({
    score: t.float({
      nullable: true,
      description: 'How well it fits the query, 0 to 1; null without one.',
      resolve: (edge) => ('score' in edge && typeof edge.score === 'number' ? edge.score : null),
    }),
  }),
});

const MemoryItemConnection = builder.connectionObject(
  {
    type: MemoryItemRef,
    name: 'MemoryItemConnection',
    edgesNullable: false,
    fields: (t) => ({
      count: t.int({
        description: 'How many items this page has.',
        resolve: ({ edges }) => (Array.isArray(edges) ? edges.length : 0),
      }),
    }),
  },
  MemoryItemEdge,
);

builder.objectField(kindType('Memory').type, 'items', (t) =>
  t.connection(
    {
      type: MemoryItemRef,
      description: 'What it holds, by key. A memory that is kept elsewhere refuses, as there is no connection to it.',
      authScopes: { action: 'memory:read' },
      args: {
        query: t.arg.string({ description: 'Those whose key or value contains this text, in any case of letters.' }),
        prefix: t.arg.string({ description: 'Those whose key begins so. Not read with a query.' }),
      },
      complexity: (args) => pageCost(args),
      resolve: async (memory, { query, prefix, ...page }, { loaders }) => {
        const filter = query ? { query } : { prefix };
        const found = await loaders.memoryItemsOf.load({ memory: memory as Resource<'Memory'>, filter, page });
        const { edges, pageInfo } = toConnection(found, memoryItemCursor);
        // Text either contains another or does not.
        return { edges: edges.map((edge) => ({ ...edge, score: query ? 1 : null })), pageInfo };
      },
    },
    MemoryItemConnection,
    MemoryItemEdge,
  ),
);
