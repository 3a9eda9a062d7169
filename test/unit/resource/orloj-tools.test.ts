import { describe, expect, test } from 'vitest';
import type { ToolSpec } from '../../../src/modules/resource/kinds/index.ts';
import { faultsOf, shown, specOf } from './orloj-manifests.ts';

describe('Tool', () => {
  const tool = (spec: object) => specOf<ToolSpec>('Tool', spec);

  test('type, operation class, isolation and retries have their defaults', () => {
    expect(tool({})).toMatchObject({
      type: 'http',
      operationClasses: ['read'],
      riskLevel: 'low',
      runtime: {
        timeoutMs: 30_000,
        isolation: 'none',
        retry: { maxAttempts: 1, backoffMs: 0, maxBackoffMs: 30_000, jitter: 'none' },
      },
      allowPrivate: false,
    });
    expect(tool({ risk_level: 'HIGH' })).toMatchObject({
      operationClasses: ['write'],
      runtime: { isolation: 'sandboxed' },
    });
    expect(tool({ type: 'cli', cli: { command: 'ls', image: 'alpine' } })).toMatchObject({
      runtime: { isolation: 'container' },
      cli: { network: 'bridge', output: 'stdout' },
    });
    expect(tool({ type: 'wasm', wasm: { module: 'm' } }).wasm).toMatchObject({
      entrypoint: 'run',
      maxMemoryBytes: 67_108_864,
      fuel: 1_000_000,
      enableWasi: false,
    });
  });

  test.each([
    [{ type: 'queue' }, 'spec.type must be one of http, external, grpc, webhook-callback, mcp, wasm, cli, builtin.'],
    [{ type: 'mcp', mcp_server_ref: 's' }, 'spec.mcp_tool_name is required for a tool of the type mcp.'],
    [{ type: 'mcp', mcp_tool_name: 't' }, 'spec.mcp_server_ref is required for a tool of the type mcp.'],
    [{ type: 'cli' }, 'spec.cli.command is required for a tool of the type cli.'],
    [{ type: 'cli', cli: { command: 'ls' } }, 'spec.cli.image is required unless the isolation is none.'],
    [
      { type: 'cli', cli: { command: 'ls', image: 'a', output: 'file' } },
      'spec.cli.output must be one of stdout, stderr, both.',
    ],
    [
      { type: 'cli', cli: { command: 'ls', image: 'a', env_from: [{ name: 'KEY' }] } },
      'spec.cli.env_from[0].secretRef is required.',
    ],
    [
      { type: 'cli', cli: { command: 'ls', image: 'a' }, auth: { secretRef: 's' } },
      'spec.auth is not possible for a tool of the type cli.',
    ],
    [{ type: 'wasm' }, 'spec.wasm.module is required for a tool of the type wasm.'],
    [{ type: 'builtin' }, 'spec.builtin is required for a tool of the type builtin.'],
    [{ auth: { profile: 'basic' } }, 'spec.auth.secretRef is required for the profile basic.'],
    [
      { auth: { profile: 'api_key_header', secretRef: 's' } },
      'spec.auth.headerName is required for the profile api_key_header.',
    ],
    [
      { auth: { profile: 'oauth2_client_credentials', secretRef: 's' } },
      'spec.auth.tokenURL is required for the profile oauth2_client_credentials.',
    ],
    [{ operation_classes: ['destroy'] }, 'spec.operation_classes[0] must be one of read, write, delete, admin.'],
    [{ risk_level: 'none' }, 'spec.risk_level must be one of low, medium, high, critical.'],
    [
      { runtime: { isolation_mode: 'vm' } },
      'spec.runtime.isolation_mode must be one of none, sandboxed, container, wasm.',
    ],
    [{ runtime: { retry: { jitter: 'some' } } }, 'spec.runtime.retry.jitter must be one of none, full, equal.'],
  ])('%j is refused in the words of the API', (spec, fault) => {
    expect(faultsOf('Tool', spec)).toEqual([fault]);
  });

  test('a Secret alone means bearer, and an empty auth means none', () => {
    expect(tool({ auth: { secretRef: 's' } }).auth).toMatchObject({ profile: 'bearer', secret: { name: 's' } });
    expect(tool({ auth: {} })).not.toHaveProperty('auth');
  });
});

describe('McpServer', () => {
  test.each([
    [{}, 'spec.transport is required: one of stdio, http.'],
    [{ transport: 'sse' }, 'spec.transport must be one of stdio, http.'],
    [{ transport: 'stdio' }, 'spec.command is required for stdio, unless an image is given.'],
    [{ transport: 'http' }, 'spec.endpoint is required for http.'],
    [
      { transport: 'stdio', command: 'c', env: [{ name: 'K', mountPath: '/k' }] },
      'spec.env[0].mountPath needs an image.',
    ],
    [
      { transport: 'stdio', image: 'i', env: [{ name: 'K', mountPath: 'k' }] },
      'spec.env[0].mountPath must be an absolute path.',
    ],
  ])('%j is refused in the words of the API', (spec, fault) => {
    expect(faultsOf('McpServer', spec)).toEqual([fault]);
  });

  test('it reconnects three times after two seconds and never idles out unless told so', () => {
    expect(shown('McpServer', { transport: 'HTTP', endpoint: 'https://mcp.example' })).toEqual({
      transport: 'http',
      endpoint: 'https://mcp.example',
      idle_timeout: '0',
      auth: {},
      tool_filter: {},
      reconnect: { max_attempts: 3, backoff: '2s' },
    });
  });
});
