import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type RunEvent, runEventFields } from '../../support/fold.ts';
import type { Place } from './client.ts';
import { blocksOf, fieldsOf } from './frames.ts';

/** How a subscription travels. `last-event-id` is server-sent events as a browser's EventSource asks for them. */
export type Transport = 'websocket' | 'sse' | 'last-event-id';

/** Which run, and the cursor to go on from; the empty cursor is the run's beginning. */
export interface Wanted {
  id: string;
  after: string;
}

const document = `subscription Run($id: ID!, $after: Cursor) { executionEvents(id: $id, after: $after) { ${runEventFields} } }`;

/** Any subscription over the official client of a transport. Leaving the loop ends it; a broken connection throws. */
export async function* subscribe<T>(
  place: Place,
  transport: Exclude<Transport, 'last-event-id'>,
  operation: { query: string; variables: Record<string, unknown> },
): AsyncGenerator<T> {
  const client = transport === 'websocket' ? socketClient(place) : sseClient(place);
  try {
    for await (const { data, errors } of client.iterate<T>(operation)) {
      if (errors || !data) throw new Error(`The subscription failed: ${JSON.stringify(errors)}`);
      yield data;
    }
  } finally {
    await client.dispose();
  }
}

/** The events of a run over `transport`, to the one that finishes it. Leaving the loop cuts the connection. */
export async function* runEvents(place: Place, transport: Transport, wanted: Wanted): AsyncGenerator<RunEvent> {
  if (transport === 'last-event-id') {
    yield* browserEvents(place, wanted);
    return;
  }
  const operation = { query: document, variables: { ...wanted } };
  for await (const data of subscribe<{ executionEvents: Answered }>(place, transport, operation)) {
    yield* eventOf(data.executionEvents);
  }
}

/** Takes events until `wanted` of them came or the stream ended. */
export async function take(stream: AsyncGenerator<RunEvent>, wanted: number): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  if (wanted === 0) return events;
  for await (const event of stream) {
    if (events.push(event) === wanted) break;
  }
  return events;
}

/** All events of a stream that ends by itself. */
export function drain(stream: AsyncGenerator<RunEvent>): Promise<RunEvent[]> {
  return take(stream, Number.POSITIVE_INFINITY);
}

type Answered = RunEvent & { __typename: string; reason?: string };

/** A bookmark moves no fold; a gap is a loss. */
function eventOf({ __typename, ...event }: Answered): RunEvent[] {
  if (__typename === 'StreamGap') throw new Error(`The stream has a gap: ${event.reason}`);
  return __typename === 'Bookmark' ? [] : [event];
}

function socketClient({ url, token }: Place) {
  return createSocketClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
    lazy: true,
  });
}

function sseClient({ url, token }: Place) {
  return createSseClient({ url: `${url}/graphql`, headers: { authorization: `Bearer ${token}` }, retryAttempts: 0 });
}

async function* browserEvents({ url, token }: Place, { id, after }: Wanted): AsyncGenerator<RunEvent> {
  const variables = after === '' ? { id, after } : { id };
  const search = new URLSearchParams({ query: document, variables: JSON.stringify(variables) });
  const leave = new AbortController();
  const response = await fetch(`${url}/graphql?${search}`, {
    signal: leave.signal,
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
      ...(after === '' ? {} : { 'last-event-id': after }),
    },
  });
  try {
    for await (const block of blocksOf(bytesOf(response))) {
      const { event, id: place, data } = fieldsOf(block);
      if (event === 'complete') return;
      if (event !== 'next' || data === undefined) continue;
      const [found] = eventOf(answerOf(data));
      if (!found) continue;
      if (found.cursor !== place) throw new Error(`The event ${found.cursor} came with the id ${place}.`);
      yield found;
    }
    throw new Error('The stream broke before it was complete.');
  } finally {
    leave.abort();
  }
}

function answerOf(data: string): Answered {
  const answer = JSON.parse(data) as { data?: { executionEvents: Answered }; errors?: unknown };
  if (!answer.data) throw new Error(`The subscription failed: ${JSON.stringify(answer.errors)}`);
  return answer.data.executionEvents;
}

async function* bytesOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) yield chunk.value;
}
