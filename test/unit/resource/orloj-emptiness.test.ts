import { expect, test } from 'vitest';
import { renderManifest, toHub } from '../../../src/modules/resource/manifest/index.ts';
import { stored } from './stored-resource.ts';

const apiVersion = 'orloj.dev/v1';

const minimal = [
  {
    kind: 'Agent',
    given: { model_ref: 'fast' },
    shown: {
      model_ref: 'fast',
      prompt: '',
      memory: {},
      execution: {
        profile: 'dynamic',
        duplicate_tool_call_policy: 'short_circuit',
        on_contract_violation: 'non_retryable_error',
        tool_use_behavior: 'run_llm_again',
      },
      limits: { max_steps: 10 },
    },
  },
  {
    kind: 'ModelEndpoint',
    given: { default_model: 'gpt' },
    shown: {
      provider: 'openai',
      base_url: 'https://api.openai.com/v1',
      default_model: 'gpt',
      auth: {},
      allowPrivate: false,
    },
  },
  {
    kind: 'Tool',
    given: { endpoint: 'https://tool.example' },
    shown: {
      type: 'http',
      endpoint: 'https://tool.example',
      cli: {},
      wasm: {},
      operation_classes: ['read'],
      risk_level: 'low',
      runtime: {
        timeout: '30s',
        isolation_mode: 'none',
        retry: { max_attempts: 1, backoff: '0s', max_backoff: '30s', jitter: 'none' },
      },
      auth: {},
    },
  },
  { kind: 'Secret', given: {}, shown: {} },
  { kind: 'Secret', given: { stringData: { value: 'x' } }, shown: { data: { value: '***' } } },
  {
    kind: 'McpServer',
    given: { transport: 'stdio', command: 'serve' },
    shown: {
      transport: 'stdio',
      command: 'serve',
      idle_timeout: '0',
      auth: {},
      tool_filter: {},
      reconnect: { max_attempts: 3, backoff: '2s' },
    },
  },
];

// Structures are shown though they are empty; texts, numbers, lists and maps that are empty are not.
test.each(minimal)('a $kind of which little is said shows its defaults and its empty structures', (about) => {
  const { kind, given, shown } = about;
  const manifest = { apiVersion, kind, metadata: { name: 'bare' }, spec: given };
  const json = JSON.stringify(renderManifest(stored(toHub(manifest)), apiVersion));
  expect(JSON.parse(json)).toEqual({
    apiVersion,
    kind,
    metadata: {
      name: 'bare',
      namespace: 'default',
      resourceVersion: '1',
      generation: 1,
      createdAt: '2026-01-02T03:04:05Z',
    },
    spec: shown,
    status: { phase: 'Pending' },
  });
});

test.each(minimal)('what is empty in a $kind is shown the same whether it was sent empty or not at all', (about) => {
  const { kind, given, shown } = about;
  const empty = {
    tools: [],
    roles: null,
    memory: {},
    description: '',
    options: {},
    env: [],
    auth: { secretRef: '' },
    capabilities: [],
    cli: {},
    labels: {},
  };
  const manifest = { apiVersion, kind, metadata: { name: 'bare', labels: {} }, spec: { ...empty, ...given } };
  const { spec } = JSON.parse(JSON.stringify(renderManifest(stored(toHub(manifest)), apiVersion)));
  expect(spec).toEqual(shown);
});
