import { expect } from 'vitest';
import type { Harness } from './harness.ts';

/** Workflows of a model, an agent and tools, for tests that run something. */
export const workflowStory = `
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: echo-model }
spec:
  provider: mock
  model: echo
  pricing: { currency: USD, inputPerMillionTokens: "1", outputPerMillionTokens: "2" }
  script: [{ text: "Echo {{input}}" }]
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: narrator }
spec: { prompt: "Tell.", model: echo-model, limits: { maxSteps: 7 } }
---
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: adder }
spec: { type: builtin, builtin: calculator, sideEffect: READ_ONLY }
---
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: telling }
spec:
  nodes:
    first: { model: { ref: echo-model } }
    second: { agent: { ref: narrator }, dependsOn: [first] }
---
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: declared }
spec:
  inputs:
    expression: { type: string, required: true }
    digits: { type: number, default: 2 }
  nodes:
    add: { tool: { ref: adder } }
---
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: nested }
spec:
  nodes:
    each: { map: { workflow: { ref: telling }, concurrency: 2 } }
`;

interface Started {
  __typename: string;
  id: string;
  name: string;
  phase: string;
  message: string;
  facts: Record<string, unknown>;
  [field: string]: unknown;
}

/** What `startExecution` says. */
export async function startWork(h: Harness, input: object): Promise<Started> {
  const { data, errors } = await h.graphql<{ startExecution: Started }>(
    `mutation ($input: StartExecutionInput!) { startExecution(input: $input) {
      __typename ... on Execution { id name phase } ... on ExecutionPlan { kind agentId maxSteps graph input timeout }
      ... on Failure { code message facts } } }`,
    { input },
  );
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  return data.startExecution;
}
