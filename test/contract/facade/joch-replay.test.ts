import { expect, test } from 'vitest';
import { clientOf } from '../../support/facade/client.ts';
import type { Harness } from '../../support/harness.ts';
import { decide, reach, start } from '../../support/runs.ts';
import { approvalStory, shortStory } from '../../support/story.ts';

let h: Harness;
const joch = clientOf('joch', async (harness) => {
  h = harness;
  await h.apply(approvalStory);
  await h.apply(shortStory);
});

const base = '/v1/namespaces/default/executions';

interface Listed {
  items: { metadata: { name: string } }[];
}

const namesIn = async (query: string): Promise<string[]> =>
  ((await joch.ask(`${base}?${query}`)).json as Listed).items.map(({ metadata }) => metadata.name);

test('executions are listed by agent, phase and since, and by all of them together', async () => {
  const first = await reach(h, await start(h, 'greeter', 'hi', { name: 'old-greeting' }), 'SUCCEEDED');
  const { data } = await h.graphql<{ execution: { createdAt: string } }>(
    'query ($id: ID!) { execution(id: $id) { createdAt } }',
    { id: first.id },
  );
  const after = encodeURIComponent(new Date(new Date(data.execution.createdAt).getTime() + 1).toISOString());
  await reach(h, await start(h, 'greeter', 'hi', { name: 'new-greeting' }), 'SUCCEEDED');
  await reach(h, await start(h, 'payer', 'pay', { name: 'payment' }), 'WAITING');
  expect(await namesIn('agent=greeter')).toEqual(['new-greeting', 'old-greeting']);
  expect(await namesIn('phase=Succeeded')).toEqual(['new-greeting', 'old-greeting']);
  expect(await namesIn('phase=WaitingApproval')).toEqual(['payment']);
  expect(await namesIn(`since=${after}`)).toEqual(['payment', 'new-greeting']);
  expect(await namesIn(`agent=greeter&phase=Succeeded&since=${after}`)).toEqual(['new-greeting']);
  expect(await namesIn('agent=nobody')).toEqual([]);
  expect((await joch.ask(`${base}?phase=Sideways`)).status).toBe(400);
  expect((await joch.ask(`${base}?since=yesterday`)).status).toBe(400);
});

test('a recorded replay calls nothing; a live one repeats side effects only when it says so, and policies can forbid it', async () => {
  const id = await start(h, 'payer', 'pay', { name: 'paid' });
  const [approval] = (await reach(h, id, 'WAITING')).approvals;
  await decide(h, approval?.id ?? '');
  const { steps } = await reach(h, id, 'SUCCEEDED');
  const fromStep = steps.edges[2]?.node.id;
  const replay = (body: object) => joch.post(`${base}/paid/replay`, body);
  const recorded = await replay({});
  expect(recorded.status).toBe(201);
  const ended = await reach(h, recorded.json.metadata.uid, 'SUCCEEDED');
  expect(ended.usage).toMatchObject({ modelCalls: 0, toolCalls: 0 });
  const live = await replay({ mode: 'live', fromStep });
  const reused = await reach(h, live.json.metadata.uid, 'SUCCEEDED');
  expect(reused.steps.edges.find(({ node }) => node.key === 'agent/tool:2.1')?.node.recordedFrom).not.toBeNull();
  const real = await replay({ mode: 'live_with_side_effects', fromStep });
  await reach(h, real.json.metadata.uid, 'WAITING');
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: no-repeats }
spec:
  applyMode: global
  rules:
    - { name: side-effects, when: { replay.mode: LIVE_WITH_SIDE_EFFECTS }, effect: DENY, reason: Payments are made once. }
`);
  const refused = await replay({ mode: 'live_with_side_effects', fromStep });
  expect(refused.status).toBe(403);
  expect(refused.json.error).toMatchObject({
    code: 'PolicyDenied',
    message: 'Payments are made once.',
    details: { rule: 'side-effects' },
  });
  expect((await replay({})).status).toBe(201);
  expect((await replay({ mode: 'live', fromStep })).status).toBe(201);
});
