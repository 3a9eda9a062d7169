import fc from 'fast-check';
import { count, duration, labels, manifests, money, name, schema, some, text, words } from './arbitraries.ts';

const jochRef = fc.oneof(some({ name, namespace: name, note: text }, ['name']), name);
const jochRefs = fc.uniqueArray(jochRef, {
  maxLength: 3,
  selector: (ref) => (typeof ref === 'string' ? ref : `${ref.namespace}/${ref.name}`),
});
const jochAuth = fc.oneof(
  some({ type: fc.constantFrom('bearer', 'basic', 'api_key', 'Bearer'), secretRef: name }, ['type', 'secretRef']),
  some({ type: fc.constant('bearer'), secretRef: some({ name, key: name, version: text }, ['name']) }, [
    'type',
    'secretRef',
  ]),
  fc.constant({ type: 'none' }),
);

export const jochManifests = {
  Agent: manifests(
    'joch.dev/v1alpha1',
    'Agent',
    some(
      {
        displayName: text,
        description: text,
        framework: fc.constant({ adapterRef: { name: 'langgraph' }, entrypoint: 'app:main' }),
        modelRoute: some({ routeRef: some({ name }, ['name']) }),
        modelPolicy: some({ allowed: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }) }, ['allowed']),
        tools: jochRefs,
        mcpServers: jochRefs,
        memories: fc.dictionary(fc.constantFrom('working', 'longTerm', 'constructor'), jochRef),
        ragRefs: jochRefs,
        handoffs: some({ allowedAgents: jochRefs, mode: text }),
        policies: jochRefs,
        budgets: some({ tokenLimitPerRun: count, costLimitUsdPerDay: money, toolCallLimitPerRun: count, note: text }),
        observability: fc.constant({ tracing: true, agbom: 'enabled', redactSensitiveData: [] }),
      },
      ['modelPolicy'],
    ),
  ),
  ModelEndpoint: manifests(
    'model.joch.dev/v1alpha1',
    'Model',
    some(
      {
        provider: fc.constantFrom('openai', 'google', 'Mistral', 'ollama'),
        model: text,
        endpoint: some({ type: fc.constantFrom('hosted', 'local'), baseUrl: text, baseUrlSecretRef: name }),
        auth: some({ secretRef: name, note: text }),
        capabilities: some({ text: fc.boolean(), toolCalling: fc.boolean(), telepathy: fc.boolean() }),
        limits: some({ contextWindowTokens: count, requestsPerMinute: count }),
        pricing: some({ currency: fc.constant('EUR'), inputPerMillionTokens: money, outputPerMillionTokens: money }),
        defaultParameters: some({ temperature: fc.double({ min: 0, max: 2, noNaN: true }), reasoningEffort: text }),
        routing: some({ priority: count, regions: words, fallbackPolicy: fc.constant('on_error') }),
      },
      ['provider', 'model'],
    ),
  ),
  Tool: manifests(
    'tools.joch.dev/v1alpha1',
    'Tool',
    fc.oneof(
      some({
        type: fc.constantFrom('function', 'rest', 'os'),
        endpoint: some({ method: fc.constantFrom('POST', 'get'), url: text, auth: jochAuth, retries: count }),
        inputSchema: schema,
        outputSchema: schema,
        sideEffects: some({
          level: fc.constantFrom('read_only', 'financial', 'PRIVILEGED'),
          idempotent: fc.boolean(),
          requiresApproval: fc.boolean(),
          idempotencyKeyTemplate: text,
        }),
        safety: fc.constant({ rateLimit: { callsPerMinute: 5 } }),
        observability: fc.constant({ logArgs: false, redactFields: ['card'] }),
      }),
      some({ type: fc.constant('mcp'), mcpServerRef: jochRef }, ['type', 'mcpServerRef']),
    ),
  ),
  McpServer: manifests(
    'tools.joch.dev/v1alpha1',
    'MCPServer',
    some(
      {
        transport: fc.constantFrom('streamable_http', 'http'),
        endpoint: some({ url: text, region: text }, ['url']),
        auth: jochAuth,
        exposes: fc.constant({ tools: true, resources: false }),
        discovery: some({
          enabled: fc.boolean(),
          refreshInterval: duration,
          onSchemaDrift: fc.constantFrom('alert', 'deny', 'quarantine'),
        }),
        security: some({ sandbox: text, allowStdio: fc.boolean(), minTrustScore: fc.constant(0.75), extra: text }),
        scanning: some({ promptInjectionScan: fc.boolean(), redactFieldsInResults: words }),
        policies: jochRefs,
      },
      ['transport', 'endpoint'],
    ),
  ),
  Secret: manifests(
    'ops.joch.dev/v1alpha1',
    'Secret',
    some({
      source: some({ type: text, name, key: name }),
      rotation: some({ policy: text, intervalDays: fc.integer({ min: 0, max: 400 }) }),
      scope: some({ boundTo: some({ models: jochRefs, mcpServers: jochRefs, tools: jochRefs }) }),
    }),
  ),
  Policy: manifests(
    'joch.dev/v1alpha1',
    'Policy',
    some({
      appliesTo: some({ agents: some({ selector: some({ matchLabels: labels }), exempt: words }) }),
      rules: fc.uniqueArray(jochRule(), { selector: (rule) => rule.name, maxLength: 4 }),
      audit: fc.constant({ logRequests: true, redactSecrets: true }),
    }),
  ),
};

function jochRule() {
  const when = fc.constantFrom<Record<string, unknown>>(
    { 'tool.sideEffect': 'external_write' },
    { 'cost.runUsd': '>5', 'data.contains': ['pii', 'card'] },
    {},
  );
  const approval = some({
    approval: fc.constant('human'),
    approvalRouting: some({
      approvers: fc.constant(['team:ops']),
      timeoutMinutes: count,
      onTimeout: fc.constant('deny'),
    }),
    channels: words,
  });
  const action = fc.constantFrom<Record<string, unknown> | string>(
    { deny: true, reason: 'No.' },
    'deny',
    { allow: true },
    { modify: 'redact', redactionRules: ['email', 'phone'], reason: 'Private.' },
    { redact: ['card'], tone: 'mild' },
  );
  return fc.oneof(
    fc.record({ name, when, require: approval }),
    fc.record({ name, when, action }),
    fc.record({ name, when, require: approval, action: fc.constant({ redactionRules: ['email'] }) }),
  ) as fc.Arbitrary<{ name: string }>;
}
