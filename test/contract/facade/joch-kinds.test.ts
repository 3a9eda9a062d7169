import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { clientOf } from '../../support/facade/client.ts';

interface Sample {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  spec: Record<string, unknown>;
}

const samples = parseAllDocuments(
  readFileSync(new URL('../../support/facade/joch-samples.yaml', import.meta.url), 'utf8'),
).map((document): Sample => {
  const sample = document.toJS();
  const isEverywhere = ['Environment', 'FrameworkAdapter', 'Model', 'Team'].includes(sample.kind);
  return isEverywhere ? sample : { ...sample, metadata: { ...sample.metadata, namespace: 'samples' } };
});

const ns = '/v1/namespaces/samples';
const joch = clientOf('joch');
const post = (path: string, body: string) => joch.ask(path, { method: 'POST', body });
const apply = (body: object) => post('/v1/resources/apply', JSON.stringify(body));
const validate = async (kind: string, spec: object) =>
  (
    await post(
      '/v1/resources/validate',
      JSON.stringify({ apiVersion: 'joch.dev/v1alpha1', kind, metadata: { name: 'bad' }, spec }),
    )
  ).json.error?.details.faults;
const pluralOf = (kind: string) => (kind === 'Policy' ? 'policies' : `${kind.toLowerCase()}s`);
const manifests = (given: Sample[]) => given.map((sample) => stringify(sample)).join('---\n');

beforeAll(async () => {
  const { status, json } = await post('/v1/resources/apply', manifests(samples.toReversed()));
  expect([status, json.items?.length ?? json]).toEqual([200, samples.length]);
  // What belongs to all namespaces looks in `default` for what it names.
  const named = samples.filter(({ kind }) => ['Secret', 'ModelRoute', 'Policy', 'Budget'].includes(kind));
  const shared = named.map((sample) => ({ ...sample, metadata: { name: sample.metadata.name } }));
  expect((await post('/v1/resources/apply', manifests(shared))).status).toBe(200);
});

test('the samples are one of each kind, and nothing changes when they are applied under the group that some pages print', async () => {
  expect(new Set(samples.map(({ kind }) => kind)).size).toBe(samples.length);
  const again = samples.map((sample) => ({ ...sample, apiVersion: 'joch.dev/v1alpha1' }));
  const { json } = await post('/v1/resources/apply', manifests(again));
  expect(json.changes.filter(({ action }: { action: string }) => action !== 'unchanged')).toEqual([]);
});

describe.each(samples)('$kind', ({ apiVersion, kind, metadata, spec }) => {
  test('is found in the singular, the plural and as it is written, exactly as it was applied, with all that it names', async () => {
    for (const word of [pluralOf(kind), kind, kind.toLowerCase()]) {
      const { status, json } = await joch.ask(`${ns}/${word}/${metadata.name}`);
      expect([word, status, json]).toEqual([word, 200, expect.objectContaining({ apiVersion, kind, spec })]);
      expect(json.metadata).toMatchObject({ ...metadata });
      expect(json.metadata.namespace).toBe(metadata.namespace);
      expect(json.status.conditions).toMatchObject([{ type: 'ReferencesResolved', status: 'True' }]);
    }
  });

  test('is unchanged when what was read is applied again', async () => {
    const { json } = await joch.ask(`${ns}/${pluralOf(kind)}/${metadata.name}`);
    const again = await apply(json);
    expect(again.json.items[0].metadata.resourceVersion).toBe(json.metadata.resourceVersion);
  });
});

// Fields that the hub has in another form than the sample, and so shows in that form to whoever did not write it.
const inHub: Record<string, object> = {
  FrameworkAdapter: {},
  Conversation: {},
  StateCheckpoint: {},
  Handoff: {},
  ModelRoute: {},
  RAG: { sources: [{ name: 'visa-rules' }], freshness: { syncInterval: '1h', staleAfter: '168h' } },
  KnowledgeSource: {},
  Deployment: {},
  Environment: {},
  Team: { defaultPolicies: [{ name: 'bookings' }], budgetRefs: [{ name: 'monthly' }] },
  Budget: {},
  Eval: {},
  Artifact: {},
  AgBOM: {},
  Trace: {},
};

test.each(samples.filter(({ kind }) => Object.hasOwn(inHub, kind)))(
  'the hub has every field of a $kind: a copy that was written in its own version shows all of them',
  async ({ kind, metadata: { name, namespace = 'default' }, spec }) => {
    const query =
      'query ($filter: ResourceFilter!) { resources(filter: $filter) { nodes: edges { node { manifest } } } }';
    const { data } = await joch.h().graphql<{ resources: { nodes: { node: { manifest: object } }[] } }>(query, {
      filter: { name, namespace },
    });
    const copy = { ...data.resources.nodes[0]?.node.manifest, metadata: { name: `${name}-copy`, namespace } };
    expect((await apply(copy)).status).toBe(200);
    const { json } = await joch.ask(`${ns}/${kind}/${name}-copy`);
    expect(json.spec).toEqual({ ...spec, ...inHub[kind] });
  },
);

test.each<[string, object, string[]]>([
  ['FrameworkAdapter', { capabilities: { streaming: 'yes' } }, ['spec.capabilities.streaming']],
  [
    'Conversation',
    { agentRef: { name: 'a b' }, retention: { maxDays: -1 } },
    ['spec.agentRef.name', 'spec.retention.maxDays'],
  ],
  [
    'StateCheckpoint',
    { conversationRef: { name: '' }, executionRef: { name: 7 } },
    ['spec.conversationRef.name', 'spec.executionRef.name'],
  ],
  ['Handoff', { toAgent: 7, context: { artifactRefs: 'one' } }, ['spec.toAgent', 'spec.context.artifactRefs']],
  ['ModelRoute', { constraints: { maxCostUsdPerCall: -1 } }, ['spec.constraints.maxCostUsdPerCall']],
  ['RAG', { retrieval: { reranker: { modelRef: { name: 'a/b' } } } }, ['spec.retrieval.reranker.modelRef.name']],
  ['RAG', { freshness: { staleAfter: 'a week' } }, ['spec.freshness.staleAfter']],
  [
    'KnowledgeSource',
    { type: 'hearsay', classification: { retention: { days: 'many' } } },
    ['spec.type', 'spec.classification.retention.days'],
  ],
  ['Deployment', { replicas: -1, rollout: { strategy: 'sideways' } }, ['spec.replicas', 'spec.rollout.strategy']],
  [
    'Environment',
    { defaults: { modelRouteRef: {}, traceRetentionDays: -1 } },
    ['spec.defaults.modelRouteRef.name', 'spec.defaults.traceRetentionDays'],
  ],
  [
    'Team',
    { members: [{ user: 'ada', role: 'king' }], budgetRefs: [{ name: 'a b' }] },
    ['spec.members[0].role', 'spec.budgetRefs[0].name'],
  ],
  [
    'Budget',
    { limits: { dailyUsd: 'much' }, allocation: { byAgent: { desk: 2 } } },
    ['spec.limits.dailyUsd', 'spec.allocation.byAgent.desk'],
  ],
  [
    'Eval',
    { thresholds: { quality: 'good', cost: '< 1' } },
    ['spec.thresholds.quality must be a number, which is the least, or a comparison such as "<0.40"'],
  ],
  [
    'Eval',
    { metrics: [{ name: 'a', type: 'llm_judge', judgeModelRef: { name: 'a b' } }] },
    ['spec.metrics[0].judgeModelRef.name'],
  ],
  [
    'Artifact',
    { producedBy: { executionRef: { name: 7 } }, storage: { encryption: { keyRef: { name: 7 } } } },
    ['spec.producedBy.executionRef.name', 'spec.storage.encryption.keyRef.name'],
  ],
  [
    'AgBOM',
    { signing: { keyRef: { name: 7 } }, exports: { spdx: 'here' } },
    ['spec.signing.keyRef.name', 'spec.exports.spdx'],
  ],
  [
    'Trace',
    { sampling: { mode: 'some' }, export: { ocsf: { sinkSecretRef: { name: 'a b' } } } },
    ['spec.sampling.mode', 'spec.export.ocsf.sinkSecretRef.name'],
  ],
  ['Agent', { framework: { adapterRef: { name: 'a b' } } }, ['spec.framework.adapterRef.name']],
])("what is wrong with a %s is named by the API's own names, every fault of it: %j", async (kind, spec, paths) => {
  const faults: string[] = await validate(kind, spec);
  expect(faults).toHaveLength(paths.length);
  for (const path of paths) expect(faults).toContainEqual(expect.stringContaining(path));
});

test('what some pages write as one text is read as what the others write out', async () => {
  for (const [kind, spec] of [
    ['Trace', { sampling: 'tail' }],
    ['RAG', { retrieval: { reranker: 'planner' } }],
    ['Artifact', { storage: { encryption: 'kms' } }],
  ] as const) {
    const metadata = { name: 'short', namespace: 'samples' };
    await apply({ apiVersion: 'joch.dev/v1alpha1', kind, metadata, spec });
    expect((await joch.ask(`${ns}/${kind}/short`)).json.spec).toEqual(spec);
  }
  const { data } = await joch.h().graphql(`{
    trace(namespace: "samples", name: "short") { spec { sampling { mode } } }
    rag(namespace: "samples", name: "short") { spec { retrieval { topK reranker { model { name } } } } }
    artifact(namespace: "samples", name: "short") { spec { storage { encryption { type } } } }
  }`);
  expect(data).toEqual({
    trace: { spec: { sampling: { mode: 'TAIL' } } },
    rag: { spec: { retrieval: { topK: 5, reranker: { model: { name: 'planner' } } } } },
    artifact: { spec: { storage: { encryption: { type: 'kms' } } } },
  });
});

test('a watch tells of a kind that only this API has', async () => {
  const { json } = await joch.ask(`${ns}/artifacts`);
  const version = encodeURIComponent(json.metadata.resourceVersion);
  const metadata = { name: 'watched', namespace: 'samples' };
  await apply({ apiVersion: 'ops.joch.dev/v1alpha1', kind: 'Artifact', metadata, spec: { type: 'image' } });
  const path = `/v1/resources?watch=true&namespace=samples&kind=Artifact&resourceVersion=${version}`;
  const frames = await joch.follow(path, (read) => read.includes('\n'));
  expect(JSON.parse(frames.split('\n')[0] ?? '')).toMatchObject({
    type: 'ADDED',
    object: { apiVersion: 'ops.joch.dev/v1alpha1', kind: 'Artifact', metadata, spec: { type: 'image' } },
  });
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
