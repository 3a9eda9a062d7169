import { expect, test } from 'vitest';
import type { AgentSpec, PolicySpec, ToolSpec } from '../../../src/modules/resource/kinds/index.ts';
import { type HubManifest, toHub } from '../../../src/modules/resource/manifest/index.ts';
import { rendered } from './stored-resource.ts';

type Manifest = { spec: Record<string, unknown> };

function through(hub: HubManifest, apiVersion: string, edit: (spec: Record<string, unknown>) => void): HubManifest {
  const manifest = structuredClone(rendered(hub, apiVersion)) as Manifest;
  edit(manifest.spec);
  return toHub(manifest, {}, hub);
}

const orlojAgent = toHub({
  apiVersion: 'orloj.dev/v1',
  kind: 'Agent',
  metadata: { name: 'a' },
  spec: {
    model_ref: 'm',
    prompt: 'Be brief.',
    tools: ['x', 'y'],
    memory: { ref: 'notes', type: 'semantic', allow: ['read'] },
    limits: { timeout: '90s', max_steps: 4 },
  },
});

test('a write through another version changes what it says and keeps what it cannot say', () => {
  const after = through(orlojAgent, 'joch.dev/v1alpha1', (spec) => {
    spec['displayName'] = 'Ann';
    spec['tools'] = [{ name: 'y' }, { name: 'z' }];
    spec['observability'] = { tracing: true };
  });
  expect(after.spec as AgentSpec).toMatchObject({
    displayName: 'Ann',
    prompt: 'Be brief.',
    tools: [{ name: 'y' }, { name: 'z' }],
    memories: [{ role: 'working', ref: { name: 'notes' }, allow: ['read'] }],
    limits: { maxSteps: 4, timeoutMs: 90_000 },
  });
  expect(rendered(after, 'orloj.dev/v1')['spec']).toMatchObject({
    tools: ['y', 'z'],
    memory: { ref: 'notes', type: 'semantic', allow: ['read'] },
    limits: { timeout: '90s' },
  });
  expect(rendered(after, 'joch.dev/v1alpha1')['spec']).toMatchObject({ observability: { tracing: true } });
});

test('what a version takes away is gone in every version', () => {
  const after = through(orlojAgent, 'joch.dev/v1alpha1', (spec) => {
    delete spec['tools'];
    delete spec['memories'];
  });
  expect(after.spec).toMatchObject({ tools: [], memories: [] });
  expect(rendered(after, 'orloj.dev/v1')['spec']).not.toHaveProperty('tools');
});

test('where the hub has changed since, its word stands over what a version said before', () => {
  const after = through(orlojAgent, 'orrery.dev/v1', (spec) => {
    spec['limits'] = { maxSteps: 4, timeoutMs: 60_000 };
  });
  expect(rendered(after, 'orloj.dev/v1')['spec']).toMatchObject({
    limits: { timeout: '1m' },
    memory: { type: 'semantic' },
  });
});

test('a later write through the same version replaces what it said before', () => {
  const after = through(orlojAgent, 'orloj.dev/v1', (spec) => {
    spec['memory'] = { ref: 'notes' };
  });
  expect(rendered(after, 'orloj.dev/v1')['spec']).toMatchObject({ memory: { ref: 'notes' } });
  expect((rendered(after, 'orloj.dev/v1')['spec'] as { memory: object }).memory).not.toHaveProperty('type');
});

test('what was kept for an item of a list follows the item and goes with it', () => {
  const policy = toHub({
    apiVersion: 'joch.dev/v1alpha1',
    kind: 'Policy',
    metadata: { name: 'p' },
    spec: {
      rules: [
        { name: 'one', require: { approval: 'human', channels: ['slack'] } },
        { name: 'two', action: { deny: true }, note: 'second' },
      ],
    },
  });
  const swapped = through(policy, 'orrery.dev/v1', (spec) => {
    (spec as unknown as PolicySpec).rules.reverse();
  });
  expect(rendered(swapped, 'joch.dev/v1alpha1')['spec']).toMatchObject({
    rules: [
      { name: 'two', note: 'second' },
      { name: 'one', require: { channels: ['slack'] } },
    ],
  });
  const less = through(policy, 'orrery.dev/v1', (spec) => {
    (spec as unknown as PolicySpec).rules.shift();
  });
  expect(rendered(less, 'joch.dev/v1alpha1')['spec']).toEqual({
    rules: [{ name: 'two', action: { deny: true }, note: 'second' }],
  });
});

test('a type that a version has no word for survives a write through it, until that version gives another', () => {
  const tool = toHub({
    apiVersion: 'orloj.dev/v1',
    kind: 'Tool',
    metadata: { name: 't' },
    spec: { type: 'grpc', endpoint: 'https://t.example', risk_level: 'high' },
  });
  const touched = through(tool, 'joch.dev/v1alpha1', (spec) => {
    spec['inputSchema'] = { type: 'object' };
  });
  expect(touched.spec as ToolSpec).toMatchObject({ type: 'grpc', riskLevel: 'high', inputSchema: { type: 'object' } });
  const changed = through(tool, 'joch.dev/v1alpha1', (spec) => {
    spec['type'] = 'function';
  });
  expect(changed.spec as ToolSpec).toMatchObject({ type: 'function', riskLevel: 'high' });
});

test('writing a Secret as a reference keeps the keys that are stored', () => {
  const secret = toHub({
    apiVersion: 'orloj.dev/v1',
    kind: 'Secret',
    metadata: { name: 's' },
    spec: { stringData: { value: 'v' } },
  });
  const after = through(secret, 'joch.dev/v1alpha1', (spec) => {
    spec['rotation'] = { policy: 'manual', intervalDays: 30 };
  });
  expect(after.spec).toEqual({ keys: ['value'], rotation: { policy: 'manual', intervalMs: 2_592_000_000 } });
});
