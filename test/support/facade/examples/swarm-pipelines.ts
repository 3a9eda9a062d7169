import { reach } from '../../runs.ts';
import type { Example, Examples, MakeExample, World } from '../example.ts';

const template = `
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: prototype-model }
spec: { provider: mock, model: prototype, script: [{ text: "Orders of shoes come back most." }] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: profiler }
spec: { model: prototype-model, prompt: Describe the data. }
---
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: fast_prototype }
spec:
  inputs: { problem_statement: { type: string, required: true }, dataset_path: { type: string } }
  nodes:
    profile: { stage: data, agent: { ref: profiler } }
    agree: { stage: review, approval: { review: { checkpointId: agree, reason: Is this what we want? } }, dependsOn: [profile] }
`;

const problem = { problem_statement: 'Which orders will come back?', dataset_path: 'orders.csv' };

/** A run of the template that waits for a person. */
async function pipeline({ h, fresh }: World): Promise<string> {
  await h.apply(template);
  const { data } = await h.graphql<{ startExecution: { id: string } }>(
    `mutation ($name: String!, $input: JSON!) { startExecution(input: { workflow: { name: "fast_prototype" }, asPipeline: true,
      name: $name, input: $input, labels: [{ key: "compliance_profile", value: "hipaa" }] }) { ... on PipelineRun { id } } }`,
    { name: fresh('returns'), input: problem },
  );
  const { id } = data.startExecution;
  await reach(h, id, 'WAITING');
  return id;
}

/** A request about a pipeline that waits. */
function about(request: Omit<Example, 'path'>): MakeExample {
  return async (world) => ({ path: { run_id: await pipeline(world) }, ...request });
}

async function steered(world: World, mutation: 'cancelExecution' | 'pauseExecution'): Promise<string> {
  const id = await pipeline(world);
  await world.h.graphql(`mutation ($id: ID!) { ${mutation}(input: { id: $id }) { __typename } }`, { id });
  return id;
}

/** Examples of Swarm's routes of pipelines. */
export const swarmPipelineExamples: Examples = {
  SwarmListPipelines: {
    success: async (world) => {
      await pipeline(world);
      return { status: 200, query: 'state=awaiting_approval&template=fast_prototype&compliance=hipaa&limit=1' };
    },
  },
  SwarmStartPipeline: {
    success: async (world) => {
      await world.h.apply(template);
      return { status: 201, body: { ...problem, template: 'fast_prototype', name: world.fresh('returns') } };
    },
    conflict: async (world) => {
      const id = await pipeline(world);
      const { data } = await world.h.graphql<{ execution: { name: string } }>(
        'query ($id: ID!) { execution(id: $id) { name } }',
        { id },
      );
      return { status: 409, body: { ...problem, name: data.execution.name } };
    },
  },
  SwarmGetPipeline: { success: about({ status: 200 }) },
  SwarmListPipelineEvents: { success: about({ status: 200, query: 'limit=3' }) },
  SwarmListPipelineArtifacts: { success: about({ status: 200 }) },
  SwarmCancelPipeline: { success: about({ status: 200, body: { reason: 'Other data came.' } }) },
  SwarmResumePipeline: {
    success: async (world) => ({ status: 200, path: { run_id: await steered(world, 'pauseExecution') }, body: {} }),
    conflict: async (world) => ({ status: 409, path: { run_id: await steered(world, 'cancelExecution') }, body: {} }),
  },
};
