import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { harness } from '../../support/harness.ts';
import { decide, look, reach } from '../../support/runs.ts';
import { endpoint, openAiEndpoint, upstreamFor } from '../model-access/endpoints.ts';

const hello = { role: 'user' as const, content: 'hello there' };

function agent(name: string, spec: string): string {
  return `apiVersion: orrery.dev/v1\nkind: Agent\nmetadata: { name: ${name} }\nspec: { ${spec} }\n`;
}

const writer = `apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: clock }
spec: { type: builtin, builtin: clock, sideEffect: EXTERNAL_WRITE }
`;

test('an agent is a model: it is run, streamed, waited for, and its failures are told', async () => {
  const h = await harness();
  const upstream = await upstreamFor({
    reply: ({ body }) =>
      body['model'] === 'm-1' ? { text: 'As you wish.' } : { fault: { kind: 'status', status: 400, message: 'No.' } },
  });
  await h.apply(
    [
      openAiEndpoint('good', upstream),
      endpoint('bad', `provider: openai-compatible, model: bad, baseUrl: "${upstream.baseUrl}"`),
      endpoint(
        'asks',
        'provider: mock, model: asks, script: [{ toolCalls: [{ name: clock }] }, { text: "It is late." }]',
      ),
      writer,
      agent('helper', 'prompt: Be brief., model: good'),
      agent('broken', 'prompt: Be brief., model: bad'),
      agent('careful', 'prompt: Be brief., model: asks, tools: [clock]'),
    ].join('---\n'),
  );
  const baseURL = h.url.replace('/graphql', '/v1');
  const client = new OpenAI({ apiKey: h.adminToken, baseURL });
  const runOf = (answer: { id: string }): string => answer.id.replace('chatcmpl-', '');

  // A conversation goes to the agent behind its own prompt.
  const conversation = [
    { role: 'user' as const, content: 'I am Ann.' },
    { role: 'assistant' as const, content: 'Hi.' },
    hello,
  ];
  const answer = await client.chat.completions.create({ model: 'agent:default/helper', messages: conversation });
  expect(answer).toMatchObject({
    model: 'agent:default/helper',
    choices: [{ message: { content: 'As you wish.' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 10, completion_tokens: 5 },
  });
  expect(upstream.requests[0]?.body['messages']).toEqual([{ role: 'system', content: 'Be brief.' }, ...conversation]);
  expect(await look(h, runOf(answer))).toMatchObject({ phase: 'SUCCEEDED', output: 'As you wish.' });

  // Its tokens are chunks.
  const stream = await client.chat.completions.create({ model: 'agent:helper', messages: [hello], stream: true });
  const pieces: string[] = [];
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content) pieces.push(chunk.choices[0].delta.content);
  expect(pieces.join('')).toBe('As you wish.');

  // A run that fails is told once: the client does not start another one by itself.
  const before = upstream.requests.length;
  const failed = client.chat.completions.create({ model: 'agent:broken', messages: [hello] });
  await expect(failed).rejects.toMatchObject({ status: 502, code: 'model_refused' });
  expect(upstream.requests.length).toBe(before + 1);
  await expect(client.chat.completions.create({ model: 'agent:nobody', messages: [hello] })).rejects.toBeInstanceOf(
    OpenAI.NotFoundError,
  );

  // What waits for a person is answered when the person has decided.
  const waiting = client.chat.completions.create({ model: 'agent:careful', messages: [hello] });
  const id = await waitingRun();
  const [approval] = (await reach(h, id, 'WAITING')).approvals;
  await decide(h, approval?.id ?? '');
  expect((await waiting).choices[0]?.message.content).toBe('It is late.');

  // A client that leaves changes nothing.
  const leaving = new AbortController();
  const left = client.chat.completions.create(
    { model: 'agent:careful', messages: [hello] },
    { signal: leaving.signal },
  );
  const leftId = await waitingRun(id);
  leaving.abort();
  await expect(left).rejects.toThrow();
  const [question] = (await reach(h, leftId, 'WAITING')).approvals;
  await decide(h, question?.id ?? '');
  expect(await reach(h, leftId, 'SUCCEEDED')).toMatchObject({ output: 'It is late.' });

  async function waitingRun(except = ''): Promise<string> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const { data } = await h.graphql<{ executions: { edges: { node: { id: string } }[] } }>(
        '{ executions(first: 5, filter: { phases: [WAITING] }) { edges { node { id } } } }',
      );
      const found = data.executions.edges.map(({ node }) => node.id).find((one) => one !== except);
      if (found !== undefined) return found;
      if (Date.now() > deadline) throw new Error('no run waits');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
});
