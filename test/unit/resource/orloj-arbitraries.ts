import fc from 'fast-check';
import {
  count,
  duration,
  labels,
  manifests,
  name,
  refTexts,
  schema,
  sealedValues,
  some,
  text,
  words,
} from './arbitraries.ts';

const orlojAuth = fc.oneof(
  some({ secretRef: fc.constantFrom('key', 'ns/key', 'ns/key:token') }),
  some({ profile: fc.constantFrom('bearer', 'BASIC'), secretRef: name }, ['profile', 'secretRef']),
  some({ profile: fc.constant('api_key_header'), secretRef: name, headerName: name }, [
    'profile',
    'secretRef',
    'headerName',
  ]),
  some({ profile: fc.constant('oauth2_client_credentials'), secretRef: name, tokenURL: text, scopes: words }, [
    'profile',
    'secretRef',
    'tokenURL',
  ]),
);

const orlojTool = some({
  endpoint: text,
  description: text,
  input_schema: schema,
  capabilities: words,
  operation_classes: fc.uniqueArray(fc.constantFrom('read', 'write', 'delete', 'admin'), { maxLength: 3 }),
  risk_level: fc.constantFrom('low', 'HIGH', 'critical'),
  runtime: some({
    timeout: duration,
    isolation_mode: fc.constantFrom('none', 'sandboxed', 'container', 'wasm'),
    retry: some({
      max_attempts: count,
      backoff: duration,
      max_backoff: duration,
      jitter: fc.constantFrom('full', 'none'),
    }),
  }),
});

export const orlojManifests = {
  Agent: manifests(
    'orloj.dev/v1',
    'Agent',
    some(
      {
        model_ref: name,
        fallback_model_refs: refTexts,
        prompt: fc.string(),
        tools: refTexts,
        allowed_tools: words,
        roles: refTexts,
        memory: fc.oneof(
          some({ type: text, provider: text }),
          some({ ref: name, type: text, allow: fc.subarray(['read', 'write', 'memory.search', 'list', 'ingest']) }, [
            'ref',
          ]),
        ),
        execution: some({
          profile: fc.constantFrom('dynamic', 'Dynamic'),
          tool_sequence: words,
          required_output_markers: words,
          duplicate_tool_call_policy: fc.constantFrom('short_circuit', 'deny'),
          on_contract_violation: fc.constantFrom('observe', 'non_retryable_error'),
          tool_use_behavior: fc.constantFrom('run_llm_again', 'stop_on_first_tool'),
          output_schema: schema,
        }),
        limits: some({ max_steps: fc.integer({ min: -2, max: 30 }), timeout: duration }),
      },
      ['model_ref'],
    ),
  ),
  ModelEndpoint: manifests(
    'orloj.dev/v1',
    'ModelEndpoint',
    some(
      {
        provider: fc.constantFrom('openai', 'Anthropic', 'ollama', 'mock', 'aws-bedrock', 'openai-compatible'),
        base_url: text,
        default_model: text,
        options: fc.dictionary(name, text, { maxKeys: 3 }),
        auth: some({ secretRef: fc.constantFrom('key', 'ns/key', 'key:api') }),
        allowPrivate: fc.boolean(),
      },
      ['default_model'],
    ),
  ),
  Tool: fc.oneof(
    manifests(
      'orloj.dev/v1',
      'Tool',
      fc
        .tuple(orlojTool, some({ type: fc.constantFrom('http', 'HTTP', 'external', 'grpc'), auth: orlojAuth }))
        .map(merged),
    ),
    manifests(
      'orloj.dev/v1',
      'Tool',
      fc
        .tuple(
          orlojTool,
          some({ type: fc.constant('mcp'), mcp_server_ref: name, mcp_tool_name: name }, [
            'type',
            'mcp_server_ref',
            'mcp_tool_name',
          ]),
        )
        .map(merged),
    ),
    manifests(
      'orloj.dev/v1',
      'Tool',
      fc
        .tuple(
          orlojTool,
          fc.record({
            type: fc.constant('cli'),
            cli: some(
              {
                command: text,
                image: text,
                args: fc.array(text),
                env: fc.dictionary(name, text),
                stdin_from_input: fc.boolean(),
                env_from: fc.uniqueArray(some({ name, secretRef: name, key: name }, ['name', 'secretRef']), {
                  selector: (entry) => entry.name,
                  maxLength: 3,
                }),
              },
              ['command', 'image'],
            ),
          }),
        )
        .map(merged),
    ),
  ),
  McpServer: manifests(
    'orloj.dev/v1',
    'McpServer',
    fc.oneof(
      some(
        {
          transport: fc.constantFrom('http', 'HTTP'),
          endpoint: text,
          auth: orlojAuth,
          idle_timeout: duration,
          tool_filter: some({ include: words }),
          reconnect: some({ max_attempts: count, backoff: duration }),
        },
        ['transport', 'endpoint'],
      ),
      some(
        {
          transport: fc.constant('stdio'),
          command: text,
          args: fc.array(text),
          image: text,
          image_pull_secret: name,
          env: fc.uniqueArray(
            some({ name, value: text, secretRef: name, mountPath: fc.constant('/run/key') }, ['name']),
            {
              selector: (entry) => entry.name,
              maxLength: 3,
            },
          ),
        },
        ['transport', 'image'],
      ),
    ),
  ),
  SealedSecret: manifests(
    'orloj.dev/v1',
    'SealedSecret',
    some({ encryptedData: sealedValues, template: some({ labels, annotations: labels }) }, ['encryptedData']),
  ),
  Secret: manifests(
    'orloj.dev/v1',
    'Secret',
    some({
      data: fc.dictionary(
        name,
        text.map((value) => Buffer.from(value).toString('base64')),
      ),
      stringData: fc.dictionary(name, text),
    }),
  ),
  Policy: manifests(
    'orloj.dev/v1',
    'AgentPolicy',
    some({
      max_tokens_per_run: count,
      allowed_models: words,
      blocked_tools: words,
      apply_mode: fc.constantFrom('scoped', 'Global'),
      target_systems: words,
      target_tasks: words,
      max_child_depth: count,
      max_child_tasks: count,
    }),
  ),
};

function merged([left, right]: [object, object]): object {
  return { ...left, ...right };
}
