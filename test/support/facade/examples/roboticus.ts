import type { Examples } from '../example.ts';

/** Examples of Roboticus's routes. */
export const roboticusExamples: Examples = {
  RoboticusGetHealth: { success: async () => ({ status: 200, token: null }) },
  RoboticusCreateWsTicket: { success: async () => ({ status: 200 }) },
};
