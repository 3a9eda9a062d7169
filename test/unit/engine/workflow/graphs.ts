import type {
  Graph,
  GraphEdge,
  GraphNode,
  JoinRule,
  NodeRetry,
  ReviewRule,
} from '../../../../src/modules/execution/index.ts';

const model = { namespace: 'default', name: 'm' };

/** A node that calls a model once. */
export function says(rules: Partial<GraphNode> = {}): GraphNode {
  return { kind: 'model', model, prompt: '', parameters: {}, ...rules } as GraphNode;
}

/** A node that calls a tool once with what came in, or with these arguments. */
export function does(args: Record<string, unknown> | null = { given: '{{input}}' }, rules: Partial<GraphNode> = {}) {
  return { kind: 'tool', tool: { namespace: 'default', name: 't' }, arguments: args, ...rules } as GraphNode;
}

/** Edges written as `from>to`. */
export function edges(...written: (string | GraphEdge)[]): GraphEdge[] {
  return written.map((edge) => {
    if (typeof edge !== 'string') return edge;
    const [from = '', to = ''] = edge.split('>');
    return { from, to };
  });
}

/** A recorded graph. A name alone is a node that calls a model. */
export function graphOf(
  nodes: Record<string, GraphNode>,
  written: (string | GraphEdge)[] = [],
  more: Partial<Graph> = {},
) {
  return { nodes, edges: edges(...written), isRecorded: true, ...more } satisfies Graph;
}

/** As many nodes that call a model as there are names. */
export function speakers(...names: string[]): Record<string, GraphNode> {
  return Object.fromEntries(names.map((name) => [name, says()]));
}

export function join(rule: Partial<JoinRule> = {}): JoinRule {
  return { mode: 'all', count: null, percent: null, onFailure: 'fail', ...rule };
}

export function retry(rule: Partial<NodeRetry> = {}): NodeRetry {
  return { maxAttempts: 3, backoffMs: 0, maxBackoffMs: 60_000, jitter: 'none', nonRetryable: [], ...rule };
}

export function review(rule: Partial<ReviewRule> = {}): ReviewRule {
  return {
    ...{ checkpointId: 'look', displayName: null, reason: null, ttlMs: 1_000, allowRequestChanges: true, maxCycles: 3 },
    ...rule,
  };
}
