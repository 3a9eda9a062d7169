import type {
  AgentNode,
  Condition,
  Graph,
  GraphContext,
  GraphEdge,
  GraphNode,
  NodeRules,
  ResourceName,
  ReviewRule,
} from '../modules/execution/index.ts';
import {
  contextPath,
  type Resource,
  type WorkflowSpec,
  workflowEdges,
  workflowEntry,
} from '../modules/resource/index.ts';

type Node = WorkflowSpec['nodes'][string];
type Review = NonNullable<Node['review']>;

/** What a node, a map or a loop of a workflow does. */
export type Work = Pick<Node, 'agent' | 'model' | 'tool' | 'workflow' | 'operation'>;

/** An agent of a graph as it is when the run begins. */
export interface BoundAgent {
  node: AgentNode;
  timeoutMs: number | null;
}

/** What carries work out: everything by its full name. */
export type BoundWork =
  | { kind: 'agent'; agent: BoundAgent }
  | { kind: 'workflow'; workflow: Resource<'Workflow'> }
  | { kind: 'model'; model: ResourceName; prompt: string; parameters: AgentNode['parameters'] }
  | { kind: 'tool'; tool: ResourceName; arguments: Record<string, unknown> | null };

/** Says what carries work out. */
export type Binding = (work: Work) => BoundWork;

/** The graph of a workflow all of whose work is bound. */
export function workflowGraph(workflow: Resource<'Workflow'>, binding: Binding): Graph {
  const { spec } = workflow;
  const { maxTurns, completionReview } = spec;
  const nodes = Object.entries(spec.nodes).map(([name, node]) => [name, nodeOf(node, binding)]);
  const context = contextOf(spec);
  return {
    nodes: Object.fromEntries(nodes),
    edges: workflowEdges(spec).map(edgeOf),
    isRecorded: true,
    entry: workflowEntry(spec),
    ...(maxTurns !== undefined && { maxTurns }),
    ...(completionReview && { review: reviewRule(completionReview) }),
    ...(context && { context }),
  };
}

function nodeOf(node: Node, binding: Binding): GraphNode {
  const { approval, branch } = node;
  if (approval) return { ...rulesOf(node), kind: 'approval', review: reviewRule(approval.review) };
  if (branch) {
    const cases = branch.cases.map(({ name, when }) => ({ name, when: conditionOf(when) }));
    return { ...rulesOf(node), kind: 'branch', cases, otherwise: branch.otherwise ?? null };
  }
  const { map, loop } = node;
  if (map) {
    const { concurrency, onItemFailure, items } = map;
    const given = items === undefined ? {} : { inputs: { $: items } };
    return { ...rulesOf(node), ...given, kind: 'map', graph: bodyOf(map, binding), concurrency, onItemFailure };
  }
  if (loop) {
    const until = loop.until ? conditionOf(loop.until) : null;
    const { maxIterations, onLimit } = loop;
    return { ...rulesOf(node), kind: 'loop', graph: bodyOf(loop, binding), until, maxIterations, onLimit };
  }
  return plainNode(node, binding(node), binding);
}

/** The graph that is run for each item, or again and again. */
function bodyOf(work: Work, binding: Binding): Graph {
  const bound = binding(work);
  if (bound.kind === 'workflow') return workflowGraph(bound.workflow, binding);
  return { nodes: { [bound.kind]: plainNode(undefined, bound, binding) }, edges: [], isRecorded: true };
}

function plainNode(node: Node | undefined, bound: BoundWork, binding: Binding): GraphNode {
  const rules = node ? rulesOf(node) : {};
  switch (bound.kind) {
    case 'agent': {
      const { node: agent, timeoutMs } = bound.agent;
      return { ...(timeoutMs === null ? {} : { timeoutMs }), ...rules, ...agent };
    }
    case 'workflow':
      return { ...rules, kind: 'subgraph', graph: workflowGraph(bound.workflow, binding) };
    default:
      return { ...rules, ...bound };
  }
}

function rulesOf(node: Node): NodeRules {
  const { title, stage, join, timeoutMs, retry, review, inputs, outputs } = node;
  return {
    ...(title !== undefined && { title }),
    ...(stage !== undefined && { stage }),
    ...((join.mode === 'quorum' || join.onFailure === 'skip') && {
      join: { ...join, count: join.count ?? null, percent: join.percent ?? null },
    }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(retry.maxAttempts > 1 && { retry }),
    ...(review && { review: reviewRule(review) }),
    ...(inputs && { inputs }),
    ...(Object.keys(outputs).length > 0 && { outputs: outputsOf(node) }),
  };
}

function outputsOf({ outputs, merge }: Node): NonNullable<NodeRules['outputs']> {
  const written = Object.entries(outputs).map(([name, text]) => {
    const policy = Object.hasOwn(merge, name) ? merge[name] : undefined;
    return [name, { path: pathOf(text), merge: policy ?? 'replace' }];
  });
  return Object.fromEntries(written);
}

/** What the nodes of a workflow write down; undefined where they only give values on. */
function contextOf({ inputs, outputs, nodes }: WorkflowSpec): GraphContext | undefined {
  const isUsed = Object.values(nodes).some(
    (node) => node.inputs !== undefined || node.map?.items !== undefined || Object.keys(node.outputs).length > 0,
  );
  if (!isUsed && Object.keys(outputs).length === 0) return undefined;
  const paths = Object.entries(outputs).map(([name, text]) => [name, pathOf(text)]);
  const defaults = inputDefaults(inputs);
  return {
    outputs: Object.fromEntries(paths),
    ...(Object.keys(defaults).length > 0 && { defaults }),
  };
}

/** What inputs are that are not given. */
export function inputDefaults(inputs: WorkflowSpec['inputs']): Record<string, unknown> {
  const said = Object.entries(inputs).filter(([, input]) => input.default !== undefined);
  return Object.fromEntries(said.map(([name, input]) => [name, input.default]));
}

// The definition was checked when it was written: every text is a place in the context.
function pathOf(text: string): string {
  return (contextPath(text) ?? []).join('.');
}

function edgeOf({ from, to, when, labels }: ReturnType<typeof workflowEdges>[number]): GraphEdge {
  return { from, to, ...(when && { when: conditionOf(when) }), ...(labels && { labels }) };
}

function conditionOf(condition: NonNullable<Node['edges'][number]['when']>): Condition {
  const said = Object.entries(condition).filter(([, value]) => value !== undefined && value !== false);
  return Object.fromEntries(said);
}

function reviewRule(review: Review): ReviewRule {
  const { checkpointId, displayName, reason, ttlMs, allowRequestChanges, maxReviewCycles } = review;
  return {
    checkpointId,
    displayName: displayName ?? null,
    reason: reason ?? null,
    ttlMs,
    allowRequestChanges,
    maxCycles: maxReviewCycles,
  };
}
