export type { BranchGate } from './branch.ts';
export type { BoundedRun, BudgetKeeper, Hold, Reservation } from './budget-keeper.ts';
export { ConversationStore } from './conversation-store.ts';
export type { DefinitionDiff, NodeDiff, Pair } from './definition-diff.ts';
export {
  type Definition,
  type Execution,
  type ExecutionFailure,
  type ExecutionKind,
  type ExecutionPhase,
  executionPhases,
  isFinal,
  type PlannedExecution,
  type ReplayMode,
  type Screening,
} from './execution.ts';
export { type ComparedExecution, diffExecutions, type ExecutionDiff } from './execution-diff.ts';
export { replyOf } from './execution-reply.ts';
export { ExecutionService } from './execution-service.ts';
export { ExecutionStarter } from './execution-starter.ts';
export { type ExecutionFilter, ExecutionStore, type NewExecution } from './execution-store.ts';
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
  type Inbox,
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
export { type DrawnRun, drawGraph } from './graph-drawing.ts';
export { nodesOf } from './graph-nodes.ts';
export type { CompiledJob, CompileJob, JobInput, JobRecord } from './job.ts';
export { JobService } from './job-service.ts';
export type { JsonChange } from './json-diff.ts';
export { type Interval, leastSample, type RunHistory } from './run-history.ts';
export { RunHistoryStore } from './run-history-store.ts';
export { RunKeeper } from './run-keeper.ts';
export { RunListStore, type RunSelection, type ToolCallSelection } from './run-list-store.ts';
export { RunLists } from './run-lists.ts';
export { RunPreparation } from './run-preparation.ts';
export { type ItemCount, progressOf, type RunProgress } from './run-progress.ts';
export { type Fence, type NodeNote, RunStore, type StepOpening, type StepOutcome, TurnEnded } from './run-store.ts';
export { userText } from './said.ts';
export { untilSettled } from './settlement.ts';
export {
  type CompileAgent,
  type CompiledWork,
  type CompileWork,
  checkIdempotencyKey,
  runNameOf,
  type StartInput,
  type StartTarget,
  type WorkCompilers,
  type WorkKind,
  type WorkToCompile,
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
export type { StepDiff, StepRelation } from './step-diff.ts';
export { type Span, type Timeline, timelineOf } from './timeline.ts';
export type { CompileTool, ToolCallInput } from './tool-call.ts';
export { type CallDenial, ToolCallService } from './tool-call-service.ts';
export { ToolCallStore } from './tool-call-store.ts';
export { type Dependents, enqueueTurn, type TurnQueue } from './turn-queue.ts';
export { UnattendedRunStore } from './unattended-run-store.ts';
export {
  type Activation,
  activationsOf,
  agentsAtWork,
  attemptsOf,
  type EdgeCounts,
  type MadeByRun,
  type MessageCounts,
  type MessageFilter,
  type MessagePhase,
  madeBy,
  messagePhases,
  messagesOfWork,
  metricsOf,
  type NodeCounts,
  type PlannedWork,
  phaseCounts,
  type RunStage,
  type StagePhase,
  selectMessages,
  senderName,
  stageAtWork,
  stagesOf,
  type TraceEvent,
  traceOf,
  type Work,
  type WorkMessage,
  wholeOf,
} from './work/index.ts';
