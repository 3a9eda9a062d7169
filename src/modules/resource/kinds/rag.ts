import { z } from 'zod';
import { anyObject, milliseconds, moment, optionalText, part, partOrText, wholeNumber } from './fields.ts';
import { defineKind } from './kind.ts';
import { refsTo, refTo, secretRefField } from './ref.ts';

const vectorStore = part('RagVectorStore', 'Where the vectors of an index lie.', {
  type: optionalText.describe('What kind of store.'),
  connectionSecret: secretRefField
    .optional()
    .describe('The Secret with what it takes to reach it; null when it takes none.'),
  collection: optionalText.describe('Which collection of it.'),
});

const chunking = part('RagChunking', 'How documents are cut into pieces.', {
  strategy: optionalText.describe('By what they are cut, for example headings.'),
  maxTokens: wholeNumber.optional().describe('How many tokens a piece has at most.'),
  overlapTokens: wholeNumber.optional().describe('How many tokens a piece shares with the one before.'),
});

const reranker = part('RagReranker', 'What puts found pieces into their final order.', {
  enabled: z.boolean().default(true).describe('Whether it is asked.'),
  model: refTo('ModelEndpoint')
    .optional()
    .describe('The model that does it; null when it is not said or does not exist.'),
});

const retrieval = part('RagRetrieval', 'How pieces are found.', {
  topK: wholeNumber.default(5).describe('How many are given at most.'),
  minScore: z.number().optional().describe('How well they must fit at least.'),
  hybridSearch: z.boolean().optional().describe('Whether words count besides vectors.'),
  reranker: partOrText('model', reranker)
    .optional()
    .describe('What puts them in their final order; null for how well they fit.'),
});

const citations = part('RagCitations', 'What is said about where an answer comes from.', {
  required: z.boolean().optional().describe('Whether an answer must say it.'),
  includeSourceUri: z.boolean().optional().describe('Whether the address of the source is given.'),
  includeLineNumbers: z.boolean().optional().describe('Whether the lines are given.'),
});

const freshness = part('RagFreshness', 'How new the index is kept.', {
  syncIntervalMs: milliseconds.optional().describe('How often the sources are read again.'),
  staleAfterMs: milliseconds.optional().describe('After how long the index counts as old.'),
});

const observability = part('RagObservability', 'What is told of the use of an index.', {
  logRetrievals: z.boolean().optional().describe('Whether each search is logged.'),
});

const shape = part('RagSpec', 'Knowledge that agents can search, made of sources.', {
  description: optionalText.describe('What it is about.'),
  sources: refsTo('KnowledgeSource').describe('The sources, as far as they exist.'),
  embeddingModel: refTo('ModelEndpoint')
    .optional()
    .describe('The model that makes the vectors; null when it is not said or does not exist.'),
  vectorStore: vectorStore.optional().describe('Where the vectors lie; null leaves it to the platform.'),
  chunking: chunking.optional().describe('How documents are cut; null leaves it to the platform.'),
  retrieval: retrieval.prefault({}).describe('How pieces are found.'),
  citations: citations.optional().describe('What is said about sources; null for nothing.'),
  freshness: freshness.optional().describe('How new it is kept; null leaves it to the platform.'),
  permissions: anyObject.optional().describe('Who may search it, as written.'),
  policies: refsTo('Policy').describe('Policies of every search in it, as far as they exist.'),
  observability: observability.optional().describe('What is told of its use; null when nothing is said.'),
});

/** Knowledge that agents can search. Times are milliseconds. */
export type RagSpec = z.infer<typeof shape>;

export const rag = defineKind<RagSpec>({
  kind: 'Rag',
  description: 'Knowledge that agents can search.',
  plural: 'rags',
  aliases: ['rag', 'rags'],
  shape,
  status: part('RagState', 'What an index holds and how it is used.', {
    documentsIndexed: z.number().optional().describe('How many documents it holds.'),
    chunkCount: z.number().optional().describe('How many pieces it holds.'),
    lastIndexedAt: moment.optional().describe('When it was last made.'),
    retrievalCount7d: z.number().optional().describe('How often it was searched in a week.'),
    citationRate7d: z.number().optional().describe('Which part of the answers of a week named their sources.'),
  }),
});
