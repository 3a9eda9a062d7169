import type { AgentNode, ModelNode, ReplyRecord, RequestedCall, ToolNode } from '../../modules/execution/index.ts';
import type { Message } from '../../modules/model/index.ts';

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

/** The effects that the interpreter may have. Everything else about it is a function of the graph and the input. */
export interface StepPort {
  /** @throws RunFailed, TurnEnded */
  model(spec: ModelCallSpec): Promise<ReplyRecord>;
  /** @throws RunFailed, TurnEnded */
  tool(spec: ToolCallSpec): Promise<ToolAnswer>;
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

/** The run cannot go on before somebody decides these approvals. */
export class RunParked extends Error {
  override name = 'RunParked';
  readonly approvalIds: string[];

  constructor(approvalIds: string[]) {
    super('The run waits for a person.');
    this.approvalIds = approvalIds;
  }
}
