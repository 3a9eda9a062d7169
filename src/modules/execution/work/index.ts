export { type Activation, activationsOf, attemptsOf, isMadeIn, type Work, wholeOf } from './activation.ts';
export { type MadeByRun, madeBy } from './made.ts';
export {
  type MessageFilter,
  type MessagePhase,
  messagePhases,
  messagesOfWork,
  selectMessages,
  senderName,
  type WorkMessage,
} from './messages.ts';
export { type EdgeCounts, type MessageCounts, metricsOf, type NodeCounts, phaseCounts } from './metrics.ts';
export {
  agentsAtWork,
  type PlannedWork,
  type RunStage,
  type StagePhase,
  stageAtWork,
  stagesOf,
} from './stages.ts';
export { type TraceEvent, traceOf } from './trace.ts';
