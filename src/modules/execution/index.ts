export { ConversationStore } from './conversation-store.ts';
export {
  type Execution,
  type ExecutionFailure,
  type ExecutionPhase,
  executionPhases,
  isFinal,
  type PlannedExecution,
  type ReplayMode,
  type Screening,
} from './execution.ts';
export { replyOf } from './execution-reply.ts';
export { ExecutionService } from './execution-service.ts';
export { ExecutionStarter } from './execution-starter.ts';
export { type ExecutionFilter, ExecutionStore, type NewExecution } from './execution-store.ts';
export {
  type AgentNode,
  agentGraph,
  type Exchange,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type MapNode,
  type ModelNode,
  type ResourceName,
  type SubgraphNode,
  type ToolNode,
} from './graph.ts';
export { RunListStore, type RunSelection, type ToolCallSelection } from './run-list-store.ts';
export { RunLists } from './run-lists.ts';
export { RunPreparation } from './run-preparation.ts';
export { type Fence, RunStore, type StepOpening, type StepOutcome, TurnEnded } from './run-store.ts';
export { untilSettled } from './settlement.ts';
export type { CompileAgent, CompiledAgent, StartInput } from './start.ts';
export {
  isSettled,
  type ModelStep,
  type ReplyRecord,
  type RequestedCall,
  type RouteCandidate,
  type Step,
  type StepDecision,
  type StepError,
  type StepPhase,
  type ToolStep,
} from './step.ts';
export type { CompileTool, ToolCallInput } from './tool-call.ts';
export { type CallDenial, ToolCallService } from './tool-call-service.ts';
export { ToolCallStore } from './tool-call-store.ts';
export type { Dependents, TurnQueue } from './turn-queue.ts';
