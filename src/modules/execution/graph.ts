/** Names a resource of the execution's organization; the namespace is the execution's own unless given. */
export interface ResourceName {
  namespace: string;
  name: string;
}

/** What was said in an earlier run of the same conversation. */
export interface Exchange {
  input: unknown;
  output: unknown;
}

/** How an agent node treats its tools and its end. Each API that compiles into a graph chooses for its users. */
export interface AgentNode {
  kind: 'agent';
  /** The agent as it was when the run began: a later change of the manifest does not bend a run in flight. */
  agent: {
    id: string;
    name: string;
    namespace: string;
    generation: number;
    labels: Record<string, string>;
    /** What its roles permit is looked up when a call is made; absent from runs that began before there were roles. */
    roles?: ResourceName[];
    /** Tools that it may call whatever its roles permit. */
    allowedTools?: string[];
  };
  prompt: string;
  /** What was said before, oldest first; fixed when the run begins. */
  history?: Exchange[];
  model: ResourceName;
  /** Tried in this order when the first is unavailable. */
  fallbackModels: ResourceName[];
  tools: ResourceName[];
  mcpServers: ResourceName[];
  policies: ResourceName[];
  parameters: { temperature?: number; topP?: number; maxOutputTokens?: number };
  maxSteps: number;
  /** Ends the run when it has used this much; null for no bound. `costUsdPerDay` bounds all runs of the agent together. */
  budget: { tokens: number | null; toolCalls: number | null; costUsdPerDay?: string };
  /** What a denied approval does: the model is told and goes on, or the run fails. */
  onDenied: 'tell_model' | 'fail';
  /** What the last allowed step does when the model still wants tools. */
  onStepLimit: 'fail' | 'answer';
  /** What an identical repeat of a finished tool call gives: the first result, or a new call. */
  repeatedCalls: 'reuse' | 'call';
}

/** One call of a model with what came in. */
export interface ModelNode {
  kind: 'model';
  model: ResourceName;
  prompt: string;
  parameters: AgentNode['parameters'];
}

/** One call of a tool. */
export interface ToolNode {
  kind: 'tool';
  tool: ResourceName;
  /** CEL-free JSON in which `{{input}}` stands for what came in; null when what came in is the arguments, as it is. */
  arguments: Record<string, unknown> | null;
  /** The agent on whose behalf the call is made, as it was when the run began: policies see it. */
  agent?: AgentNode['agent'];
  /** Policies of other namespaces that its agent names. */
  policies?: ResourceName[];
}

/** The same graph for each item of the list that came in; gives the list of their outputs, in order. */
export interface MapNode {
  kind: 'map';
  graph: Graph;
  /** How many items run at the same time. */
  concurrency: number;
}

/** A graph as a node of another. */
export interface SubgraphNode {
  kind: 'subgraph';
  graph: Graph;
}

export type GraphNode = AgentNode | ModelNode | ToolNode | MapNode | SubgraphNode;

/** `to` runs after `from`; with `when` only if what `from` gave contains that text. */
export interface GraphEdge {
  from: string;
  to: string;
  when?: { contains: string };
}

/**
 * What an execution interprets. Nodes without an incoming edge get the execution's input, the others what their
 * predecessors gave (one value, or an object of values by node when there are several). A node whose incoming edges
 * all failed their condition is skipped. The output is that of the nodes nothing follows.
 */
export interface Graph {
  nodes: Record<string, GraphNode>;
  edges: GraphEdge[];
}

/** The graph of a run of one agent. */
export function agentGraph(node: AgentNode): Graph {
  return { nodes: { agent: node }, edges: [] };
}
