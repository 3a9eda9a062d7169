import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { decide, reach, start } from '../../support/runs.ts';
import { approvalStory, shortStory } from '../../support/story.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(approvalStory);
  await h.apply(shortStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface SpanView {
  id: string;
  parentId: string | null;
  kind: string;
  start: string;
  end: string | null;
  outcome: string | null;
  step: { key: string } | null;
  approval: { phase: string } | null;
}

const spanFields = `timeline { start end isComplete sharedSteps spans(first: 100) { totalCount pageInfo { hasNextPage }
  edges { node { id parentId kind name start end durationMs outcome number step { key } approval { phase } } } } }`;

async function spansOf(id: string): Promise<SpanView[]> {
  const { data, errors } = await h.graphql<{
    execution: { timeline: { isComplete: boolean; spans: { edges: { node: SpanView }[] } } };
  }>(`query ($id: ID!) { execution(id: $id) { ${spanFields} } }`, { id });
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  expect(data.execution.timeline.isComplete).toBe(true);
  return data.execution.timeline.spans.edges.map(({ node }) => node);
}

test('a run that waited for a person shows its turns, its calls and the wait, and no span stays open', async () => {
  const id = await start(h, 'payer');
  const [approval] = (await reach(h, id, 'WAITING')).approvals;
  const waiting = await spansOf(id);
  expect(waiting.filter(({ end }) => end === null).map(({ kind }) => kind)).toEqual([
    'RUN',
    'TOOL_CALL',
    'APPROVAL',
    'WAITING',
  ]);
  await decide(h, approval?.id ?? '');
  await reach(h, id, 'SUCCEEDED');
  const spans = await spansOf(id);
  expect(spans.filter(({ end }) => end === null)).toEqual([]);
  const count = (kind: string) => spans.filter((span) => span.kind === kind).length;
  expect({ turns: count('TURN'), queued: count('QUEUED'), waits: count('WAITING') }).toEqual({
    turns: 2,
    queued: 2,
    waits: 1,
  });
  expect({ models: count('MODEL_CALL'), tools: count('TOOL_CALL'), attempts: count('ATTEMPT') }).toEqual({
    models: 3,
    tools: 2,
    attempts: 5,
  });
  const asked = spans.find(({ kind }) => kind === 'APPROVAL');
  expect(asked).toMatchObject({
    outcome: 'APPROVED',
    step: { key: 'agent/tool:2.1' },
    approval: { phase: 'APPROVED' },
  });
  const ids = new Set(spans.map((span) => span.id));
  expect(ids.size).toBe(spans.length);
  expect(spans.filter(({ parentId }) => parentId !== null && !ids.has(parentId))).toEqual([]);
});

test('timelines of many runs cost as many statements as that of one', async () => {
  const page = (first: number) => `{ executions(first: ${first}) { edges { node { ${spanFields} } } } }`;
  const cost = async (first: number): Promise<number> => {
    const { result, statements } = await h.countStatements(() => h.graphql(page(first)));
    expect(result.errors, JSON.stringify(result.errors)).toBeUndefined();
    return statements.filter((text) => /from "?(execution|step|approval|event)"?\b|unnest/.test(text)).length;
  };
  for (let n = 0; n < 6; n++) await reach(h, await start(h, n % 2 === 0 ? 'payer' : 'greeter'), 'WAITING', 'SUCCEEDED');
  const least = async (first: number) => Math.min(await cost(first), await cost(first), await cost(first));
  const [one, many] = [await least(1), await least(6)];
  expect(many).toBeLessThanOrEqual(one + 1);
  expect(many).toBeLessThanOrEqual(7);
});
