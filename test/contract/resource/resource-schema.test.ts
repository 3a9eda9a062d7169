import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ role: { api: true, worker: false }, stopWith: (stop) => stops.push(stop) });
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

async function schema(kind: string, apiVersion?: string): Promise<object | null> {
  const { data, errors } = await h.graphql<{ resourceSchema: object | null }>(
    'query ($kind: ResourceKind!, $apiVersion: String! = "orrery.dev/v1") { resourceSchema(kind: $kind, apiVersion: $apiVersion) }',
    { kind, ...(apiVersion && { apiVersion }) },
  );
  if (errors) throw new Error(String(errors[0]?.extensions?.['code']));
  return data.resourceSchema;
}

/** Whether the platform takes the manifest. */
async function isApplied(manifest: object): Promise<boolean> {
  const { data } = await h.graphql<{ applyManifests: { __typename: string } }>(
    'mutation ($manifests: String!) { applyManifests(input: { manifests: $manifests, dryRun: true }) { __typename } }',
    { manifests: JSON.stringify(manifest) },
  );
  return data.applyManifests.__typename === 'ManifestsApplied';
}

const tool = (spec: unknown, metadata: unknown = { name: 'search' }) => ({
  apiVersion: 'orloj.dev/v1',
  kind: 'Tool',
  metadata,
  spec,
});

test.each([
  [tool({ type: 'http', endpoint: 'https://search.test' }), true],
  [tool({ type: 'HTTP', riskLevel: 'High', runtime: { timeout: '5s' }, somethingNew: 1 }), true],
  [tool({ type: 'carrier-pigeon' }), false],
  [tool({ type: 'http', runtime: { timeout: 5 } }), false],
  [tool({ type: 'mcp', mcp_server_ref: 'files' }), false],
  [tool({ type: 'http' }, { name: 'with space' }), false],
  [tool({ type: 'http' }, { name: 'labelled', labels: { a: 1 } }), false],
])('an editor that checks %j by the schema says what apply says: %s', async (manifest, isFine) => {
  const check = new Ajv2020({ strict: false, logger: false }).compile((await schema('TOOL', 'orloj.dev/v1')) ?? {});
  expect([check(manifest), await isApplied(manifest)]).toEqual([isFine, isFine]);
});

test('a kind that an API version lacks has no schema there, and an unknown version is an error', async () => {
  expect(await schema('BUDGET', 'orloj.dev/v1')).toBeNull();
  expect(await schema('BUDGET', 'joch.dev/v1alpha1')).toMatchObject({ title: 'Budget (ops.joch.dev/v1alpha1)' });
  expect(await schema('BUDGET')).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
  await expect(schema('BUDGET', 'v2')).rejects.toThrow('INPUT_INVALID');
});
