import type { Examples } from '../example.ts';

/** Examples of Joch's routes. */
export const jochExamples: Examples = {
  JochGetExecution: {
    success: async (world) => ({ status: 200, path: { ns: 'default', name: (await world.finishedRun()).name } }),
  },
  JochListExecutions: {
    success: async (world) => {
      await world.finishedRun();
      return { status: 200, path: { ns: 'default' } };
    },
  },
  JochCancelExecution: {
    success: async (world) => ({
      status: 200,
      path: { ns: 'default', name: (await world.waitingRun()).name },
      body: {},
    }),
  },
};
