import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joch } from '../../../rest-compat/apis/joch/convention.ts';
import { kindWords } from '../../../rest-compat/apis/orloj/kinds.ts';
import { type ResourceKind, resourceKinds } from '../../../src/modules/resource/index.ts';
import { hasKind } from '../../../src/modules/resource/versions/index.ts';
import { type Harness, harness } from '../../support/harness.ts';
import type { Manifest } from '../../unit/resource/arbitraries.ts';
import { jochManifests } from '../../unit/resource/joch-arbitraries.ts';
import { orlojManifests } from '../../unit/resource/orloj-arbitraries.ts';
import { shapedManifests } from '../../unit/resource/shaped-arbitraries.ts';

const samples = 8;

let site: Harness;
beforeAll(async () => {
  site = await harness({ stopWith: afterAll });
});

interface Answer {
  status: number;
  text: string;
  json: { spec: unknown; metadata: { resourceVersion: string; generation: number } };
}

async function send(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${site.platform.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${site.adminToken}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: response.ok ? JSON.parse(text) : undefined };
}

const word = (kind: ResourceKind): string => kind.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
const both = resourceKinds.filter((kind) => hasKind('orloj.dev/v1', kind) && hasKind('joch.dev/v1alpha1', kind));
const writtenOut: { orloj: Sources; joch: Sources } = { orloj: orlojManifests, joch: jochManifests };
type Sources = { [kind in ResourceKind]?: fc.Arbitrary<Manifest> };

/** Manifests of a kind under names of their own; equal in each run. */
function manifestsOf(kind: ResourceKind, api: 'orloj' | 'joch'): Manifest[] {
  const source = writtenOut[api][kind] ?? shapedManifests(kind, api === 'orloj' ? 'orloj.dev/v1' : 'joch.dev/v1alpha1');
  return fc
    .sample(source, { seed: 7, numRuns: samples })
    .map((manifest, index) => ({ ...manifest, metadata: { ...manifest.metadata, name: `${api}-${index}` } }));
}

describe.each(both)('%s', (kind) => {
  const orlojPath = `/v1/${kindWords.Path[word(kind)]}`;
  const jochPath = `/v1/namespaces/default/${joch.words['ResourceKind']?.[word(kind)]}`;

  async function hubOf(name: string): Promise<unknown> {
    const { data } = await site.graphql<{ resource: { manifest: { spec: object; metadata: object } } }>(
      'query ($kind: ResourceKind!, $name: String!) { resource(kind: $kind, namespace: "default", name: $name) { manifest } }',
      { kind: word(kind), name },
    );
    return data.resource.manifest;
  }

  test('written over Orloj, read and written back over Joch, is over Orloj and in the graph what it was', async () => {
    for (const manifest of manifestsOf(kind, 'orloj')) {
      const { name } = manifest.metadata;
      expect(await send('POST', orlojPath, manifest)).toMatchObject({ status: 201 });
      const [before, hub, seen] = await Promise.all([
        send('GET', `${orlojPath}/${name}`),
        hubOf(name),
        send('GET', `${jochPath}/${name}`),
      ]);
      expect(await send('POST', '/v1/resources/apply', seen.json)).toMatchObject({ status: 200 });
      expect((await send('GET', `${orlojPath}/${name}`)).json.spec).toEqual(before.json.spec);
      expect(await hubOf(name)).toMatchObject({ spec: (hub as { spec: object }).spec });
    }
  });

  test('written over Joch, read and written back over Orloj, is over Joch to the letter what it was', async () => {
    for (const manifest of manifestsOf(kind, 'joch')) {
      const { name } = manifest.metadata;
      expect(await send('POST', '/v1/resources/apply', manifest)).toMatchObject({ status: 200 });
      const before = await send('GET', `${jochPath}/${name}`);
      expect(before.json.spec).toEqual(manifest.spec);
      const seen = await send('GET', `${orlojPath}/${name}`);
      const put = await send('PUT', `${orlojPath}/${name}`, seen.json);
      // What Orloj cannot say may be what it requires: then nothing is written, and nothing lost.
      if (put.status !== 200) expect(put.status).toBe(400);
      expect((await send('GET', `${jochPath}/${name}`)).json.spec).toEqual(manifest.spec);
    }
  });
});
