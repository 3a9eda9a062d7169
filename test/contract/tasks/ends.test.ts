import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { speaker, taskClient } from '../../support/tasks.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ controllers: true, stopWith: (stop) => stops.push(stop) });
  await h.apply(
    speaker('fine', 'done') + failing('broken', 400) + failing('away', 503) + speaker('boss', 'ask', 'told {{input}}'),
  );
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

const { orloj, system, begin, reach } = taskClient(() => h);

/** An agent whose model refuses with this status. */
function failing(name: string, status: number): string {
  return speaker(name, 'x').replace('script: [{ text: "x" }]', `script: [{ error: { status: ${status} } }]`);
}

const quickly = { message_retry: { max_attempts: 2, backoff: '10ms' }, retry: { max_attempts: 2, backoff: '10ms' } };

test('agents that send messages: a failure that is not to be tried again makes the task a dead letter at once', async () => {
  await system('strict', { agents: ['broken'], graph: { broken: {} } });
  await begin('refused', { system: 'strict', input: { topic: 't' }, ...quickly });
  const { status } = await reach('refused', 'Succeeded', 'Failed', 'DeadLetter');
  expect(status).toMatchObject({ phase: 'DeadLetter', messages: [{ phase: 'DeadLetter', attempts: 1 }] });
});

test('agents in a row: only a failure that was tried as often as it may be makes a dead letter, any other fails the task', async () => {
  await system('row-broken', { agents: ['fine', 'broken'] });
  await begin('final', { system: 'row-broken', input: { topic: 't' }, ...quickly });
  const final = await reach('final', 'Succeeded', 'Failed', 'DeadLetter');
  expect(final.status).toMatchObject({ phase: 'Failed', attempts: 1 });
  await system('row-away', { agents: ['fine', 'away'] });
  await begin('exhausted', { system: 'row-away', input: { topic: 't' }, ...quickly });
  const exhausted = await reach('exhausted', 'Succeeded', 'Failed', 'DeadLetter');
  expect(exhausted.status).toMatchObject({ phase: 'DeadLetter', attempts: 2 });
});

test('what a person denied fails the task, and is no dead letter', async () => {
  const graph = { fine: { review: { checkpoint_id: 'look', ttl: '1h' } } };
  await system('looked-at', { agents: ['fine'], graph });
  await begin('denied', { system: 'looked-at', input: { topic: 't' }, ...quickly });
  const { status } = await reach('denied', 'WaitingApproval');
  const name = status.blocked_on?.name ?? '';
  expect((await orloj('POST', `/v1/task-approvals/${name}/deny`, { comment: 'no' })).status).toBe(200);
  const ended = await reach('denied', 'Succeeded', 'Failed', 'DeadLetter');
  expect(ended.status).toMatchObject({ phase: 'Failed', lastError: expect.stringContaining('denied the output') });
});

test('a task tells of its delegations: the question, the answer, and who was waited for', async () => {
  await system('asking', { agents: ['boss', 'fine'], graph: { boss: { delegates: [{ to: 'fine' }] } } });
  await begin('asked', { system: 'asking', input: { topic: 't' } });
  const { status } = await reach('asked', 'Succeeded', 'Failed', 'DeadLetter');
  expect(status).toMatchObject({
    phase: 'Succeeded',
    delegation_states: [{ node: 'boss', activated: true, sources: [{ from_agent: 'fine' }] }],
    output: { last_agent: 'boss' },
  });
  const told = status.messages?.map(({ from_agent, to_agent, content }) => `${from_agent}>${to_agent}: ${content}`);
  expect(told).toEqual(['system>boss: t', 'boss>fine: ask', 'fine>boss: done']);
});
