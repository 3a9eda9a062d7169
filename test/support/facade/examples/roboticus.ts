import type { Examples } from '../example.ts';

/** Examples of Roboticus's routes. */
export const roboticusExamples: Examples = {
  RoboticusGetHealth: { success: async () => ({ status: 200, token: null }) },
  RoboticusCreateWsTicket: { success: async () => ({ status: 200 }) },
  RoboticusGetAgentStatus: { success: async () => ({ status: 200 }) },
  RoboticusSendMessage: {
    success: async (world) => ({ status: 200, body: { content: world.fresh('Good morning') } }),
    conflict: async (world) => {
      const { id } = await world.waitingRun();
      const { data } = await world.h.graphql<{ execution: { conversation: string } }>(
        'query ($id: ID!) { execution(id: $id) { ... on AgentRun { conversation } } }',
        { id },
      );
      // The run was one of another agent than the primary one.
      return { status: 403, body: { content: world.fresh('Hello'), session_id: data.execution.conversation } };
    },
  },
  RoboticusStreamMessage: {
    success: async (world) => ({ status: 200, body: { content: world.fresh('Good evening') } }),
  },
  RoboticusListApprovals: {
    success: async (world) => {
      await world.waitingRun();
      return { status: 200, query: 'limit=1' };
    },
  },
  RoboticusApprove: {
    success: async (world) => ({
      status: 200,
      path: { id: (await world.waitingRun()).approvalId },
      body: { decided_by: 'the owner' },
    }),
    conflict: async (world) => ({ status: 404, path: { id: await decided(world) }, body: {} }),
  },
  RoboticusDeny: {
    success: async (world) => ({
      status: 200,
      path: { id: (await world.waitingRun()).approvalId },
      body: { decided_by: 'the owner' },
    }),
    conflict: async (world) => ({ status: 404, path: { id: await decided(world) }, body: {} }),
  },
};

/** An approval that somebody has decided already. */
async function decided(world: Parameters<Examples[string]['success']>[0]): Promise<string> {
  const { approvalId } = await world.waitingRun();
  await world.h.graphql(
    'mutation ($id: ID!) { decideApproval(input: { id: $id, decision: APPROVE }) { __typename } }',
    { id: approvalId },
  );
  return approvalId;
}
