import { joch } from './fields.ts';
import { jochKind } from './shaped.ts';

export const memory = jochKind('Memory', {
  apiVersion: joch.memory,
  names: {
    auth: 'backend',
    'auth.secret': 'connectionSecretRef',
    provider: 'backend.type',
    endpoint: 'backend.endpoint',
    embeddingModel: 'backend.embeddingModelRef',
    fields: 'schema.fields',
  },
});
