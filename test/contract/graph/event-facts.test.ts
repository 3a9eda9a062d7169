import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { decide, reach, start } from '../../support/runs.ts';
import { approvalStory, shortStory } from '../../support/story.ts';

let h: Harness;
let runId: string;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(approvalStory);
  await h.apply(shortStory);
  runId = await start(h, 'payer', 'hello', { name: 'payday' });
  const waiting = await reach(h, runId, 'WAITING');
  await decide(h, waiting.approvals[0]?.id ?? '', { comment: 'my secret remark' });
  await reach(h, runId, 'SUCCEEDED');
  await reach(h, await start(h, 'greeter', 'x', { name: 'greeting' }), 'SUCCEEDED');
  await vi.waitUntil(async () => (await events({ agentName: 'greeter' })).at(-1)?.summary.includes('ended'), {
    timeout: 10_000,
  });
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Facts {
  type: string;
  at: string;
  cursor: string;
  uuid: string;
  subjectId: string;
  subjectKind: string;
  subjectName: string | null;
  executionId: string | null;
  executionName: string | null;
  node: string | null;
  summary: string;
  line: string;
}

const facts = 'type at cursor uuid subjectId subjectKind subjectName executionId executionName node summary line';

async function events(filter: object): Promise<Facts[]> {
  const { data, errors } = await h.graphql<{ events: { edges: { node: Facts }[] } }>(
    `query ($filter: EventFilter) { events(first: 500, filter: $filter) { edges { node { ... on JournalEvent { ${facts} } } } } }`,
    { filter },
  );
  expect(errors).toBeUndefined();
  return data.events.edges.map(({ node }) => node);
}

const agentIdOf = async (name: string) => {
  const { data } = await h.graphql<{ agent: { id: string } }>('query ($name: String!) { agent(name: $name) { id } }', {
    name,
  });
  return data.agent.id;
};

test('every event of a run says in one plain sentence what happened, and to what', async () => {
  const told = await events({ execution: runId });
  const run = 'execution default/payday';
  expect([
    ...new Set(
      told.map((event) => event.summary.replace(/\d+ ms/, 'N ms').replace(/\(\d+ tokens in, \d+ out\)/, '(tokens)')),
    ),
  ]).toEqual([
    'Execution default/payday was created.',
    'Execution default/payday is run by a worker (turn 1).',
    `The call of the model story in ${run} began (attempt 1).`,
    `The call of the model story in ${run} was answered in N ms (tokens).`,
    `The call of the tool sum in ${run} is wanted.`,
    `The call of the tool sum in ${run} began (attempt 1).`,
    `The call of the tool sum in ${run} gave its result in N ms.`,
    `The call of the tool pay in ${run} is wanted.`,
    `The approval of the tool pay in ${run} was asked for (risk HIGH).`,
    'Execution default/payday waits for a person.',
    `The approval of the tool pay in ${run} was decided: APPROVED.`,
    'Execution default/payday may go on (turn 2).',
    'Execution default/payday is run by a worker (turn 2).',
    `The call of the tool pay in ${run} began (attempt 1).`,
    `The call of the tool pay in ${run} gave its result in N ms.`,
    'Execution default/payday ended: SUCCEEDED.',
  ]);
  expect(JSON.stringify(told)).not.toContain('secret remark');
  for (const event of told) {
    expect.soft(event).toMatchObject({ executionId: runId, executionName: 'payday' });
    expect.soft(event.line).toBe(`${event.at.slice(0, 19)}Z ${event.summary}`);
    expect.soft(event.node).toBe(/Call$/.test(event.subjectKind) ? 'agent' : null);
  }
  expect(new Set(told.map((event) => `${event.subjectKind} ${event.subjectName}`))).toEqual(
    new Set(['Execution payday', 'ModelCall story', 'ToolCall sum', 'ToolCall pay', 'Approval pay']),
  );
});

test('an event has an id of its own that is a UUID and stays the same', async () => {
  const [first, again] = [await events({}), await events({})];
  const ids = first.map((event) => event.uuid);
  expect(new Set(ids).size).toBe(ids.length);
  expect(again.slice(0, ids.length).map((event) => event.uuid)).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('the events of an agent are its own and those of its runs, by id and by name, and of no other', async () => {
  const agent = await agentIdOf('greeter');
  const byId = await events({ agent });
  expect(byId[0]?.summary).toBe('Agent default/greeter was created (generation 1).');
  expect(byId.at(-1)?.summary).toBe('Execution default/greeting ended: SUCCEEDED.');
  expect(byId.every((event) => event.subjectId === agent || event.executionName === 'greeting')).toBe(true);
  expect(await events({ agentName: 'greeter' })).toEqual(byId);
  expect(await events({ agentName: 'greeter', agent: await agentIdOf('payer') })).toEqual([]);
  expect(await events({ agentName: 'greeter', namespace: 'elsewhere' })).toEqual([]);
  expect(await events({ agentName: 'nobody' })).toEqual([]);
});

test('events are chosen by what they are about', async () => {
  const decided = await events({ kinds: ['Approval'], subjectName: 'pay' });
  expect(decided.map((event) => event.type)).toEqual(['APPROVAL_REQUESTED', 'APPROVAL_DECIDED']);
  expect((await events({ kinds: ['Agent', 'ModelEndpoint'] })).map((event) => event.subjectName)).toEqual(
    expect.arrayContaining(['payer', 'greeter', 'story-model', 'short-model']),
  );
  expect(await events({ kinds: [] })).toEqual([]);
});

test('the last events of many agents are one query, oldest first, and no more than asked for', async () => {
  const query = `{ agents { edges { node { name all: events { summary } events(last: 2) { line summary } none: events(last: 0) { line } } } } }`;
  const { result, statements } = await h.countStatements(() =>
    h.graphql<{ agents: { edges: { node: { name: string; all: object[]; none: object[]; events: Facts[] } }[] } }>(
      query,
    ),
  );
  expect(result.errors).toBeUndefined();
  const all = result.data.agents.edges.map(({ node }) => node);
  for (const { name, events: last, all: every, none } of all) {
    const told = (await events({ agentName: name })).map((event) => event.summary);
    expect(last.map((event) => event.summary)).toEqual(told.slice(-2));
    expect(every).toHaveLength(told.length);
    expect(none).toEqual([]);
  }
  expect(statements.filter((text) => text.includes('cross join lateral'))).toHaveLength(1);
});

test('one event costs its watchers no query for summary, line and names', async () => {
  const wanted = await events({});
  const { statements } = await h.countStatements(() => events({}));
  expect(wanted.length).toBeGreaterThan(20);
  // Who looks for runs whose time has come does so on its own.
  const own = statements.filter((text) => !text.includes('wake_at'));
  expect(own.filter((text) => /from "?(execution|namespace|step)"?\b/.test(text))).toEqual([]);
});
