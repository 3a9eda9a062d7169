import type { Examples } from '../example.ts';

/** Examples of the lists of models for clients of the OpenAI and the Anthropic dialect. */
export const modelExamples: Examples = {
  OpenaiListModels: { success: async () => ({ status: 200 }) },
  OpenaiGetModel: { success: async () => ({ status: 200, path: { model: 'default/short-model' } }) },
  AnthropicListModels: { success: async () => ({ status: 200, query: 'limit=1' }) },
};
