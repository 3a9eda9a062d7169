import { EventSource } from 'eventsource';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Crossing, openCrossing } from '../../support/crossing.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { reach, start } from '../../support/runs.ts';
import { shortStory } from '../../support/story.ts';

let h: Harness;
let crossing: Crossing;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(shortStory);
  crossing = await openCrossing(h.platform.url ?? '');
});
afterAll(async () => {
  crossing.close();
  await Promise.all(stops.map((stop) => stop()));
});

interface Heard {
  type: string;
  id: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  data: any;
}

/** Opens a stream with the client that others wrote, which shows the token and is as it comes besides. */
function openSource(path: string, more: Record<string, string> = {}): EventSource {
  const source = new EventSource(`${crossing.url}${path}`, {
    fetch: (input, init) =>
      fetch(input, { ...init, headers: { ...init.headers, authorization: `Bearer ${h.adminToken}`, ...more } }),
  });
  onTestFinished(() => source.close());
  return source;
}

/** Gathers events of these types until `isEnough`; whenever the client connects again by itself, it goes on gathering. */
async function gather(source: EventSource, types: readonly string[], isEnough: (heard: Heard[]) => boolean) {
  const heard: Heard[] = [];
  await new Promise<void>((resolve) => {
    for (const type of types)
      source.addEventListener(type, ({ lastEventId: id, data }) => {
        heard.push({ type, id, data: JSON.parse(data) });
        if (isEnough(heard)) resolve();
      });
  });
  return heard;
}

const jochTypes = [
  'ExecutionCreated',
  'ExecutionStarted',
  'ModelCallStarted',
  'ModelCallCompleted',
  'ExecutionSucceeded',
];

const isFinished = (heard: Heard[]): boolean => heard.at(-1)?.type === 'ExecutionSucceeded';

/** A run that is over, and where its events are. */
async function finished(): Promise<{ id: string; name: string; path: string }> {
  const id = await start(h, 'greeter');
  await reach(h, id, 'SUCCEEDED');
  const { data } = await h.graphql<{ execution: { name: string } }>(
    'query ($id: ID!) { execution(id: $id) { name } }',
    { id },
  );
  const { name } = data.execution;
  return { id, name, path: `/v1/namespaces/default/executions/${name}/events` };
}

test("an EventSource reads a run's events from its beginning, and goes on from any of them", async () => {
  const { path } = await finished();
  const whole = await gather(openSource(path), jochTypes, isFinished);
  expect(whole.map(({ type }) => type)).toEqual(jochTypes);
  for (const [place, event] of whole.slice(0, -1).entries()) {
    const source = openSource(path, { 'last-event-id': event.id });
    expect(await gather(source, jochTypes, isFinished)).toEqual(whole.slice(place + 1));
    source.close();
  }
});

test('an EventSource that comes back when its run is over is told to stay away', async () => {
  const { path } = await finished();
  const source = openSource(path);
  const over = new Promise<{ code?: number | undefined; readyState: number }>((resolve) => {
    source.addEventListener('error', ({ code }) => {
      if (source.readyState === EventSource.CLOSED) resolve({ code, readyState: source.readyState });
    });
  });
  const heard = await gather(source, jochTypes, isFinished);
  expect(await over).toEqual({ code: 204, readyState: EventSource.CLOSED });
  expect(heard.map(({ type }) => type)).toEqual(jochTypes);
});

test("an EventSource on Fabric's events goes on by itself over a broken line, without a loss or a repeat", async () => {
  const kinds = ['workflow.run.created', 'workflow.run.started', 'workflow.run.completed'];
  const source = openSource('/v1/events/stream');
  await new Promise((resolve) => source.addEventListener('open', resolve));
  const isDone = (count: number) => (heard: Heard[]) =>
    heard.filter(({ type }) => type === 'workflow.run.completed').length === count;
  const [before, both] = [gather(source, kinds, isDone(1)), gather(source, kinds, isDone(2))];
  const first = await finished();
  await before;
  crossing.cut();
  const second = await finished();
  const heard = await both;
  const told = heard.map(({ type, data }) => `${data.data.run_name} ${type}`);
  expect(told).toEqual([first, second].flatMap(({ name }) => kinds.map((kind) => `${name} ${kind}`)));
  for (const { id, data } of heard) expect(data.data.cursor).toBe(id);
});

test("an EventSource on Orloj's events hears everything that is still kept", async () => {
  const { name } = await finished();
  const isOver = (heard: Heard[]): boolean =>
    heard.some(({ data }) => data.name === name && data.type === 'task.succeeded');
  const heard = await gather(openSource(`/v1/events/watch?name=${name}`), ['event'], isOver);
  expect(heard.map(({ data }) => data.action)).toEqual([
    'created',
    'running',
    'model_call',
    'model_output',
    'succeeded',
  ]);
});
