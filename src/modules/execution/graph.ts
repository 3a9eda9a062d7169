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
  /** What its tool calls and its answer have to be; free when absent. */
  contract?: AgentContract;
  /** The task that it works for: it is told the task's input and who wrote to it. Absent: it is given what comes in as it is. */
  inbox?: Inbox;
  /** What a tool that ran does: the model is asked again, or its result is the answer. */
  onToolResult?: 'ask_again' | 'answer';
}

/** What every agent of a task is told. */
export interface Inbox {
  /** The task, as namespace/name. */
  task: string;
  input: Record<string, string>;
}

/** Which tools an agent has to call, and what its answer has to say. */
export interface AgentContract {
  /** Tools that have to be called, each once; no other may be. */
  toolSequence: string[];
  /** Texts that the answer has to hold. */
  outputMarkers: string[];
  /** JSON Schema of the answer; null for any. */
  outputSchema: Record<string, unknown> | null;
  /** What a breach does: it is only noted, or the node fails and is not tried again. */
  onViolation: 'note' | 'fail';
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
  /** What an item that fails does: the node fails, or its place in the list says why (`ItemFailure`). Absent: fail. */
  onItemFailure?: 'fail' | 'collect';
  /** How an item that failed is tried again, where the items are recorded. */
  itemRetry?: NodeRetry;
}

/** What stands in the output of a map for an item that failed. */
export interface ItemFailure {
  error: { code: string; message: string };
}

/** A graph as a node of another. */
export interface SubgraphNode {
  kind: 'subgraph';
  graph: Graph;
}

/** A graph that is run again with what it gave, until its output meets `until` or it has run as often as it may. */
export interface LoopNode {
  kind: 'loop';
  graph: Graph;
  until: Condition | null;
  maxIterations: number;
  /** What it means to have run as often as it may: the last output is given on, or the node fails. */
  onLimit: 'give' | 'fail';
}

/** A person decides whether what came in goes on as it is. */
export interface ApprovalNode {
  kind: 'approval';
  review: ReviewRule;
}

/** Names the first case whose condition what came in meets, and gives on what came in. Edges select by `when.case`. */
export interface BranchNode {
  kind: 'branch';
  cases: { name: string; when: Condition }[];
  /** The case when none is met; null lets all ways from here be closed. */
  otherwise: string | null;
}

/** For how many of those that lead to it a node waits, in one round. */
export interface JoinRule {
  mode: 'all' | 'quorum';
  /** A quorum is at least so many, and at least this part, in percent, of those that can come; null for no such bound. */
  count: number | null;
  percent: number | null;
  /** What a sender that failed means: the run fails, or the node goes on without it. */
  onFailure: 'fail' | 'skip';
}

/** How a node that failed is tried again. */
export interface NodeRetry {
  maxAttempts: number;
  backoffMs: number;
  maxBackoffMs: number;
  jitter: 'none' | 'full' | 'equal';
  /** Parts of error texts after which nothing is tried again. */
  nonRetryable: string[];
}

/** A place where a person looks at an output before the work goes on. */
export interface ReviewRule {
  /** Its name, unique in the graph. */
  checkpointId: string;
  displayName: string | null;
  reason: string | null;
  ttlMs: number;
  allowRequestChanges: boolean;
  /** How often changes may be asked for before the person has to decide. */
  maxCycles: number;
  /** Who may decide; empty for all who may decide approvals. */
  approvers?: string[];
}

/** How what a node wrote meets what stands at the same place of the context. */
export type MergePolicy = 'replace' | 'keep' | 'append' | 'merge';

/** What holds for a node of any kind. */
export interface NodeRules {
  /** What people are shown as its name. */
  title?: string;
  /** The part of the work that it belongs to, for those who watch how far it has come. */
  stage?: string;
  /** How it waits for those that lead to it; absent for all of them. */
  join?: JoinRule;
  /** How long one attempt may take. Time that a person takes does not count. */
  timeoutMs?: number;
  retry?: NodeRetry;
  /** Where a person looks at its output. */
  review?: ReviewRule;
  /** Whom it asks before its output goes on; it is run again with their answers. `from` is the node itself. */
  delegates?: { edges: GraphEdge[]; join: JoinRule };
  /** What it is given: values as they are, and `$context.<path>` for what stands there. Absent: what its senders gave. */
  inputs?: Record<string, unknown>;
  /** Where parts of its output are written: `path` in the context, by `$` for all or the name of a member of the output. */
  outputs?: Record<string, { path: string; merge: MergePolicy }>;
}

export type GraphNode = NodeRules &
  (AgentNode | ModelNode | ToolNode | MapNode | SubgraphNode | LoopNode | ApprovalNode | BranchNode);

/** What is asked of an output. All that is said must hold. */
export interface Condition {
  /** Texts, whatever their case. */
  outputContains?: string;
  outputNotContains?: string;
  /** A regular expression. */
  outputMatches?: string;
  /** Where in an output that is JSON to look, as in `$.score`; the comparisons below are of what stands there. */
  jsonPath?: string;
  equals?: string;
  notEquals?: string;
  contains?: string;
  greaterThan?: string;
  lessThan?: string;
  /** CEL over `output` and `context`. */
  expression?: string;
  /** The case that a branch node took. */
  case?: string;
  /** Holds when no other edge with a condition from the same node does. */
  default?: boolean;
}

/** `to` runs after `from`; with `when` only if what `from` gave meets it. */
export interface GraphEdge {
  from: string;
  to: string;
  when?: Condition;
  labels?: Record<string, string>;
}

/**
 * What an execution interprets. Nodes to which no edge leads get the execution's input, the others what their
 * predecessors gave (one value, or an object of values by node when there are several). A node whose incoming edges
 * are all closed is skipped. The output is what its branches gave at their ends, or what
 * `context.outputs` names.
 * Edges that lead back begin a new round (decision 0007).
 */
export interface Graph {
  nodes: Record<string, GraphNode>;
  edges: GraphEdge[];
  /** Where it begins, in a graph in which an edge leads to every node. */
  entry?: string[];
  /** How often a branch may activate the same node; absent where no edge leads back. */
  maxTurns?: number;
  /** Where a person looks at the output of the whole. */
  review?: ReviewRule;
  /** Whether each activation of a node is recorded as a step; a graph of one plain agent or tool need not be. */
  isRecorded?: boolean;
  /** What a failure means that was tried as often as it may be; absent for a failed run. */
  onExhausted?: 'fail' | 'dead_letter';
  /** The same for a failure of a node that is not to be tried again, other than a refusal by a person; absent for a failed run. */
  onFinalFailure?: 'fail' | 'dead_letter';
  /** The shared context; absent where nodes only give values on. */
  context?: { outputs: Record<string, string> };
}

/** The graph of a run of one agent. */
export function agentGraph(node: AgentNode): Graph {
  return { nodes: { agent: node }, edges: [] };
}
