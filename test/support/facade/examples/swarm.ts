import { vi } from 'vitest';
import type { Examples, World } from '../example.ts';
import { swarmPipelineExamples } from './swarm-pipelines.ts';

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

const driftCheck = {
  schedule: '0 6 * * 1-5',
  time_zone: 'Europe/Berlin',
  task: 'agent_task',
  config: { agent: 'greeter', task: 'Look for drift.' },
};

const seenToBy = (agent: string) => ({ agent, input: 'Look.' });

/** A cron job, by its id; an agent sees to it unless it is said what else is done. */
async function cronJob({ h, fresh }: World, target: object = seenToBy('greeter')): Promise<string> {
  const { data } = await h.graphql<{ createSchedule: { schedule: { jobId: string } } }>(
    `mutation ($title: String!, $target: ScheduleTargetInput!) {
      createSchedule(input: { title: $title, timing: { expression: "0 0 1 1 *" }, target: $target }) {
        ... on ScheduleSaved { schedule { jobId } } } }`,
    { title: fresh('Yearly check'), target },
  );
  return data.createSchedule.schedule.jobId;
}

/** Runs a cron job, and waits for its end if it has one by itself. */
async function runJob({ h }: World, id: string, until: readonly string[]): Promise<void> {
  await h.graphql('mutation ($id: ID!) { runSchedule(input: { id: $id }) { __typename } }', { id });
  const query = 'query ($id: ID!) { scheduleById(id: $id) { lastRun { outcome } } }';
  await vi.waitUntil(
    async () => {
      const { data } = await h.graphql<{ scheduleById: { lastRun: { outcome: string } } }>(query, { id });
      return until.includes(data.scheduleById.lastRun.outcome);
    },
    { timeout: 10_000 },
  );
}

/** Examples of Swarm's routes. */
export const swarmExamples: Examples = {
  ...swarmPipelineExamples,
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
  SwarmListCronJobs: {
    success: async (world) => {
      await world.h.graphql(
        `mutation { createSchedule(input: { namespace: "yard", title: "Sweep", timing: { expression: "0 5 * * *" },
          target: { action: "log", input: { message: "Sweep." } } }) { __typename } }`,
      );
      return { status: 200, query: 'namespace=yard&limit=1' };
    },
  },
  SwarmCreateCronJob: {
    success: async (world) => ({ status: 201, body: { name: world.fresh('Drift check'), ...driftCheck } }),
  },
  SwarmGetCronJob: {
    success: async (world) => {
      const id = await cronJob(world);
      await runJob(world, id, ['SUCCEEDED']);
      return { status: 200, path: { id } };
    },
  },
  SwarmUpdateCronJob: {
    success: async (world) => ({
      status: 200,
      path: { id: await cronJob(world) },
      body: { schedule: '30 6 * * *', enabled: false },
    }),
  },
  SwarmDeleteCronJob: { success: async (world) => ({ status: 200, path: { id: await cronJob(world) } }) },
  SwarmRunCronJob: {
    success: async (world) => {
      const reminder = { action: 'log', input: { message: 'Check the models.' } };
      return { status: 202, path: { id: await cronJob(world, reminder) } };
    },
    conflict: async (world) => {
      const id = await cronJob(world, seenToBy('payer'));
      await runJob(world, id, ['RUNNING']);
      return { status: 409, path: { id } };
    },
  },
  SwarmListCronRuns: {
    success: async (world) => {
      const id = await cronJob(world);
      await runJob(world, id, ['SUCCEEDED']);
      return { status: 200, path: { id }, query: 'status=completed&limit=1' };
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
