import { OrreryError } from '../../platform/errors.ts';
import type { Actor } from '../identity/index.ts';
import type { Graph, ResourceName } from './graph.ts';
import { checkIdempotencyKey, checkInputSize } from './start.ts';

const maxRepeatWindowMs = 7 * 24 * 3_600_000;

/** A call of a tool that nobody's run asks for. */
export interface ToolCallInput {
  tool: ResourceName;
  /** Given to the tool exactly so. */
  arguments: Record<string, unknown>;
  /** On whose behalf: its policies and labels count as if it made the call. */
  agent: ResourceName | null;
  /** Where the execution belongs; with the agent, or else with the tool, when absent. */
  namespaceId: string | null;
  idempotencyKey: string | null;
  /** An equal call inside this time gives the first; null for no such thing. At most 7 days. */
  repeatWindowMs: number | null;
  /** Makes the call though it would be such a repeat. */
  force: boolean;
  labels: Record<string, string>;
}

/** A tool call made ready to run. */
export interface CompiledToolCall {
  /** The agent on whose behalf it is. */
  agentId: string | null;
  agentName: string | null;
  namespaceId: string;
  graph: Graph;
  maxSteps: number;
  timeoutMs: number | null;
}

/** Looks tool and agent up, checks the arguments and the policies. @throws OrreryError RESOURCE_NOT_FOUND, TOOL_INPUT_INVALID, POLICY_DENIED */
export type CompileTool = (actor: Actor, input: ToolCallInput) => Promise<CompiledToolCall>;

/** @throws OrreryError INPUT_INVALID */
export function checkToolCall(input: ToolCallInput): void {
  checkIdempotencyKey(input.idempotencyKey);
  checkInputSize(input.arguments);
  const window = input.repeatWindowMs;
  if (window !== null && (window < 0 || window > maxRepeatWindowMs)) {
    throw new OrreryError('INPUT_INVALID', 'A repeat window is 0s to 168h long.');
  }
}
