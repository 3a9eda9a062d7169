import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { reach, start } from '../../support/runs.ts';
import { approvalStory, shortStory } from '../../support/story.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(approvalStory);
  await h.apply(shortStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Page {
  cursor: string;
  edges: { node: { name: string } }[];
}

/** The subjects of the events after `after`, in order. */
async function subjectsAfter(after: string): Promise<string[]> {
  const { data, errors } = await h.graphql<{ events: { edges: { node: { name?: string; subjectId: string } }[] } }>(
    'query ($after: Cursor) { events(after: $after, first: 500) { edges { node { ... on JournalEvent { subjectId } ... on ResourceApplied { name } } } } }',
    { after },
  );
  expect(errors).toBeUndefined();
  return data.events.edges.map(({ node }) => node.name ?? node.subjectId);
}

const lists = ['resources', 'agents', 'tools', 'modelEndpoints', 'mcpServers', 'secrets', 'policies', 'executions'];

test('every list that can be watched says where the journal stood, also through fragments and inside other lists', async () => {
  const id = await start(h, 'greeter');
  await reach(h, id, 'SUCCEEDED');
  const { data, errors } = await h.graphql<Record<string, Page>>(
    `query { ${lists.map((name) => `${name} { ...Place${name} }`).join(' ')}
      approvals { ... { place: cursor } }
      agent(name: "greeter") { executions { cursor } referencedBy { cursor } } }
    ${lists.map((name) => `fragment Place${name} on ${typeOf(name)} { place: cursor }`).join('\n')}`,
  );
  expect(errors).toBeUndefined();
  const { agent, ...pages } = data as unknown as { agent: Record<string, Page> } & Record<string, { place: string }>;
  const places = [
    ...Object.values(pages).map((page) => page.place),
    ...Object.values(agent).map((page) => page.cursor),
  ];
  expect(places).toHaveLength(lists.length + 3);
  expect(new Set(places).size, 'one operation asks once').toBe(1);
});

function typeOf(list: string): string {
  if (list === 'policies') return 'PolicyConnection';
  return `${list[0]?.toUpperCase()}${list.slice(1, -1)}Connection`;
}

test('what a list does not show comes after its cursor, while others write all the time', async () => {
  const names = Array.from({ length: 40 }, (_, n) => `noise-${String(n).padStart(2, '0')}`);
  const manifest = (name: string) =>
    `apiVersion: orrery.dev/v1\nkind: Tool\nmetadata: { name: ${name} }\nspec: { type: builtin, builtin: calculator }`;
  const writing = Promise.all(names.map((name) => h.apply(manifest(name))));
  const seen: Page[] = [];
  for (let n = 0; n < 12; n++) {
    const { data } = await h.graphql<{ tools: Page }>('{ tools(first: 100) { edges { node { name } } cursor } }');
    seen.push(data.tools);
  }
  await writing;
  for (const page of seen) {
    const shown = new Set(page.edges.map(({ node }) => node.name));
    const missing = names.filter((name) => !shown.has(name));
    await expect.poll(() => subjectsAfter(page.cursor)).toEqual(expect.arrayContaining(missing));
  }
});

test('a list asks the journal only when its cursor is wanted', async () => {
  const statements = async (query: string) => {
    const { statements } = await h.countStatements(() => h.graphql(query));
    return statements.filter((text) => /order by xid desc, seq desc limit 1/.test(text)).length;
  };
  expect(await statements('{ agents { edges { cursor node { name } } } }')).toBe(0);
  expect(await statements('{ agents { cursor edges { node { name } } } tools { cursor } }')).toBe(1);
});

test('the head of the journal comes before what happens next, and its origin before all that is kept', async () => {
  const { data } = await h.graphql<{ journal: { head: string; origin: string } }>('{ journal { head origin } }');
  const id = await start(h, 'greeter');
  await reach(h, id, 'SUCCEEDED');
  await expect.poll(() => subjectsAfter(data.journal.head)).toContain(id);
  expect(await subjectsAfter(data.journal.origin)).toEqual(expect.arrayContaining(['payer', 'greeter', id]));
});
