import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../support/harness.ts';
import { ask, documents, manifest, openShop } from './shop.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await openShop((stop) => stops.push(stop));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

/** As many Secrets, Tools that read them and Agents that name the Tools, `count` in all. */
function team(namespace: string, count: number, version: string): string {
  const trios = Array.from({ length: Math.floor(count / 3) }, (_, n) => [
    manifest('Agent', `agent-${n}`, { prompt: version, tools: [`tool-${n}`] }, { namespace }),
    manifest(
      'Tool',
      `tool-${n}`,
      { url: `https://tool.example/${version}`, auth: { secret: `keys-${n}` } },
      { namespace },
    ),
    manifest('Secret', `keys-${n}`, { values: { value: `${version}-${n}`, [version]: 'more' } }, { namespace }),
  ]);
  return documents(...trios.flat(), ...rest(namespace, count % 3, version));
}

function rest(namespace: string, count: number, version: string): string[] {
  return Array.from({ length: count }, (_, n) => manifest('Agent', `lone-${n}`, { prompt: version }, { namespace }));
}

interface Applied {
  applyManifests: { __typename: string; message?: string; changes: { action: string }[] };
}

/** Applies the manifests. @returns what happened to how many of them, and the statements that it took */
async function apply(manifests: string) {
  const mutation = `mutation ($manifests: String!) { applyManifests(input: { manifests: $manifests }) {
    __typename ... on ManifestsApplied { changes { action } } ... on Failure { message } } }`;
  const { result, statements } = await h.countStatements(() => ask<Applied>(h, mutation, { manifests }));
  expect(result.applyManifests).toMatchObject({ __typename: 'ManifestsApplied' });
  const actions: Record<string, number> = {};
  for (const { action } of result.applyManifests.changes) actions[action] = (actions[action] ?? 0) + 1;
  // What the journal's reader asks meanwhile, and the announcements after the commit, are none of the write's own.
  const own = statements.filter((text) => !/ as readable from event|journal_state|api_key|pg_notify/.test(text));
  return { actions, statements: own };
}

test('a thousand manifests cost one transaction and as many statements as ten, new or changed, Secrets included', async () => {
  for (const [version, action] of [
    ['one', 'CREATED'],
    ['two', 'UPDATED'],
  ] as const) {
    const ten = await apply(team('small', 10, version));
    const thousand = await apply(team('large', 1_000, version));
    expect(ten.actions).toEqual({ [action]: 10 });
    expect(thousand.actions).toEqual({ [action]: 1_000 });
    expect.soft(thousand.statements).toEqual(ten.statements);
    expect.soft(thousand.statements.length).toBeLessThanOrEqual(20);
  }
  // One transaction wrote all first versions, another all second ones.
  expect(await transactionsOf('large')).toBe(2);
  const unchanged = await apply(team('large', 1_000, 'two'));
  expect(unchanged.actions).toEqual({ UNCHANGED: 1_000 });
  expect(await secretKeys('large', 'keys-332')).toEqual(['two', 'value']);
});

/** How many transactions wrote the resources of a namespace. */
async function transactionsOf(namespace: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct s.xid)::int as count from resource_state s join resource r on r.id = s.resource_id
    join namespace n on n.id = r.namespace_id where n.name = ${namespace}`.execute(h.platform.store.database.db);
  return rows[0]?.count ?? 0;
}

async function secretKeys(namespace: string, name: string): Promise<string[]> {
  const rows = await h.platform.store.database.db
    .selectFrom('secret_value as v')
    .innerJoin('resource', 'resource.id', 'v.resource_id')
    .innerJoin('namespace', 'namespace.id', 'resource.namespace_id')
    .where('namespace.name', '=', namespace)
    .where('resource.name', '=', name)
    .select('v.key')
    .orderBy('v.key')
    .execute();
  return rows.map(({ key }) => key);
}

test('every Secret without its value is named, and none of the others is written', async () => {
  const secret = (name: string, value: string) =>
    manifest('Secret', name, { values: { value } }, { namespace: 'whole' });
  const manifests = documents(secret('good', 'x'), secret('bad', '***'), secret('worse', '***'));
  const mutation = `mutation ($manifests: String!) { applyManifests(input: { manifests: $manifests }) { __typename ... on Failure { message facts } } }`;
  const { applyManifests } = await ask<{ applyManifests: object }>(h, mutation, { manifests });
  expect(applyManifests).toMatchObject({
    __typename: 'ManifestsInvalid',
    facts: {
      faults: ['Secret whole/bad has no value for value.', 'Secret whole/worse has no value for value.'],
    },
  });
  expect(await secretKeys('whole', 'good')).toEqual([]);
});
