export { type ApprovalSelection, approvalSeenBy } from './approval-selection.ts';
export {
  type ApprovalFacts,
  draftEvent,
  type EventPayloads,
  type EventType,
  eventTypes,
  type OrreryEvent,
} from './event.ts';
export { type EventFilter, EventService, type StreamItem } from './event-service.ts';
export { isResourceEvent, type ResourceEvent, type ResourceSelection, seenBy } from './resource-selection.ts';
export { subjectKindOf } from './subject.ts';
export { lineOf, summaryOf } from './summary.ts';
