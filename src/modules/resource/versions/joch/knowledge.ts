import { joch } from './fields.ts';
import { jochKind } from './shaped.ts';

const apiVersion = joch.memory;

export const knowledgeSource = jochKind('KnowledgeSource', { apiVersion });

export const rag = jochKind('Rag', {
  apiVersion,
  kindName: 'RAG',
  names: { embeddingModel: 'embeddingModelRef' },
});
