import { describe, expect, test } from 'vitest';
import type { AgentSpec, ModelEndpointSpec } from '../../../src/modules/resource/kinds/index.ts';
import { type HubManifest, toHub } from '../../../src/modules/resource/manifest/index.ts';
import { faultsOf, manifest, shown, specOf, version } from './orloj-manifests.ts';
import { rendered } from './stored-resource.ts';

test('the documented agent becomes a hub agent with every default', () => {
  const hub = toHub({
    apiVersion: version,
    kind: 'Agent',
    metadata: { name: 'research-agent', namespace: 'default' },
    spec: {
      model_ref: 'openai-default',
      prompt: 'You are a research assistant.',
      tools: ['web_search'],
      limits: { max_steps: 6, timeout: '30s' },
    },
  });
  expect(hub).toMatchObject({
    kind: 'Agent',
    name: 'research-agent',
    namespace: 'default',
    apiVersion: version,
    extras: {},
  });
  expect(hub.spec).toEqual({
    prompt: 'You are a research assistant.',
    model: { name: 'openai-default' },
    fallbackModels: [],
    tools: [{ name: 'web_search' }],
    allowedTools: [],
    mcpServers: [],
    memories: [],
    knowledge: [],
    policies: [],
    roles: [],
    handoffs: [],
    toolUse: {
      profile: 'dynamic',
      sequence: [],
      requiredOutputMarkers: [],
      duplicateCalls: 'short_circuit',
      onContractViolation: 'non_retryable_error',
      afterTool: 'run_llm_again',
    },
    limits: { maxSteps: 6, timeoutMs: 30_000 },
    budgets: {},
    parameters: {},
  });
});

describe('Agent', () => {
  test('model_ref is required, and the removed model is refused with the field that took its place', () => {
    expect(faultsOf('Agent', {})).toEqual(['spec.model_ref is required.']);
    expect(faultsOf('Agent', { model: 'gpt', model_ref: 'm' })).toEqual([
      'spec.model was removed: name a ModelEndpoint in model_ref.',
    ]);
  });

  test('lists are trimmed, without blanks and without repetitions in another case', () => {
    const spec = specOf<AgentSpec>('Agent', {
      model_ref: 'ns/m',
      tools: [' a ', '', 'A', 'b'],
      roles: ['R', 'r', ' '],
    });
    expect(spec.tools).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(spec.roles).toEqual([{ name: 'R' }]);
    expect(spec.model).toEqual({ namespace: 'ns', name: 'm' });
  });

  test('words are taken in any case, and steps of zero and less mean ten', () => {
    const spec = specOf<AgentSpec>('Agent', {
      model_ref: 'm',
      execution: { duplicate_tool_call_policy: 'DENY', profile: 'Contract', tool_sequence: ['a'] },
      limits: { max_steps: -1 },
    });
    expect(spec.toolUse).toMatchObject({ duplicateCalls: 'deny', profile: 'contract', sequence: ['a'] });
    expect(spec.limits.maxSteps).toBe(10);
  });

  test('a contract needs a sequence, an allowance needs a memory, and a duration needs a unit', () => {
    expect(faultsOf('Agent', { model_ref: 'm', execution: { profile: 'contract' } })).toEqual([
      'spec.execution.tool_sequence must name at least one tool when the profile is contract.',
    ]);
    expect(faultsOf('Agent', { model_ref: 'm', memory: { allow: ['read'] } })).toEqual([
      'spec.memory.ref is required when allow is given.',
    ]);
    expect(faultsOf('Agent', { model_ref: 'm', limits: { timeout: 30 } })).toEqual([
      'spec.limits.timeout must be a duration with units, such as 300ms, 30s or 1h30m.',
    ]);
    expect(faultsOf('Agent', { model_ref: 'm', execution: { profile: 'strict' } })).toEqual([
      'spec.execution.profile must be one of dynamic, contract.',
    ]);
  });

  test('camelCase is understood, null is nothing, and unknown fields are ignored', () => {
    const spec = specOf<AgentSpec>('Agent', { modelRef: 'm', allowedTools: ['x'], tools: null, whatever: 1 });
    expect(spec).toMatchObject({ model: { name: 'm' }, allowedTools: ['x'], tools: [] });
    expect(shown('Agent', { modelRef: 'm', whatever: 1 })).not.toHaveProperty('whatever');
  });

  test('it is shown with defaults, without what is empty, and with its objects and its prompt', () => {
    expect(shown('Agent', { model_ref: 'm' })).toEqual({
      model_ref: 'm',
      prompt: '',
      memory: {},
      execution: {
        profile: 'dynamic',
        duplicate_tool_call_policy: 'short_circuit',
        on_contract_violation: 'non_retryable_error',
        tool_use_behavior: 'run_llm_again',
      },
      limits: { max_steps: 10 },
    });
  });

  test('what the hub has no field for, and the spelling of a duration, come back', () => {
    const spec = {
      model_ref: 'm',
      memory: { ref: 'notes', type: 'semantic', provider: 'http' },
      limits: { timeout: '90s' },
    };
    expect(shown('Agent', spec)).toMatchObject(spec);
  });
});

describe('ModelEndpoint', () => {
  test('the provider decides the base URL and whether private addresses are allowed', () => {
    const endpoint = (spec: object) => specOf<ModelEndpointSpec>('ModelEndpoint', { default_model: 'm', ...spec });
    expect(endpoint({})).toMatchObject({
      provider: 'openai',
      baseUrl: 'https://api.openai.com/v1',
      allowPrivate: false,
    });
    expect(endpoint({ provider: 'anthropic' }).baseUrl).toBe('https://api.anthropic.com/v1');
    expect(endpoint({ provider: 'Ollama' })).toMatchObject({ baseUrl: 'http://127.0.0.1:11434', allowPrivate: true });
    expect(endpoint({ provider: 'ollama', allowPrivate: false }).allowPrivate).toBe(false);
    expect(endpoint({ provider: 'azure', base_url: 'https://a.example' }).provider).toBe('azure-openai');
    expect(endpoint({ provider: 'aws-bedrock' }).provider).toBe('bedrock');
    expect(endpoint({ provider: 'mock' })).not.toHaveProperty('baseUrl');
  });

  test('the model is required, azure needs a base URL, and an unknown provider is refused', () => {
    expect(faultsOf('ModelEndpoint', {})).toEqual(['spec.default_model is required.']);
    expect(faultsOf('ModelEndpoint', { default_model: 'm', provider: 'azure' })).toEqual([
      'spec.base_url is required for the provider azure-openai.',
    ]);
    expect(faultsOf('ModelEndpoint', { default_model: 'm', provider: 'nobody' })[0]).toMatch(
      /^spec.provider must be one of/,
    );
  });

  test('option names become lower-case, a Secret may be named with its key, and a mock may be scripted', () => {
    const spec = specOf<ModelEndpointSpec>('ModelEndpoint', {
      provider: 'mock',
      default_model: 'm',
      options: { Max_Tokens: '5' },
      auth: { secretRef: 'ops/key:token' },
      script: [{ text: 'hello', usage: { inputTokens: 1, outputTokens: 2 } }],
    });
    expect(spec.options).toEqual({ max_tokens: '5' });
    expect(spec.secret).toEqual({ namespace: 'ops', name: 'key', key: 'token' });
    expect(spec.script).toEqual([{ text: 'hello', usage: { inputTokens: 1, outputTokens: 2 } }]);
    expect(faultsOf('ModelEndpoint', { default_model: 'm', script: [] })).toEqual([
      'spec.script is for the provider mock only.',
    ]);
  });

  test('allowPrivate is shown even when it is false', () => {
    expect(shown('ModelEndpoint', { default_model: 'm' })).toMatchObject({ allowPrivate: false, auth: {} });
  });
});

describe('Secret', () => {
  const secret = (spec: object) => toHub(manifest('Secret', spec)) as HubManifest<'Secret'>;

  test('values leave the spec in plain text and are shown as stars', () => {
    const hub = secret({ data: { b: 'aGVsbG8=' }, stringData: { a: 'plain' } });
    expect(hub.spec).toEqual({ keys: ['a', 'b'] });
    expect(hub.secretValues).toEqual({ a: 'plain', b: 'hello' });
    expect(rendered(hub, version)['spec']).toEqual({ data: { a: '***', b: '***' } });
    expect(JSON.stringify([hub.spec, hub.extras])).not.toMatch(/plain|hello|aGVsbG8/);
  });

  test('stars keep what is stored', () => {
    const hub = secret({ data: { kept: '***', changed: 'bmV3' } });
    expect(hub.spec.keys).toEqual(['changed', 'kept']);
    expect(hub.secretValues).toEqual({ changed: 'new' });
  });

  test('a value that is blank, not base64 or not text is refused without being repeated', () => {
    const faults = faultsOf('Secret', { data: { a: ' ', b: 'p@ssw0rd!', c: '/w==' } });
    expect(faults).toEqual([
      'spec.data.a must not be blank.',
      'spec.data.b must be base64; give plain text under stringData.',
      'spec.data.c must be the base64 of text in UTF-8.',
    ]);
    expect(faultsOf('Secret', { stringData: { a: 12345 } })).toEqual(['spec.stringData.a must be text, not a number.']);
  });
});

describe('AgentPolicy', () => {
  test('it becomes a Policy with limits, scoped unless it says global', () => {
    const spec = { max_tokens_per_run: 100, allowed_models: ['m'], blocked_tools: ['t'], target_systems: ['s'] };
    const hub = toHub(manifest('AgentPolicy', spec));
    expect(hub.kind).toBe('Policy');
    expect(hub.spec).toMatchObject({
      applyMode: 'scoped',
      appliesTo: { systems: ['s'] },
      limits: { maxTokensPerRun: 100, allowedModels: ['m'], blockedTools: ['t'] },
      combining: 'deny_wins',
    });
    expect(rendered(hub, version)).toMatchObject({ kind: 'AgentPolicy', spec: { ...spec, apply_mode: 'scoped' } });
    expect(faultsOf('AgentPolicy', { apply_mode: 'all' })).toEqual(['spec.apply_mode must be one of scoped, global.']);
  });
});

describe('a route of the API', () => {
  const options = { apiVersion: version, kind: 'Agent', namespace: 'team-a' } as const;
  const body = { metadata: { name: 'a' }, spec: { model_ref: 'm' } };

  test('fills in the API version, the kind and the namespace that a body leaves out', () => {
    expect(toHub(body, options)).toMatchObject({ apiVersion: version, kind: 'Agent', namespace: 'team-a' });
    expect(toHub({ ...body, apiVersion: 'other/v9', kind: 'agent' }, options).apiVersion).toBe(version);
  });

  test('refuses another kind and another namespace', () => {
    expect(() => toHub({ ...body, kind: 'Tool' }, options)).toThrow('kind must be Agent here.');
    const elsewhere = { ...body, metadata: { name: 'a', namespace: 'team-b' } };
    expect(() => toHub(elsewhere, options)).toThrow('metadata.namespace must be team-a here.');
  });
});
