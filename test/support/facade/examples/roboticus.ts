import type { Examples, World } from '../example.ts';

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
  RoboticusListCronJobs: {
    success: async (world) => {
      await cronJob(world);
      return { status: 200 };
    },
  },
  RoboticusCreateCronJob: {
    success: async (world) => ({
      status: 200,
      body: { name: world.fresh('Morning'), schedule_kind: 'every', schedule_expr: '30', description: 'Say hello.' },
    }),
  },
  RoboticusGetCronJob: { success: async (world) => ({ status: 200, path: { id: await cronJob(world) } }) },
  RoboticusUpdateCronJob: {
    success: async (world) => ({ status: 200, path: { id: await cronJob(world) }, body: { enabled: false } }),
  },
  RoboticusDeleteCronJob: { success: async (world) => ({ status: 200, path: { id: await cronJob(world) } }) },
  RoboticusRunCronJob: {
    success: async (world) => ({ status: 200, path: { id: await cronJob(world) } }),
    conflict: async (world) => {
      const id = await cronJob(world, 'payer');
      await world.h.graphql(runNow, { id });
      return { status: 409, path: { id } };
    },
  },
  RoboticusListCronRuns: {
    success: async (world) => {
      const id = await cronJob(world);
      await world.h.graphql(runNow, { id });
      return { status: 200, query: `job_id=${id}` };
    },
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
async function decided(world: World): Promise<string> {
  const { approvalId } = await world.waitingRun();
  await world.h.graphql(
    'mutation ($id: ID!) { decideApproval(input: { id: $id, decision: APPROVE }) { __typename } }',
    { id: approvalId },
  );
  return approvalId;
}

const runNow = 'mutation ($id: ID!) { runSchedule(input: { id: $id }) { __typename } }';

/** A cron job that writes a line into the log, or that an agent sees to, by its id. */
async function cronJob({ h, fresh }: World, agent?: string): Promise<string> {
  const { data } = await h.graphql<{ createSchedule: { schedule: { id: string } } }>(
    `mutation ($title: String!, $agent: String) {
      createSchedule(input: { title: $title, timing: { expression: "0 0 1 1 *" }, target: { agent: $agent } }) {
        ... on ScheduleSaved { schedule { id } } } }`,
    { title: fresh('Yearly'), agent },
  );
  return data.createSchedule.schedule.id;
}
