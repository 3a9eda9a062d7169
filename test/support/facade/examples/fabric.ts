import type { Examples } from '../example.ts';

/** Examples of Fabric's routes. */
export const fabricExamples: Examples = {
  FabricGetMe: { success: async () => ({ status: 200 }) },
  FabricListMyOrganizations: { success: async () => ({ status: 200 }) },
  FabricListMyPermissions: { success: async () => ({ status: 200 }) },
  FabricListMyTeams: { success: async () => ({ status: 200 }) },
};
