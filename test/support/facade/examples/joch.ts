import { expect } from 'vitest';
import { stringify } from 'yaml';
import type { Example, Examples, World } from '../example.ts';

const ns = 'default';
const manifest = (kind: string, name: string, spec: object, metadata: object = {}): string =>
  stringify({ apiVersion: 'joch.dev/v1alpha1', kind, metadata: { name, ...metadata }, spec });

/** A tool that was applied once, at its first version. */
async function tool(world: World): Promise<string> {
  const name = world.fresh('invoices');
  await world.h.apply(manifest('Tool', name, { type: 'function', description: 'Finds an invoice.' }));
  return name;
}

/** A manifest of that tool from a version that it never had. */
async function stale(world: World): Promise<Example> {
  const name = await tool(world);
  return { status: 409, body: manifest('Tool', name, { type: 'function' }, { resourceVersion: '7' }) };
}

const stalePatch = async (world: World): Promise<Example> => ({
  status: 409,
  path: { ns, kind: 'tools', name: await tool(world) },
  headers: { 'if-match': '"7"' },
  body: { spec: { description: 'Finds an invoice by its number.' } },
});

/** An approval that nobody can decide any more. */
async function decided(world: World): Promise<string> {
  const { id, approvalId } = await world.waitingRun();
  await world.h.graphql('mutation ($id: ID!) { cancelExecution(input: { id: $id }) { __typename } }', { id });
  return approvalId;
}

const call = { spec: { toolRef: { name: 'sum' }, input: { expression: '1+1' } } };
const breakGlass = { decision: 'approve', grantBy: 'the duty officer', reason: 'The shop is down.' };

const resources: Examples = {
  JochApplyResources: {
    success: async (world) => ({
      status: 200,
      body: manifest('Tool', world.fresh('invoices'), { type: 'function', description: 'Finds an invoice.' }),
    }),
    conflict: stale,
  },
  JochValidateResources: {
    success: async (world) => ({
      status: 200,
      body: manifest('Tool', world.fresh('invoices'), { type: 'function', description: 'Finds an invoice.' }),
    }),
    conflict: stale,
  },
  JochDiffResources: {
    success: async (world) => ({ status: 200, body: manifest('Tool', await tool(world), { type: 'rest' }) }),
    conflict: stale,
  },
  JochListResources: { success: async () => ({ status: 200, path: { ns, kind: 'agents' } }) },
  JochListAllResources: { success: async () => ({ status: 200, query: 'kind=agents' }) },
  JochWatchResources: { success: async () => ({ status: 200 }) },
  JochGetResource: { success: async () => ({ status: 200, path: { ns, kind: 'agents', name: 'payer' } }) },
  JochPatchResource: {
    success: async (world) => ({ ...(await stalePatch(world)), status: 200, headers: { 'if-match': '"1"' } }),
    conflict: stalePatch,
  },
  JochDeleteResource: {
    success: async (world) => ({ status: 200, path: { ns, kind: 'tools', name: await tool(world) } }),
    conflict: async (world) => {
      const { body: _body, ...example } = await stalePatch(world);
      return example;
    },
  },
};

const executions: Examples = {
  JochStartExecution: {
    success: async () => ({
      status: 201,
      path: { ns },
      body: { spec: { agentRef: { name: 'greeter' }, input: { content: [{ kind: 'text', text: 'Ada' }] } } },
    }),
    conflict: async (world) => ({
      status: 409,
      path: { ns },
      body: {
        metadata: { name: (await world.finishedRun()).name },
        spec: { agentRef: { name: 'greeter' }, input: 'hi' },
      },
    }),
  },
  JochGetExecution: {
    success: async (world) => ({ status: 200, path: { ns, name: (await world.finishedRun()).name } }),
  },
  JochListExecutions: {
    success: async (world) => {
      await world.finishedRun();
      return { status: 200, path: { ns }, query: 'agent=greeter&limit=1' };
    },
  },
  JochWatchExecutions: { success: async () => ({ status: 200, path: { ns } }) },
  JochListAllExecutions: { success: async () => ({ status: 200, query: 'namespace=default' }) },
  JochWatchAllExecutions: { success: async () => ({ status: 200, query: 'namespace=default' }) },
  JochExecutionEvents: {
    success: async (world) => ({ status: 200, path: { ns, name: (await world.finishedRun()).name } }),
  },
  JochCancelExecution: {
    success: async (world) => ({
      status: 200,
      path: { ns, name: (await world.waitingRun()).name },
      body: { reason: 'The order was withdrawn.' },
    }),
  },
  JochReplayExecution: {
    success: async (world) => ({
      status: 201,
      path: { ns, name: (await world.finishedRun()).name },
      body: { mode: 'recorded' },
    }),
    conflict: async (world) => ({ status: 409, path: { ns, name: (await world.waitingRun()).name }, body: {} }),
  },
};

const toolCalls: Examples = {
  JochCallTool: {
    success: async () => ({
      status: 201,
      body: call,
      check: (answer: object) => expect(answer).toMatchObject({ kind: 'ToolCall', status: { phase: 'Succeeded' } }),
    }),
  },
  JochGetToolCall: {
    success: async (world) => ({ status: 200, path: { id: (await world.waitingRun()).toolCallId } }),
  },
  JochListToolCalls: {
    success: async (world) => ({ status: 200, path: { ns }, query: `execution=${(await world.waitingRun()).name}` }),
  },
  JochWatchToolCalls: { success: async () => ({ status: 200, path: { ns } }) },
  JochListAllToolCalls: { success: async () => ({ status: 200, query: 'namespace=default' }) },
  JochWatchAllToolCalls: { success: async () => ({ status: 200, query: 'namespace=default' }) },
  JochGetToolCallOfNamespace: {
    success: async (world) => ({ status: 200, path: { ns, name: (await world.waitingRun()).toolCallId } }),
  },
  JochCancelToolCall: {
    success: async (world) => ({
      status: 200,
      path: { id: (await world.waitingRun()).toolCallId },
      body: { reason: 'The order was withdrawn.' },
    }),
    conflict: async (world) => {
      const { id, toolCallId } = await world.waitingRun();
      await world.h.graphql('mutation ($id: ID!) { cancelExecution(input: { id: $id }) { __typename } }', { id });
      return { status: 409, path: { id: toolCallId }, body: {} };
    },
  },
  JochApproveToolCall: {
    success: async (world) => ({
      status: 200,
      path: { id: (await world.waitingRun()).toolCallId },
      body: { rationale: 'The rent is due.' },
    }),
    conflict: async (world) => {
      const { id, toolCallId } = await world.waitingRun();
      await world.h.graphql('mutation ($id: ID!) { cancelExecution(input: { id: $id }) { __typename } }', { id });
      return { status: 409, path: { id: toolCallId }, body: {} };
    },
  },
};

const approvals: Examples = {
  JochRequestApproval: {
    success: async () => ({
      status: 201,
      body: {
        spec: {
          action: { type: 'promotion' },
          risk: { level: 'high', summary: 'May version 2 of greeter go live?' },
          routing: { timeoutMinutes: 5 },
        },
      },
    }),
    conflict: async (world) => ({
      status: 409,
      body: { name: (await world.waitingRun()).approvalName, summary: 'Once more?' },
    }),
  },
  JochListApprovals: {
    success: async (world) => ({ status: 200, path: { ns }, query: `execution=${(await world.waitingRun()).name}` }),
  },
  JochWatchApprovals: { success: async () => ({ status: 200, path: { ns } }) },
  JochListAllApprovals: { success: async () => ({ status: 200, query: 'namespace=default' }) },
  JochWatchAllApprovals: { success: async () => ({ status: 200, query: 'namespace=default' }) },
  JochGetApproval: {
    success: async (world) => ({ status: 200, path: { ns, name: (await world.waitingRun()).approvalName } }),
  },
  JochDecideApproval: {
    success: async (world) => ({
      status: 200,
      path: { id: (await world.waitingRun()).approvalId },
      body: { decision: 'approve', rationale: 'The rent is due.' },
    }),
    conflict: async (world) => ({ status: 409, path: { id: await decided(world) }, body: { decision: 'approve' } }),
  },
  JochOverrideApproval: {
    success: async (world) => ({ status: 200, path: { id: (await world.waitingRun()).approvalId }, body: breakGlass }),
    conflict: async (world) => ({ status: 409, path: { id: await decided(world) }, body: breakGlass }),
  },
};

/** Examples of Joch's routes. */
export const jochExamples: Examples = { ...resources, ...executions, ...toolCalls, ...approvals };
