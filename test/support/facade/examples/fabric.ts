import { reach } from '../../runs.ts';
import { startWork } from '../../workflows.ts';
import type { Examples, World } from '../example.ts';

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
  FabricCreateJob: {
    success: async () => ({
      status: 201,
      body: {
        modality: 'text',
        tier: 'basic',
        model: 'short-model',
        input: { prompt: 'Ada' },
        params: { max_tokens: 50 },
      },
    }),
  },
  FabricListJobs: {
    success: async (world) => {
      await finishedJob(world);
      return { status: 200, query: 'limit=2' };
    },
  },
  FabricGetJob: { success: async (world) => ({ status: 200, path: { id: await finishedJob(world) } }) },
  FabricGetJobUsage: { success: async (world) => ({ status: 200, path: { id: await finishedJob(world) } }) },
  FabricStreamJobEvents: { success: async (world) => ({ status: 200, path: { id: await finishedJob(world) } }) },
  FabricCreateDefinition: {
    success: async () => ({
      status: 201,
      body: {
        name: 'greeting',
        nodes: [
          {
            key: 'greet',
            operation: 'text.generate',
            runtime: 'provider',
            config: { model: 'short-model' },
            inputs: { message: '$context.name' },
            outputs: { text: '$context.greeting' },
            depends_on: [],
            requires: ['provider.text.generate'],
            policy: { timeout_ms: 30_000, retries: 1 },
          },
        ],
      },
    }),
  },
  FabricListDefinitions: {
    success: async (world) => {
      await definition(world);
      return { status: 200, query: 'limit=2' };
    },
  },
  FabricCreateRun: {
    success: async (world) => ({
      status: 201,
      body: { definition_id: await definition(world), input: { message: 'Ada' }, idempotency_key: world.fresh('key') },
    }),
    conflict: async (world) => {
      const name = world.fresh('run');
      const id = await definition(world);
      await startWork(world.h, { definition: id, input: { message: 'Ada' }, name, hold: true });
      return { status: 409, body: { definition_id: id, name } };
    },
  },
  FabricGetRun: { success: async (world) => ({ status: 200, path: { id: await heldRun(world) } }) },
  FabricStartRun: {
    success: async (world) => ({ status: 200, path: { id: await heldRun(world) }, body: {} }),
    conflict: async (world) => ({ status: 409, path: { id: (await world.finishedRun()).id }, body: {} }),
  },
  FabricCancelRun: { success: async (world) => ({ status: 200, path: { id: await heldRun(world) }, body: {} }) },
  FabricPauseRun: {
    success: async (world) => ({ status: 200, path: { id: await heldRun(world) }, body: {} }),
    conflict: async (world) => ({ status: 409, path: { id: (await world.finishedRun()).id }, body: {} }),
  },
  FabricResumeRun: {
    success: async (world) => ({ status: 200, path: { id: await heldRun(world) }, body: {} }),
    conflict: async (world) => ({ status: 409, path: { id: (await world.finishedRun()).id }, body: {} }),
  },
  FabricStreamRunEvents: { success: async (world) => ({ status: 200, path: { id: (await world.finishedRun()).id } }) },
  FabricStreamEvents: { success: async () => ({ status: 200 }) },
};

/** The id of a job that has ended. */
async function finishedJob({ h }: World): Promise<string> {
  const { data } = await h.graphql<{ startJob: { job: { id: string } } }>(
    'mutation { startJob(input: { model: "short-model", prompt: "Ada" }) { ... on JobStarted { job { id } } } }',
  );
  const { id } = data.startJob.job;
  await reach(h, id, 'SUCCEEDED');
  return id;
}

/** The id of a workflow. */
async function definition({ h }: World): Promise<string> {
  const { data } = await h.graphql<{ defineWorkflow: { workflow: { id: string } } }>(
    `mutation { defineWorkflow(input: {
      name: "greetings", nodes: [{ key: "greet", operation: "text.generate", config: { model: "short-model" } }]
    }) { ... on WorkflowDefined { workflow { id } } } }`,
  );
  return data.defineWorkflow.workflow.id;
}

/** The id of a run that waits until it is started. */
async function heldRun(world: World): Promise<string> {
  const run = await startWork(world.h, { definition: await definition(world), input: { message: 'Ada' }, hold: true });
  return run.id;
}
