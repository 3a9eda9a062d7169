import type { Examples, World } from '../example.ts';

/** A gate at which nobody waits any more. */
async function passed(world: World): Promise<string> {
  const { id, approvalId } = await world.waitingRun();
  await world.h.graphql('mutation ($id: ID!) { cancelExecution(input: { id: $id }) { __typename } }', { id });
  return approvalId;
}

/** Examples of Swarm's routes. */
export const swarmExamples: Examples = {
  SwarmListAgents: { success: async () => ({ status: 200 }) },
  SwarmListAgentTools: { success: async () => ({ status: 200 }) },
  SwarmGetAgent: { success: async () => ({ status: 200, path: { name: 'payer' } }) },
  SwarmInvokeAgent: {
    success: async () => ({ status: 200, path: { name: 'greeter' }, body: { input: 'Ada' } }),
    conflict: async (world) => ({
      status: 409,
      path: { name: 'greeter' },
      body: { name: (await world.finishedRun()).name, input: 'hi' },
    }),
  },
  SwarmListApprovals: {
    success: async (world) => ({ status: 200, query: `run_id=${(await world.waitingRun()).id}` }),
  },
  SwarmApproveGate: {
    success: async (world) => ({
      status: 200,
      path: { gate_id: (await world.waitingRun()).approvalId },
      body: { comment: 'The rent is due.' },
    }),
    conflict: async (world) => ({ status: 409, path: { gate_id: await passed(world) }, body: {} }),
  },
  SwarmRejectGate: {
    success: async (world) => ({
      status: 200,
      path: { gate_id: (await world.waitingRun()).approvalId },
      body: { reason: 'Too dear.' },
    }),
    conflict: async (world) => ({ status: 409, path: { gate_id: await passed(world) }, body: { reason: 'Too dear.' } }),
  },
};
