import type { AgentNode, ModelStep, ToolStep } from '../../../src/modules/execution/index.ts';

const at = new Date('2026-03-01T12:00:00Z');

/** An agent node with everything that it has to have. */
export function agentNode(overrides: Partial<AgentNode> = {}): AgentNode {
  return {
    kind: 'agent',
    agent: { id: 'res_1', name: 'clerk', namespace: 'default', generation: 1, labels: {} },
    prompt: 'Be brief.',
    model: { namespace: 'default', name: 'small' },
    fallbackModels: [],
    tools: [],
    mcpServers: [],
    policies: [],
    parameters: {},
    maxSteps: 4,
    budget: { tokens: null, toolCalls: null },
    onDenied: 'tell_model',
    onStepLimit: 'fail',
    repeatedCalls: 'call',
    ...overrides,
  };
}

function common(key: string) {
  return {
    id: `stp_${key}`,
    executionId: 'exe_1',
    organizationId: 'org_1',
    key,
    ordinal: 1,
    node: key.slice(0, key.lastIndexOf('/')),
    phase: 'SUCCEEDED' as const,
    attempt: 1,
    resourceId: null,
    isError: false,
    error: null,
    decision: null,
    idempotencyKey: `exe_1:${key}`,
    recordedFrom: null,
    version: 2,
    latencyMs: 10,
    createdAt: at,
    startedAt: at,
    finishedAt: new Date(at.getTime() + 10),
  };
}

/** A model call that was answered. */
export function modelStep(key: string, overrides: Partial<ModelStep> = {}): ModelStep {
  return {
    ...common(key),
    kind: 'MODEL',
    name: 'small',
    target: { provider: 'mock', model: 'small', endpoint: 'default/small', candidates: [] },
    result: { content: 'Done.', toolCalls: [], finishReason: 'stop' },
    inputTokens: 10,
    outputTokens: 5,
    usageSource: 'provider',
    cost: '0.00002',
    currency: 'USD',
    timeToFirstTokenMs: 2,
    ...overrides,
  };
}

/** A tool call that gave something. */
export function toolStep(key: string, overrides: Partial<ToolStep> = {}): ToolStep {
  return {
    ...common(key),
    kind: 'TOOL',
    name: 'sum',
    arguments: { expression: '1+1' },
    result: 2,
    sideEffect: 'READ_ONLY',
    ...overrides,
  };
}
