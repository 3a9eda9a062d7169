import { describe, expect, test } from 'vitest';
import type { AgentSpec, PolicySpec } from '../../../src/modules/resource/kinds/index.ts';
import { parseManifests, toHub } from '../../../src/modules/resource/manifest/index.ts';
import { rendered } from './stored-resource.ts';

const version = 'joch.dev/v1alpha1';

function manifest(kind: string, spec: object, apiVersion: string = version): object {
  return { apiVersion, kind, metadata: { name: 'it' }, spec };
}

function faultsOf(kind: string, spec: object): string[] {
  const parsed = parseManifests(JSON.stringify(manifest(kind, spec)));
  return parsed.ok ? [] : parsed.faults.map((fault) => fault.replace(/^Document 1, line 1: /, ''));
}

test.each([
  'joch.dev',
  'runtime.joch.dev',
  'model.joch.dev',
  'tools.joch.dev',
  'memory.joch.dev',
  'ops.joch.dev',
  'joch.ai',
])('the group %s is understood for every kind, and each kind is shown in its own', (group) => {
  const shown = (kind: string, spec: object) => rendered(toHub(manifest(kind, spec, `${group}/v1alpha1`)), version);
  expect(shown('Agent', {})).toMatchObject({ apiVersion: 'joch.dev/v1alpha1', kind: 'Agent' });
  expect(shown('Policy', {})).toMatchObject({ apiVersion: 'joch.dev/v1alpha1', kind: 'Policy' });
  expect(shown('Model', { provider: 'openai', model: 'm' })).toMatchObject({
    apiVersion: 'model.joch.dev/v1alpha1',
    kind: 'Model',
  });
  expect(shown('Tool', {})).toMatchObject({ apiVersion: 'tools.joch.dev/v1alpha1', kind: 'Tool' });
  expect(shown('mcpservers', { endpoint: { url: 'https://m.example' } })).toMatchObject({
    apiVersion: 'tools.joch.dev/v1alpha1',
    kind: 'MCPServer',
  });
  expect(shown('Secret', {})).toMatchObject({ apiVersion: 'ops.joch.dev/v1alpha1', kind: 'Secret' });
});

test('an agent names its route, models, tools, memories, colleagues and budgets', () => {
  const hub = toHub(
    manifest('Agent', {
      displayName: 'Support',
      modelRoute: { routeRef: { name: 'cheap-first' } },
      modelPolicy: { allowed: ['fast', { name: 'smart' }] },
      tools: [{ name: 'refund' }],
      memories: { working: { name: 'scratch' }, longTerm: { name: 'facts' } },
      ragRefs: [{ name: 'handbook' }],
      handoffs: { allowedAgents: ['billing'] },
      budgets: { tokenLimitPerRun: 1000, costLimitUsdPerDay: 2.5 },
      observability: { tracing: true },
    }),
  );
  expect(hub.spec as AgentSpec).toMatchObject({
    displayName: 'Support',
    route: { name: 'cheap-first' },
    model: { name: 'fast' },
    fallbackModels: [{ name: 'smart' }],
    tools: [{ name: 'refund' }],
    memories: [
      { role: 'working', ref: { name: 'scratch' } },
      { role: 'longTerm', ref: { name: 'facts' } },
    ],
    knowledge: [{ name: 'handbook' }],
    handoffs: [{ name: 'billing' }],
    budgets: { tokensPerRun: 1000, costUsdPerDay: '2.5' },
  });
});

test('a model has exact prices, and one that is local may be on a private address', () => {
  const hub = toHub(
    manifest('Model', {
      provider: 'openai',
      model: 'gpt',
      endpoint: { type: 'local', baseUrl: 'http://10.0.0.5/v1' },
      pricing: { currency: 'USD', inputPerMillionTokens: 0.000_000_1, outputPerMillionTokens: 15 },
      capabilities: { toolCalling: true },
    }),
  );
  expect(hub.spec).toMatchObject({
    allowPrivate: true,
    pricing: { inputPerMillionTokens: '0.0000001', outputPerMillionTokens: '15' },
    capabilities: { toolCalling: true, vision: false },
  });
});

test('a tool of a server is the tool of its own name, and levels are words of the hub', () => {
  const hub = toHub(
    manifest('Tool', { type: 'mcp', mcpServerRef: { name: 'crm' }, sideEffects: { level: 'external_write' } }),
  );
  expect(hub.spec).toMatchObject({
    type: 'mcp',
    mcp: { server: { name: 'crm' }, tool: 'it' },
    sideEffect: 'EXTERNAL_WRITE',
  });
  expect(toHub(manifest('Tool', { type: 'rest', endpoint: { url: 'https://t.example' } })).spec).toMatchObject({
    type: 'http',
    url: 'https://t.example',
  });
});

describe('Policy', () => {
  const policy = (spec: object) => toHub(manifest('Policy', spec)).spec as PolicySpec;

  test('each form of a rule has its effect', () => {
    const { rules } = policy({
      rules: [
        {
          name: 'ask',
          when: { 'tool.sideEffect': 'external_write' },
          require: {
            approval: 'human',
            approvalRouting: { approvers: ['team:ops'], timeoutMinutes: 30, onTimeout: 'deny' },
          },
        },
        { name: 'stop', when: { 'cost.runUsd': '>5' }, action: { deny: true, reason: 'Too dear.' } },
        { name: 'hide', when: { 'data.contains': 'pii' }, action: { modify: 'redact', redactionRules: ['email'] } },
        { name: 'pass', action: { allow: true } },
      ],
    });
    expect(rules).toMatchObject([
      { effect: 'REQUIRE_APPROVAL', approval: { approvers: ['team:ops'], timeoutMs: 1_800_000, onTimeout: 'DENIED' } },
      { effect: 'DENY', when: { 'cost.runUsd': '>5' }, reason: 'Too dear.' },
      { effect: 'MODIFY', redact: ['email'] },
      { effect: 'ALLOW', when: {} },
    ]);
  });

  test('a rule that denies and asks denies', () => {
    expect(policy({ rules: [{ name: 'r', require: {}, action: { deny: true } }] }).rules[0]?.effect).toBe('DENY');
  });

  test('a rule without an effect, two rules of one name and a redaction that is no text are refused', () => {
    expect(faultsOf('Policy', { rules: [{ name: 'r', action: { allow: false } }] })).toEqual([
      'spec.rules[0] must have a require, or an action that is deny, allow or modify.',
    ]);
    const rule = { name: 'r', action: 'deny' };
    expect(faultsOf('Policy', { rules: [rule, rule] })).toEqual(['spec.rules[1].name repeats the name r.']);
    const hidden = { name: 'r', action: { modify: 'redact', redactionRules: [{ pattern: 'x' }] } };
    expect(faultsOf('Policy', { rules: [hidden] })).toEqual([
      'spec.rules[0].action.redactionRules[0] must be text, not an object.',
    ]);
  });

  test('an empty selector means every agent, labels mean those, and none means where the policy is named', () => {
    const appliesTo = (matchLabels?: object) => ({ appliesTo: { agents: { selector: { matchLabels } } } });
    expect(policy(appliesTo({})).applyMode).toBe('global');
    expect(policy(appliesTo({ tier: 'gold' }))).toMatchObject({
      applyMode: 'scoped',
      appliesTo: { matchLabels: { tier: 'gold' } },
    });
    expect(policy({}).applyMode).toBe('scoped');
  });
});

test('a Secret never takes a value, wherever it stands', () => {
  expect(faultsOf('Secret', { value: 'hunter2' })).toEqual(['spec.value is not a field that is known here.']);
  expect(faultsOf('Secret', { source: { type: 'env', value: 'hunter2' } })).toEqual([
    'spec.source.value is not a field that is known here.',
  ]);
});

test('an unknown way to authenticate is refused instead of being left out', () => {
  expect(faultsOf('Tool', { endpoint: { auth: { type: 'kerberos', secretRef: 's' } } })[0]).toMatch(
    /^spec\.endpoint\.auth\.type must be one of bearer, /,
  );
  expect(faultsOf('Tool', { endpoint: { auth: { type: 'bearer' } } })).toEqual([
    'spec.endpoint.auth.secretRef is required for the profile bearer.',
  ]);
});
