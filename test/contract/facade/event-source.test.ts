import { EventSource } from 'eventsource';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { reach, start } from '../../support/runs.ts';
import { shortStory } from '../../support/story.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(shortStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

/** Reads events of `path` until one is called `last`, with the client that others wrote. */
async function follow(path: string, last: string, lastEventId?: string): Promise<{ id: string; type: string }[]> {
  const headers: Record<string, string> = { authorization: `Bearer ${h.adminToken}` };
  if (lastEventId !== undefined) headers['last-event-id'] = lastEventId;
  const source = new EventSource(`${h.platform.url}${path}`, {
    fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
  });
  const seen: { id: string; type: string }[] = [];
  const types = [
    'ExecutionCreated',
    'ExecutionStarted',
    'ModelCallStarted',
    'ModelCallCompleted',
    'ExecutionSucceeded',
  ];
  await new Promise<void>((resolve, reject) => {
    for (const type of types)
      source.addEventListener(type, ({ lastEventId: id }) => {
        seen.push({ id, type });
        if (type === last) resolve();
      });
    source.addEventListener('error', (event) => reject(new Error(`The stream broke: ${event.message}`)));
  });
  source.close();
  return seen;
}

test("an EventSource reads a run's events from its beginning, and goes on from any of them", async () => {
  const id = await start(h, 'greeter');
  await reach(h, id, 'SUCCEEDED');
  const { data } = await h.graphql<{ execution: { name: string } }>(
    'query ($id: ID!) { execution(id: $id) { name } }',
    { id },
  );
  const path = `/v1/namespaces/default/executions/${data.execution.name}/events`;
  const whole = await follow(path, 'ExecutionSucceeded');
  expect(whole.map(({ type }) => type)).toEqual([
    'ExecutionCreated',
    'ExecutionStarted',
    'ModelCallStarted',
    'ModelCallCompleted',
    'ExecutionSucceeded',
  ]);
  for (const [place, event] of whole.slice(0, -1).entries())
    expect(await follow(path, 'ExecutionSucceeded', event.id)).toEqual(whole.slice(place + 1));
});
