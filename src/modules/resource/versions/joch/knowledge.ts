import { joch } from './fields.ts';
import { jochKind } from './shaped.ts';

const apiVersion = joch.memory;

export const knowledgeSource = jochKind('KnowledgeSource', {
  apiVersion,
  names: { 'connector.secret': 'secretRef', 'classification.retentionMs': 'retention.days' },
});

export const rag = jochKind('Rag', {
  apiVersion,
  kindName: 'RAG',
  names: {
    embeddingModel: 'embeddingModelRef',
    'vectorStore.connectionSecret': 'connectionSecretRef',
    'retrieval.reranker.model': 'modelRef',
  },
});
