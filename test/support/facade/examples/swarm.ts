import { vi } from 'vitest';
import type { Examples, World } from '../example.ts';

/** A gate at which nobody waits any more. */
async function passed(world: World): Promise<string> {
  const { id, approvalId } = await world.waitingRun();
  await world.h.graphql('mutation ($id: ID!) { cancelExecution(input: { id: $id }) { __typename } }', { id });
  return approvalId;
}

/** A call of a tool that a policy blocks, once it is listed. */
async function deniedCall({ h }: World): Promise<void> {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: forbidden, namespace: vault }
spec: { type: builtin, builtin: clock }
---
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: no-clocks, namespace: vault }
spec:
  applyMode: global
  rules:
    - { name: never, when: { tool.name: forbidden }, effect: DENY, reason: No clocks in the vault. }`);
  await h.graphql('mutation { callTool(input: { tool: { namespace: "vault", name: "forbidden" } }) { __typename } }');
  const listed = '{ policyDecisions(filter: { subject: "forbidden" }, first: 1) { edges { node { id } } } }';
  await vi.waitUntil(
    async () =>
      (await h.graphql<{ policyDecisions: { edges: unknown[] } }>(listed)).data.policyDecisions.edges.length > 0,
    { timeout: 10_000 },
  );
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
  SwarmListDenials: {
    success: async (world) => {
      await deniedCall(world);
      return { status: 200, query: 'tool=forbidden&source=yaml_rules&limit=1' };
    },
  },
  SwarmListRules: {
    success: async (world) => {
      await deniedCall(world);
      return { status: 200, query: 'source=yaml_rules&limit=1' };
    },
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
