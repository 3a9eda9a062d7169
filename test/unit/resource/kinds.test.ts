import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decimalNumber,
  decimalText,
  effectiveSideEffect,
  findKind,
  kinds,
  needsApproval,
  parseDurationMs,
  printDuration,
  referencesOf,
  resourceKinds,
  type ToolSpec,
} from '../../../src/modules/resource/kinds/index.ts';
import type { HubManifest } from '../../../src/modules/resource/manifest/index.ts';
import {
  diffSpecs,
  orderByDependency,
  parseManifests,
  renderManifest,
  toHub,
} from '../../../src/modules/resource/manifest/index.ts';
import { stored } from './stored-resource.ts';

describe('durations', () => {
  test('what is printed reads back as the same number of milliseconds', () => {
    fc.assert(fc.property(fc.nat({ max: 9_223_372_036_854 }), (ms) => parseDurationMs(printDuration(ms)) === ms));
  });

  test.each([
    ['300ms', 300],
    ['30s', 30_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1_500],
    ['.5s', 500],
    ['0.0000000001h', Number.NaN],
    ['1000us', 1],
    ['1000000ns', 1],
    ['1m1ms', 60_001],
    ['0', 0],
    ['+5s', 5_000],
    ['2562047h47m16.854s', 9_223_372_036_854],
  ])('%s', (text, ms) => {
    if (Number.isNaN(ms)) expect(() => parseDurationMs(text)).toThrow('whole number of milliseconds');
    else expect(parseDurationMs(text)).toBe(ms);
  });

  test.each([
    ['', 'with units'],
    ['5', 'with units'],
    ['s', 'with units'],
    ['1d', 'with units'],
    ['1 s', 'with units'],
    ['1s ', 'with units'],
    ['--1s', 'negative'],
    ['-1s', 'negative'],
    ['1us', 'whole number of milliseconds'],
    ['1.0005s', 'whole number of milliseconds'],
    ['2562048h', '292 years'],
  ])('%j is refused', (text, words) => {
    expect(() => parseDurationMs(text)).toThrow(words);
  });

  test('they print in the fewest parts', () => {
    expect([0, 1_500, 5_400_000, 3_600_000].map(printDuration)).toEqual(['0s', '1s500ms', '1h30m', '1h']);
  });
});

test('numbers become exact decimals and come back as the same numbers', () => {
  expect([1e-7, 1.5e-10, 2e21, 1.25, 0].map(decimalText)).toEqual([
    '0.0000001',
    '0.00000000015',
    '2000000000000000000000',
    '1.25',
    '0',
  ]);
  fc.assert(
    fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(decimalText(value))).toBe(value);
      expect(decimalNumber(decimalText(value))).toBe(value);
    }),
  );
  expect(decimalNumber('5.00')).toBe('5.00');
});

test.each([
  ['McpServer', 'McpServer'],
  ['MCPServer', 'McpServer'],
  ['mcp-servers', 'McpServer'],
  ['mcpservers', 'McpServer'],
  ['Model', 'ModelEndpoint'],
  ['model-endpoints', 'ModelEndpoint'],
  ['AgentPolicy', 'Policy'],
  ['agent-policies', 'Policy'],
  ['constructor', undefined],
  ['Wizard', undefined],
])('%s means the kind %s', (word, kind) => {
  expect(findKind(word)).toBe(kind);
});

describe('specs', () => {
  const least = {
    KnowledgeSource: { type: 'web' },
    Workflow: { nodes: { only: { tool: { ref: 'search' } } } },
    ModelEndpoint: { model: 'm' },
    McpServer: { transport: 'stdio', command: 'c' },
    Schedule: { task: 't', cron: '0 * * * *' },
    TaskWebhook: { task: 't', auth: { secret: 's' } },
    SealedSecret: { encryptedData: { value: { keyId: 'k', wrappedKey: 'AA==', ciphertext: 'AA==' } } },
    ToolPermission: { toolRef: 't' },
  };

  test.each(resourceKinds)('a parsed %s parses to itself', (kind) => {
    const once = kinds[kind].parseSpec({ ...Object.entries(least).find(([name]) => name === kind)?.[1] });
    expect(once.ok).toBe(true);
    if (once.ok) expect(kinds[kind].parseSpec(once.value)).toEqual(once);
  });

  test('every fault is found, with its path, and unknown fields are faults', () => {
    expect(kinds.Agent.parseSpec({ prompt: 1, limits: { maxSteps: 1.5 }, colour: 'red' })).toEqual({
      ok: false,
      faults: [
        { path: ['prompt'], problem: 'must be text, not a number' },
        { path: ['limits', 'maxSteps'], problem: 'must be a whole number, not a number' },
        { path: ['colour'], problem: 'is not a field that is known here' },
      ],
    });
  });
});

describe('the side effect of a tool', () => {
  test.each([
    [{ operationClasses: ['read'] }, 'READ_ONLY', false],
    [{ operationClasses: ['read', 'write'] }, 'EXTERNAL_WRITE', false],
    [{ operationClasses: ['delete'] }, 'PRIVILEGED', false],
    [{ operationClasses: ['admin'] }, 'PRIVILEGED', false],
    [{ operationClasses: ['admin'], sideEffect: 'READ_ONLY' }, 'READ_ONLY', false],
    [{ operationClasses: ['read'], sideEffect: 'FINANCIAL' }, 'FINANCIAL', true],
    [{ operationClasses: ['read'], sideEffect: 'FINANCIAL', requiresApproval: false }, 'FINANCIAL', false],
    [{ operationClasses: ['read'], sideEffect: 'CODE_EXECUTION' }, 'CODE_EXECUTION', false],
    [{ operationClasses: ['read'], requiresApproval: true }, 'READ_ONLY', true],
  ])('%j is %s, approval %s', (given, effect, approval) => {
    const spec = given as Pick<ToolSpec, 'operationClasses' | 'sideEffect' | 'requiresApproval'>;
    expect(effectiveSideEffect(spec)).toBe(effect);
    expect(needsApproval(spec)).toBe(approval);
  });
});

test('references name kind, path and namespace', () => {
  const agent = kinds.Agent.parseSpec({ model: 'ops/m', tools: ['a', 'b'], policies: ['p'], handoffs: ['other'] });
  expect(agent.ok && referencesOf('Agent', agent.value)).toEqual([
    { path: 'model', kind: 'ModelEndpoint', namespace: 'ops', name: 'm' },
    { path: 'tools[0]', kind: 'Tool', name: 'a' },
    { path: 'tools[1]', kind: 'Tool', name: 'b' },
    { path: 'policies[0]', kind: 'Policy', name: 'p' },
    { path: 'handoffs[0]', kind: 'Agent', name: 'other' },
  ]);
});

describe('the order of manifests', () => {
  const manifest = (kind: string, name: string, spec: object = {}, namespace?: string) => ({
    apiVersion: 'orrery.dev/v1',
    kind,
    metadata: { name, namespace },
    spec,
  });
  const ordered = (manifests: object[]) => {
    const parsed = parseManifests(JSON.stringify(manifests));
    return parsed.ok ? orderByDependency(parsed.manifests).map(({ name }) => name) : parsed.faults;
  };

  test('what is named stands before what names it, across namespaces', () => {
    const secret = manifest('Secret', 'secret', {}, 'ops');
    const model = manifest('ModelEndpoint', 'model', { model: 'm', secret: 'ops/secret' });
    const agent = manifest('Agent', 'agent', { model: 'model', tools: ['tool'] });
    expect(ordered([agent, model, manifest('Tool', 'tool'), secret])).toEqual(['secret', 'model', 'tool', 'agent']);
  });

  test('agents that hand over to each other keep their order, and stand after what they need', () => {
    const a = manifest('Agent', 'a', { handoffs: ['b'] });
    const b = manifest('Agent', 'b', { handoffs: ['a'], tools: ['tool'] });
    expect(ordered([a, b, manifest('Tool', 'tool')])).toEqual(['tool', 'a', 'b']);
    expect(ordered([b, manifest('Tool', 'tool'), a])).toEqual(['tool', 'b', 'a']);
  });

  test('nothing is lost or doubled, and no reference outside a circle points forward', () => {
    const edges = fc.array(fc.array(fc.nat({ max: 11 }), { maxLength: 3 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(edges, (targets) => {
        const acyclic = targets.map((list, from) => list.filter((to) => to < from).map((to) => `a${to}`));
        const manifests = acyclic.map((handoffs, i) => manifest('Agent', `a${i}`, { handoffs })).reverse();
        const order = ordered(manifests);
        expect([...order].sort()).toEqual(acyclic.map((_, i) => `a${i}`).sort());
        acyclic.forEach((list, from) => {
          for (const to of list) expect(order.indexOf(to)).toBeLessThan(order.indexOf(`a${from}`));
        });
      }),
      { numRuns: 30 },
    );
  });
});

test('a difference names fields and items, in a stable order', () => {
  const before = { tools: [{ name: 'a' }, { name: 'b', x: 1 }], prompt: 'p', list: [1, 2], same: { k: 1 } };
  const after = {
    same: { k: 1 },
    list: [1, 3, 4],
    tools: [{ name: 'b', x: 2 }, { name: 'c' }],
    limits: { n: 1 },
    prompt: 'q',
  };
  expect(diffSpecs(before, after)).toEqual([
    { path: 'limits', op: 'add', after: { n: 1 } },
    { path: 'list[1]', op: 'change', before: 2, after: 3 },
    { path: 'list[2]', op: 'add', after: 4 },
    { path: 'prompt', op: 'change', before: 'p', after: 'q' },
    { path: 'tools[a]', op: 'remove', before: { name: 'a' } },
    { path: 'tools[b].x', op: 'change', before: 1, after: 2 },
    { path: 'tools[c]', op: 'add', after: { name: 'c' } },
  ]);
  expect(diffSpecs(after, structuredClone(after))).toEqual([]);
});

describe('a rendered manifest', () => {
  const hub = toHub({
    apiVersion: 'orloj.dev/v1',
    kind: 'Agent',
    metadata: { name: 'a', namespace: 'team', labels: { env: 'dev' } },
    spec: { model_ref: 'm' },
  }) as HubManifest<'Agent'>;

  test('carries the metadata and the status of its API', () => {
    const orloj = renderManifest(stored(hub), 'orloj.dev/v1');
    expect(orloj).toMatchObject({
      apiVersion: 'orloj.dev/v1',
      kind: 'Agent',
      status: { phase: 'Pending' },
    });
    expect(orloj['metadata']).toEqual({
      name: 'a',
      namespace: 'team',
      labels: { env: 'dev' },
      resourceVersion: '1',
      generation: 1,
      createdAt: '2026-01-02T03:04:05Z',
    });
    expect(renderManifest(stored(hub), 'tools.joch.dev/v1alpha1')).toMatchObject({
      apiVersion: 'joch.dev/v1alpha1',
      metadata: { uid: 'res_1', creationTimestamp: '2026-01-02T03:04:05Z' },
      status: { phase: 'Pending', conditions: [] },
    });
  });

  test('tells of what is missing, and an unknown version is refused', () => {
    const condition = {
      type: 'ReferencesResolved',
      status: 'False',
      reason: 'NotFound',
      message: 'm is missing.',
    } as const;
    const resource = { ...stored(hub), conditions: [condition] };
    expect(renderManifest(resource, 'orloj.dev/v1')).toMatchObject({
      status: { phase: 'Error', lastError: 'm is missing.' },
    });
    expect(() => renderManifest(resource, 'kube/v1')).toThrow('There is no API version "kube/v1".');
  });
});
