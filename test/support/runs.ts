import { expect } from 'vitest';
import type { Harness } from './harness.ts';

export interface StepView {
  id: string;
  key: string;
  phase: string;
  attempt: number;
  __typename: string;
  recordedFrom: string | null;
  arguments?: unknown;
  result?: unknown;
  error?: { code: string; message: string } | null;
}

export interface RunView {
  id: string;
  name: string;
  phase: string;
  reason: string | null;
  output: unknown;
  failure: { code: string; message: string } | null;
  usage: { modelCalls: number; toolCalls: number; inputTokens: number; outputTokens: number; cost: { amount: string } };
  steps: { edges: { node: StepView }[] };
  approvals: { id: string; phase: string; version: number }[];
}

const runFields = `id name phase reason output failure { code message }
  usage { modelCalls toolCalls inputTokens outputTokens cost { amount } }
  approvals { id phase version }
  steps { edges { node { __typename id key phase attempt recordedFrom error { code message } ... on ToolCall { arguments result } } } }`;

/** Starts a run and gives its id; fails the test when it is refused. */
export async function start(h: Harness, agent: string, input: unknown = 'hello', more: object = {}): Promise<string> {
  const { data, errors } = await h.graphql<{ startExecution: { __typename: string; id: string; message?: string } }>(
    'mutation ($input: StartExecutionInput!) { startExecution(input: $input) { __typename ... on AgentRun { id } ... on Failure { message } } }',
    { input: { agent: { name: agent }, input, ...more } },
  );
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  expect(data.startExecution.__typename, data.startExecution.message).toBe('AgentRun');
  return data.startExecution.id;
}

/** The run as it is now. */
export async function look(h: Harness, id: string): Promise<RunView> {
  const { data } = await h.graphql<{ execution: RunView }>(`query ($id: ID!) { execution(id: $id) { ${runFields} } }`, {
    id,
  });
  return data.execution;
}

/** Waits until the run is in one of `phases`. */
export async function reach(h: Harness, id: string, ...phases: string[]): Promise<RunView> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const run = await look(h, id);
    if (phases.includes(run.phase)) return run;
    if (Date.now() > deadline) throw new Error(`${id} is ${run.phase} (${run.reason}), not ${phases.join(' or ')}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Decides and gives the result. */
export async function decide(
  h: Harness,
  id: string,
  input: object = {},
  token?: string,
): Promise<{ __typename: string; [key: string]: unknown }> {
  const { data, errors } = await h.graphql<{ decideApproval: { __typename: string } }>(
    'mutation ($input: DecideApprovalInput!) { decideApproval(input: $input) { __typename ... on Approval { id phase version decision { comment editedArguments } } ... on Failure { code message fix facts } } }',
    { input: { id, decision: 'APPROVE', ...input } },
    token === undefined ? {} : { token },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data.decideApproval;
}
