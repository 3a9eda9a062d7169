import type {
  AgentNode,
  GraphNode,
  ModelNode,
  NodeMessage,
  NodeRetry,
  ReplyRecord,
  RequestedCall,
  ReviewRule,
  ToolNode,
} from '../../modules/execution/index.ts';
import type { Message } from '../../modules/model/index.ts';
import { isRetryableCode } from '../../platform/errors.ts';

/** A model call as the interpreter asks for it. The key is the same each time the graph is walked. */
export interface ModelCallSpec {
  key: string;
  node: string;
  /** 1 for the node's first model call. */
  step: number;
  asked: AgentNode | ModelNode;
  messages: Message[];
}

/** A tool call as the interpreter asks for it. */
export interface ToolCallSpec {
  key: string;
  node: string;
  call: RequestedCall;
  /** The agent whose tools may be called, or the one tool of a tool node. */
  asked: AgentNode | ToolNode;
}

/**
 * What a tool call came to: a text for the model and the value itself, or that a person has to decide first. A call
 * that was refused or broke says why in `failure`; one whose tool ran and said that it failed has none.
 */
export type ToolAnswer =
  | {
      kind: 'answered';
      text: string;
      value: unknown;
      isError: boolean;
      failure?: { code: string; message: string; stepId: string };
    }
  | { kind: 'parked'; approvalId: string };

/** An activation of a node as the interpreter asks for it to be recorded. */
export interface NodeSpec {
  key: string;
  node: string;
  title: string;
  nodeKind: GraphNode['kind'];
  stage: string | null;
  round: number;
  received: NodeMessage[];
  retry: NodeRetry | null;
  /** How long one attempt may take, in milliseconds; null for no bound. */
  timeoutMs: number | null;
}

/** What an activation came to: what the node gave, and the nodes that it went on to. */
export interface NodeResult {
  output: unknown;
  taken: string[];
}

/** Does the work of an activation. Attempts are counted from 1; its calls go through `steps`, which are bound to the attempt. */
export type NodeWork = (attempt: number, steps: StepPort) => Promise<NodeResult>;

/** A place where a person decides, as the interpreter asks for it. */
export interface GateSpec {
  key: string;
  node: string;
  review: ReviewRule;
  /** Whose output is shown: a node's, or that of the whole. */
  reviewed: 'AGENT_OUTPUT' | 'TASK_OUTPUT';
  /** The name of the agent that gave it; null for anything else. */
  agent: string | null;
  cycle: number;
  output: unknown;
  /** The attempt of the node that gave the output. */
  attempt: number;
}

/** What a person decided, or that nobody has yet. */
export type GateAnswer =
  | {
      kind: 'decided';
      decision: 'approved' | 'denied' | 'changes_requested' | 'expired';
      comment: string | null;
      decidedBy: string | null;
      /** The name of the approval. */
      approval: string;
      /** What was shown, and the attempt that had given it. */
      output: unknown;
      attempt: number;
    }
  | { kind: 'parked'; approvalId: string; output: unknown; attempt: number };

/** The effects that the interpreter may have. Everything else about it is a function of the graph and the input. */
export interface StepPort {
  /** @throws RunFailed, TurnEnded */
  model(spec: ModelCallSpec): Promise<ReplyRecord>;
  /** @throws RunFailed, TurnEnded */
  tool(spec: ToolCallSpec): Promise<ToolAnswer>;
  /**
   * Has an activation worked on and recorded, as often as its retry says; one that is recorded already is not worked on.
   * @throws RunFailed, RunParked, TurnEnded
   */
  node(spec: NodeSpec, work: NodeWork): Promise<NodeResult>;
  /** Records, once for each key, that no way to a node is open any more. @throws TurnEnded */
  skip(spec: Pick<NodeSpec, 'key' | 'node' | 'title' | 'nodeKind' | 'stage' | 'round'>): Promise<void>;
  /** What is recorded of the activation with this key: who sent it what it works on; undefined before it was begun. */
  received(key: string): readonly NodeMessage[] | undefined;
  /** Asks a person, once for each key. @throws RunFailed, TurnEnded */
  gate(spec: GateSpec): Promise<GateAnswer>;
  /** What was decided at the gate with this key, or that it is open; undefined before it was asked. */
  asked(key: string): Promise<GateAnswer | undefined>;
}

/** The run ends without success. */
export class RunFailed extends Error {
  override name = 'RunFailed';
  readonly code: string;
  readonly stepId: string | null;

  constructor(code: string, message: string, stepId: string | null = null) {
    super(message);
    this.code = code;
    this.stepId = stepId;
  }
}

/** Whether the same may succeed when it is tried again. */
export function mayBeRetried({ code, message }: RunFailed, nonRetryable: readonly string[] = []): boolean {
  return isRetryableCode(code) && !nonRetryable.some((part) => message.includes(part));
}

/** The run cannot go on before somebody decides these approvals, or before it is time. */
export class RunParked extends Error {
  override name = 'RunParked';
  readonly approvalIds: string[];
  readonly wakeAt: Date | null;

  constructor(approvalIds: string[], wakeAt: Date | null = null) {
    super(wakeAt ? 'The run waits for a time.' : 'The run waits for a person.');
    this.approvalIds = approvalIds;
    this.wakeAt = wakeAt;
  }
}

/** Several waits as one: for all of the people, or the earliest of the times. */
export function parkedTogether(waits: readonly RunParked[]): RunParked {
  const times = waits.flatMap(({ wakeAt }) => (wakeAt ? [wakeAt.getTime()] : []));
  const approvalIds = [...new Set(waits.flatMap((wait) => wait.approvalIds))];
  return new RunParked(approvalIds, times.length > 0 ? new Date(Math.min(...times)) : null);
}
