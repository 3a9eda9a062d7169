import { afterAll, beforeAll, expect, test } from 'vitest';
import { subscribe } from '../../journey/streams/subscribe.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { reach, start } from '../../support/runs.ts';
import { approvalStory, shortStory } from '../../support/story.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(approvalStory);
  await h.apply(shortStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

type Result = { __typename: string; [key: string]: unknown };

async function mutate(field: string, input: object): Promise<Result> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const { data, errors } = await h.graphql<Record<string, Result>>(
    `mutation ($input: ${type}!) { ${field}(input: $input) { __typename ... on Execution { id phase reason } ... on Failure { code message } } }`,
    { input },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data[field] as Result;
}

test('a run is paused, resumed, cancelled and replayed by its name', async () => {
  const id = await start(h, 'payer', 'x', { name: 'by-name' });
  await reach(h, id, 'WAITING');
  const which = { namespace: 'default', name: 'by-name' };
  expect(await mutate('pauseExecution', which)).toMatchObject({ id, phase: 'PAUSED' });
  expect(await mutate('resumeExecution', { name: 'by-name' })).toMatchObject({ id, phase: 'QUEUED' });
  expect(await mutate('cancelExecution', { ...which, reason: 'enough' })).toMatchObject({ id, reason: 'enough' });
  expect(await mutate('replayExecution', { ...which, dryRun: true })).toMatchObject({ __typename: 'AgentRun' });
});

test.each(['cancelExecution', 'pauseExecution', 'resumeExecution', 'replayExecution'])(
  '%s refuses neither and both ways to name a run, and does not find what is not there',
  async (field) => {
    expect(await mutate(field, {})).toMatchObject({ code: 'INPUT_INVALID' });
    expect(await mutate(field, { id: 'exe_x', name: 'x' })).toMatchObject({ code: 'INPUT_INVALID' });
    expect(await mutate(field, { name: 'nobody' })).toMatchObject({ code: 'EXECUTION_NOT_FOUND' });
    expect(await mutate(field, { namespace: 'nowhere', name: 'nobody' })).toMatchObject({
      code: 'EXECUTION_NOT_FOUND',
    });
  },
);

test('the events of a run are watched by its name, from its beginning to its end', async () => {
  await reach(h, await start(h, 'greeter', 'x', { name: 'watched' }), 'SUCCEEDED');
  const query = 'subscription { executionEvents(name: "watched", after: "") { ... on JournalEvent { type } } }';
  const types: (string | undefined)[] = [];
  const place = { url: h.url.replace(/\/graphql$/, ''), token: h.adminToken };
  for await (const data of subscribe<{ executionEvents: { type?: string } }>(place, 'sse', { query, variables: {} })) {
    types.push(data.executionEvents.type);
  }
  expect(types.at(0)).toBe('EXECUTION_CREATED');
  expect(types.at(-1)).toBe('EXECUTION_FINISHED');
});

test('runs are listed by the name of their agent, counted when it is asked, and left out from the start by number', async () => {
  await h.apply(shortStory.replaceAll('greeter', 'counted').replaceAll('short-model', 'counted-model'));
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) ids.unshift(await start(h, 'counted', `${n}`));
  const list = async (page: string): Promise<{ ids: string[]; total: number; back: boolean }> => {
    const { data, errors } = await h.graphql<{
      executions: { totalCount: number; pageInfo: { hasPreviousPage: boolean }; edges: { node: { id: string } }[] };
    }>(
      `{ executions(filter: { agentName: "counted" }, ${page}) { totalCount pageInfo { hasPreviousPage } edges { node { id } } } }`,
    );
    expect(errors, JSON.stringify(errors)).toBeUndefined();
    const { totalCount, pageInfo, edges } = data.executions;
    return { ids: edges.map(({ node }) => node.id), total: totalCount, back: pageInfo.hasPreviousPage };
  };
  expect(await list('first: 2')).toEqual({ ids: ids.slice(0, 2), total: 5, back: false });
  expect(await list('first: 2, offset: 3')).toEqual({ ids: ids.slice(3), total: 5, back: true });
  expect(await list('first: 2, offset: 9')).toEqual({ ids: [], total: 5, back: true });
  const { data } = await h.graphql<{ agent: { executions: { totalCount: number } } }>(
    '{ agent(name: "counted") { executions(first: 1) { totalCount } } }',
  );
  expect(data.agent.executions.totalCount).toBe(5);
});

test('an offset is refused without first, with a cursor, below zero and beyond ten thousand', async () => {
  for (const page of [
    'offset: 1',
    'first: 1, offset: 1, after: "azp4"',
    'first: 1, offset: -1',
    'first: 1, offset: 10001',
  ]) {
    for (const list of ['executions', 'approvals', 'resources', 'agents']) {
      const { errors } = await h.graphql(`{ ${list}(${page}) { edges { cursor } } }`);
      expect(errors?.[0]?.extensions, `${list}(${page})`).toMatchObject({ code: 'INPUT_INVALID' });
    }
  }
});

test('approvals and resources are left out from the start by number, and approvals are counted', async () => {
  const id = await start(h, 'payer');
  await reach(h, id, 'WAITING');
  const { data } = await h.graphql<{
    approvals: { totalCount: number; edges: unknown[] };
    all: { edges: { node: { name: string } }[] };
    rest: { edges: { node: { name: string } }[] };
  }>(
    `query ($id: ID!) { approvals(filter: { execution: $id }, first: 5, offset: 1) { totalCount edges { cursor } }
      all: agents(first: 10) { edges { node { name } } } rest: agents(first: 10, offset: 1) { edges { node { name } } } }`,
    { id },
  );
  expect(data.approvals).toMatchObject({ totalCount: 1, edges: [] });
  expect(data.rest.edges).toEqual(data.all.edges.slice(1));
  await mutate('cancelExecution', { id });
});
