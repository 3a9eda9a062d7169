export { ConversationStore } from './conversation-store.ts';
export {
  type Definition,
  type Execution,
  type ExecutionFailure,
  type ExecutionKind,
  type ExecutionPhase,
  executionKinds,
  executionPhases,
  isFinal,
  type PlannedExecution,
  type ReplayMode,
  type Screening,
} from './execution.ts';
export { replyOf } from './execution-reply.ts';
export { ExecutionService } from './execution-service.ts';
export { ExecutionStarter } from './execution-starter.ts';
export { type ExecutionFilter, ExecutionStore } from './execution-store.ts';
export {
  type AgentContract,
  type AgentNode,
  type ApprovalNode,
  agentGraph,
  type BranchNode,
  type Condition,
  type Exchange,
  type Graph,
  type GraphBudget,
  type GraphContext,
  type GraphEdge,
  type GraphNode,
  type ItemFailure,
  type JoinRule,
  type LoopNode,
  type MapNode,
  type MergePolicy,
  type ModelNode,
  type NodeRetry,
  type NodeRules,
  type ResourceName,
  type ReviewRule,
  type SubgraphNode,
  type ToolNode,
} from './graph.ts';
export type { CompiledJob, CompileJob, JobInput, JobRecord } from './job.ts';
export { JobService } from './job-service.ts';
export { RunListStore, type RunSelection, type ToolCallSelection } from './run-list-store.ts';
export { RunLists } from './run-lists.ts';
export { RunPreparation } from './run-preparation.ts';
export { type Fence, RunStore, type StepOpening, type StepOutcome, TurnEnded } from './run-store.ts';
export { untilSettled } from './settlement.ts';
export type {
  CompileAgent,
  CompiledWork,
  CompileWork,
  StartInput,
  StartTarget,
  WorkCompilers,
  WorkKind,
  WorkToCompile,
} from './start.ts';
export {
  type GateStep,
  isSettled,
  type ModelStep,
  type NodeMessage,
  type NodeStep,
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
