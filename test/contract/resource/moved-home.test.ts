import fs from 'node:fs';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { harness } from '../../support/harness.ts';

// Environments, framework adapters and teams could once be declared in any namespace, and belong to all of them now.

const migration = fs.readFileSync('prisma/migrations/20261125100000_what_belongs_to_all/migration.sql', 'utf8');

const environment = (name: string, region: string) =>
  `{ apiVersion: orrery.dev/v1, kind: Environment, metadata: { name: ${name}, labels: { wide: "yes" } }, spec: { region: ${region} } }`;
const deployment = (name: string, of: string) =>
  `{ apiVersion: orrery.dev/v1, kind: Deployment, metadata: { name: ${name}, namespace: shop }, spec: { environment: ${of} } }`;

async function setUp() {
  const h = await harness({ role: { api: true, worker: false } });
  const client = new pg.Client({ connectionString: h.databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await h.apply(
    [
      ...['edge', 'twin', 'north', 'south'].map((name) => environment(name, name)),
      ...['edge', 'twin', 'north', 'gone'].map((name) => deployment(`on-${name}`, name)),
      '{ apiVersion: orrery.dev/v1, kind: Tool, metadata: { name: till, namespace: mall }, spec: { type: function } }',
    ].join('\n---\n'),
  );
  /** Lays an environment where an earlier version let it lie. */
  const lay = async (name: string, namespace: string, as = name) => {
    const at = '(select id from namespace where name = $2)';
    for (const table of ['resource', 'resource_label', 'resource_name'])
      await client.query(
        `update ${table} set namespace_id = ${at}, name = $3 where kind = 'Environment' and name = $1`,
        [name, namespace, as],
      );
  };
  const upgrade = async () => {
    await client.query(`update resource_reference set target_namespace = 'shop' where target_kind = 'Environment'`);
    await client.query(migration);
  };
  const regionOf = async (name: string) => {
    const found = await h.graphql<{ environment: { spec: { region: string } } | null }>(
      'query ($name: String!) { environment(name: $name) { spec { region } } }',
      { name },
    );
    return found.data.environment?.spec.region;
  };
  return { h, client, lay, upgrade, regionOf };
}

test('what lies elsewhere moves to default, where it is found, listed, changed and deleted by its name', async () => {
  const { h, lay, upgrade, regionOf } = await setUp();
  await lay('edge', 'shop');
  expect(await regionOf('edge')).toBeUndefined();
  await upgrade();
  expect(await regionOf('edge')).toBe('edge');
  const { data } = await h.graphql(`{
    listed: resources(filter: { kind: ENVIRONMENT, labels: [{ key: "wide", value: "yes" }], namespace: "shop" }) {
      edges { node { name namespace { name } } } }
    deployment(namespace: "shop", name: "on-edge") { spec { environment { name } } references { name } } }`);
  const nodes = ['edge', 'north', 'south', 'twin'].map((name) => ({ node: { name, namespace: { name: 'default' } } }));
  expect(data).toEqual({
    listed: { edges: nodes },
    deployment: { spec: { environment: { name: 'edge' } }, references: [{ name: 'edge' }] },
  });
  const input = '{ kind: ENVIRONMENT, namespace: "mall", name: "edge" }';
  const deleted = await h.graphql(`mutation { deleteResource(input: ${input}) { __typename } }`);
  expect(deleted.data).toEqual({ deleteResource: { __typename: 'ResourceDeletion' } });
  const left = await h.graphql('{ deployment(namespace: "shop", name: "on-edge") { status { lastError } } }');
  expect(left.data).toEqual({
    deployment: { status: { lastError: 'This names what is not there: Environment default/edge.' } },
  });
});

test('what has a twin in default stays, and of several the one that was changed last moves', async () => {
  const { client, lay, upgrade, regionOf } = await setUp();
  await lay('south', 'shop', 'twin');
  expect(await regionOf('twin')).toBe('twin');
  await lay('north', 'mall');
  await lay('edge', 'shop', 'north');
  await client.query(`update resource set updated_at = now() + interval '1 hour' where spec->>'region' = 'north'`);
  await upgrade();
  expect([await regionOf('twin'), await regionOf('north')]).toEqual(['twin', 'north']);
  const { rows } = await client.query(
    `select r.name, n.name as place, spec->>'region' as region from resource r join namespace n on n.id = namespace_id
     where kind = 'Environment' order by 1, 2`,
  );
  expect(rows).toEqual([
    { name: 'north', place: 'default', region: 'north' },
    { name: 'north', place: 'shop', region: 'edge' },
    { name: 'twin', place: 'default', region: 'twin' },
    { name: 'twin', place: 'shop', region: 'south' },
  ]);
});

test('what names it is judged anew, now and in its past', async () => {
  const { h, client, lay, upgrade } = await setUp();
  await lay('edge', 'shop');
  const wrong = JSON.stringify([{ type: 'ReferencesResolved', status: 'False', reason: 'NotFound', message: 'Old.' }]);
  for (const table of ['resource', 'resource_state'])
    await client.query(
      `update ${table} set conditions = $1 where ${table === 'resource' ? 'id' : 'resource_id'} in (select id from resource where kind = 'Deployment')`,
      [wrong],
    );
  await upgrade();
  const { data } = await h.graphql<Record<string, object>>(`{
    edge: deployment(namespace: "shop", name: "on-edge") { status { lastError } conditions { type message } }
    gone: deployment(namespace: "shop", name: "on-gone") { status { lastError } } }`);
  expect(data).toEqual({
    edge: {
      status: { lastError: null },
      conditions: [{ type: 'ReferencesResolved', message: 'Everything that this names is there.' }],
    },
    gone: { status: { lastError: 'This names what is not there: Environment default/gone.' } },
  });
  const kept = await client.query(
    `select count(*)::int as stale from resource_state s join resource r on r.id = s.resource_id
     where r.kind = 'Deployment' and s.conditions <> r.conditions`,
  );
  expect(kept.rows).toEqual([{ stale: 0 }]);
});
