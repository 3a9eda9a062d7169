import { describe, expect, test } from 'vitest';
import { clientOf } from '../../support/facade/client.ts';
import { jochManifests } from '../../support/facade/joch-manifests.ts';

const joch = clientOf('joch');
const kinds = Object.entries(jochManifests).map(([kind, about]) => ({ kind, ...about }));
const apply = (body: object) => joch.ask('/v1/resources/apply', { method: 'POST', body: JSON.stringify(body) });

describe.each(kinds)('$kind', ({ kind, group, plural, spec }) => {
  const name = `one-${plural}`;
  const metadata = { name, namespace: 'shop' };

  test('is applied under the group that some pages print, and shown under its own', async () => {
    const applied = await apply({ apiVersion: 'joch.dev/v1alpha1', kind, metadata, spec });
    expect([applied.status, applied.json?.changes?.[0]?.action ?? applied.text]).toEqual([200, expect.any(String)]);
    for (const word of [plural, kind, kind.toLowerCase()]) {
      const { status, json } = await joch.ask(`/v1/namespaces/shop/${word}/${name}`);
      expect([word, status, json]).toEqual([
        word,
        200,
        expect.objectContaining({ apiVersion: `${group}/v1alpha1`, kind, spec }),
      ]);
    }
  });

  test('is unchanged when what was read is applied again', async () => {
    const { json } = await joch.ask(`/v1/namespaces/shop/${plural}/${name}`);
    const again = await apply(json);
    expect(again.json.items[0].metadata.resourceVersion).toBe(json.metadata.resourceVersion);
  });

  test('loses nothing on its way through the hub', async () => {
    const { data } = await joch
      .h()
      .graphql<{ resources: { edges: { node: { manifest: object; joch: { spec: object } } }[] } }>(
        `query ($name: String!) { resources(filter: { namespace: "shop", name: $name }) { edges { node {
        manifest joch: manifest(apiVersion: "joch.dev/v1alpha1") } } } }`,
        { name },
      );
    const [found] = data.resources.edges;
    const hub = { ...found?.node.manifest, metadata: { name: `${name}-hub`, namespace: 'shop' } };
    expect((await apply(hub)).status).toBe(200);
    const { json } = await joch.ask(`/v1/namespaces/shop/${plural}/${name}-hub`);
    for (const field of Object.keys(spec)) expect(Object.keys(json.spec)).toContain(field);
  });
});

test("what is wrong is named by the API's own names, every fault of it", async () => {
  const faults = await apply({
    apiVersion: 'ops.joch.dev/v1alpha1',
    kind: 'Deployment',
    metadata: { name: 'bad' },
    spec: {
      replicas: -1,
      rollout: { strategy: 'sideways', canary: { duration: 'soon' } },
      autoscaling: { metrics: [{ type: 'mood' }] },
    },
  });
  expect(faults.status).toBe(400);
  expect(faults.json.error.code).toBe('Invalid');
  expect(JSON.stringify(faults.json.error)).toContain('spec.rollout.canary.duration');
  const others = await apply({
    apiVersion: 'ops.joch.dev/v1alpha1',
    kind: 'Eval',
    metadata: { name: 'bad' },
    spec: {
      thresholds: { quality: 'good' },
      metrics: [{ name: 'a', type: 'llm_judge', judgeModelRef: { name: 'no such/name' } }],
    },
  });
  expect(JSON.stringify(others.json.error)).toContain('spec.thresholds.quality must be a number');
  expect(JSON.stringify(others.json.error)).toContain('spec.metrics[0].judgeModelRef.name');
});

test('a kind that the API does not have is shown as the hub writes it, and written there', async () => {
  const system = {
    apiVersion: 'orrery.dev/v1',
    kind: 'AgentSystem',
    metadata: { name: 'crew', namespace: 'shop' },
    spec: { agents: ['a'] },
  };
  expect((await apply(system)).status).toBe(200);
  const { json } = await joch.ask('/v1/namespaces/shop/agentsystems/crew');
  expect(json).toMatchObject({ apiVersion: 'orrery.dev/v1', kind: 'AgentSystem', spec: { agents: [{ name: 'a' }] } });
  const refused = await apply({ ...system, apiVersion: 'joch.dev/v1alpha1' });
  expect([refused.status, JSON.stringify(refused.json)]).toEqual([
    400,
    expect.stringContaining('write it in orrery.dev/v1'),
  ]);
});

test('a spec is typed in the graph, with what it names', async () => {
  await apply({
    apiVersion: 'joch.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name: 'production', namespace: 'shop' },
    spec: { region: 'eu' },
  });
  const { data, errors } = await joch.h().graphql(`{
    deployment(namespace: "shop", name: "one-deployments") {
      spec { replicas rollout { strategy maxUnavailable canary { duration } } environment { name spec { region } } agent { name }
        autoscaling { metrics { type target targetMs: target } } }
      status { phase lastError }
    }
    declaredTeam(namespace: "shop", name: "one-teams") { kind spec { members { user role } } }
    rag(namespace: "shop", name: "one-rags") { spec { freshness { syncInterval } sources { name } } references { name } }
  }`);
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    deployment: {
      spec: {
        replicas: 3,
        rollout: { strategy: 'CANARY', maxUnavailable: '25%', canary: { duration: '30m' } },
        environment: { name: 'production', spec: { region: 'eu' } },
        agent: null,
      },
      status: { phase: 'ERROR', lastError: expect.stringContaining('Agent shop/support') },
    },
    declaredTeam: {
      kind: 'TEAM',
      spec: { members: [{ user: 'ada@example.test', role: 'ADMIN' }, { role: 'APPROVER' }] },
    },
    rag: { spec: { freshness: { syncInterval: '1h' } } },
  });
});
