import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldRun } from '../../support/fold.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { reach } from '../../support/runs.ts';
import { shortStory } from '../../support/story.ts';
import { face } from './faces.ts';
import { type Line, sentEvents } from './line.ts';
import { journalEnd, journalOf } from './told-runs.ts';

// The stream of what an agent says has no cursor: it starts a run and tells of it. Who is cut off finds the rest in the
// events of that run, which goes on without them.

let site: Harness;
let line: Line;

beforeAll(async () => {
  site = await harness({ stopWith: afterAll });
  line = { url: site.url.replace(/\/graphql$/, ''), token: site.adminToken };
  await site.apply(shortStory);
});

/** Says something new to the agent and reads what comes back until the line breaks. */
async function say(breaksAfter?: number): Promise<{ type: string; turn_id?: string }[]> {
  const told: { type: string; turn_id?: string }[] = [];
  const way = breaksAfter === undefined ? line : { ...line, breaksAfter };
  const body = JSON.stringify({ content: randomUUID() });
  for await (const { data } of sentEvents(way, { method: 'POST', path: '/api/agent/message/stream', body }))
    told.push(JSON.parse(data ?? ''));
  return told;
}

test('a run goes on when the stream that started it is cut, and its events are read over the others', async () => {
  const whole = await say();
  expect([whole.at(0)?.type, whole.at(-1)?.type]).toEqual(['stream_start', 'stream_end']);
  let cutOff = 0;
  for (let bytes = 400; ; bytes += 60) {
    const after = await journalEnd(site);
    const told = await say(bytes);
    if (told.at(-1)?.type === 'stream_end') break;
    const id = told[0]?.turn_id;
    if (id === undefined) continue;
    cutOff++;
    const { name } = await reach(site, id, 'SUCCEEDED');
    const events = [];
    for await (const { event } of face('Joch SSE with Last-Event-ID').read(line, { id, name, after }))
      events.push(...(event ? [event] : []));
    expect(foldRun(events), `cut after ${bytes} bytes`).toEqual(foldRun(await journalOf(site, { id })));
  }
  expect(cutOff).toBeGreaterThan(3);
});
