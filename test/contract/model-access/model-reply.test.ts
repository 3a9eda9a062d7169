import { createClient } from 'graphql-sse';
import { expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { openAiEndpoint, upstreamFor } from './endpoints.ts';

const subscription = `subscription ($input: CallModelInput!) { modelReply(input: $input) {
  __typename
  ... on ModelReplyDelta { text toolCallDelta }
  ... on ModelReplyUsage { usage { inputTokens } }
  ... on ModelReplied { reply { answer { content } usage { inputTokens } } }
  ... on Failure { code }
} }`;

type Event = { __typename: string; text?: string; [field: string]: unknown };

async function* reply(h: Harness, model: string): AsyncGenerator<Event> {
  const client = createClient({ url: h.url, headers: { authorization: `Bearer ${h.adminToken}` }, retryAttempts: 0 });
  const input = { model, messages: [{ role: 'USER', content: 'hi' }] };
  for await (const { data, errors } of client.iterate<{ modelReply: Event }>({
    query: subscription,
    variables: { input },
  })) {
    if (!data) throw new Error(JSON.stringify(errors));
    yield data.modelReply;
  }
}

async function all(events: AsyncGenerator<Event>): Promise<Event[]> {
  const seen: Event[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

test('a reply is streamed in pieces and ends with the whole, for each subscriber by itself', async () => {
  const h = await harness({ role: { api: true, worker: false } });
  const upstream = await upstreamFor({ replies: [{ text: 'one two three' }] });
  await h.apply(openAiEndpoint('small', upstream));
  const both = await Promise.all([all(reply(h, 'small')), all(reply(h, 'small'))]);
  for (const events of both) {
    expect(events.slice(0, -2).map(({ text }) => text)).toEqual(['one ', 'two ', 'three']);
    expect(events.at(-2)).toMatchObject({ __typename: 'ModelReplyUsage', usage: { inputTokens: 10 } });
    expect(events.at(-1)).toMatchObject({
      __typename: 'ModelReplied',
      reply: { answer: { content: 'one two three' }, usage: { inputTokens: 10 } },
    });
  }
  expect(upstream.requests).toHaveLength(2);
  expect(await all(reply(h, 'nobody'))).toEqual([{ __typename: 'ModelNotFound', code: 'MODEL_NOT_FOUND' }]);
});

test('whoever leaves ends the call upstream', async () => {
  const h = await harness({ role: { api: true, worker: false } });
  const until = new Promise(() => undefined);
  const upstream = await upstreamFor({ replies: [{ text: 'one two', pause: { afterChunks: 2, until } }] });
  await h.apply(openAiEndpoint('small', upstream));
  const events = reply(h, 'small');
  expect((await events.next()).value).toMatchObject({ text: 'one ' });
  await events.return(undefined);
  await upstream.requests[0]?.aborted;
});
