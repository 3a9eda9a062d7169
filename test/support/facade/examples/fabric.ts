import type { Examples } from '../example.ts';

/** Examples of Fabric's routes. */
export const fabricExamples: Examples = {
  FabricGetHealthz: { success: async () => ({ status: 200, token: null }) },
  FabricGetReadyz: { success: async () => ({ status: 200, token: null }) },
  FabricGetMe: { success: async () => ({ status: 200 }) },
  FabricListMyOrganizations: { success: async () => ({ status: 200 }) },
  FabricListMyPermissions: { success: async () => ({ status: 200 }) },
  FabricListMyTeams: { success: async () => ({ status: 200 }) },
  FabricListProviders: { success: async () => ({ status: 200 }) },
  FabricExecuteProvider: {
    success: async () => ({ status: 200, body: { modality: 'text', model: 'short-model', input: { prompt: 'Ada' } } }),
  },
  FabricEstimateProvider: {
    success: async () => ({ status: 200, body: { model: 'story-model', input: { prompt: 'Pay the rent.' } } }),
  },
  FabricStreamProvider: {
    success: async () => ({ status: 200, body: { model: 'short-model', input: { prompt: 'Ada' } } }),
  },
  FabricStreamEvents: { success: async () => ({ status: 200 }) },
};
