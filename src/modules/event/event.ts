import type { EventDraft, JournalRow } from '../../platform/journal/index.ts';
import { subjectKindOf, subjectNameOf } from './subject.ts';

/** What an event says of a resource as the change left it; of a deleted one, as it was last. */
export interface ResourceFacts {
  kind: string;
  name: string;
  resourceVersion: number;
  /** Its labels then, so that watchers can select by them. */
  labels: Record<string, string>;
}

/** What an event says of an approval as the change left it; of a deleted one, as it was last. */
export interface ApprovalFacts {
  name: string;
  category: string;
  labels: Record<string, string>;
}

/** Which node of a graph an event is about: its step's key, its name, and what kind of node it is. */
export interface NodeFacts {
  key: string;
  node: string;
  nodeKind: string;
  /** The part of the work that it belongs to; null for none. */
  stage: string | null;
}

/** What each event says besides who, when, where and about what. One entry per type; the graph has one type for each. */
export interface EventPayloads {
  'resource.applied': ResourceFacts & {
    generation: number;
    created: boolean;
    /** The name that it had until now; absent when it keeps its name. */
    renamedFrom?: string;
    /** Those before, when they were others. */
    previousLabels?: Record<string, string>;
  };
  /** `isStillThere` is never written: it stands in what a watcher by name or labels is told of a resource that lost them. */
  'resource.deleted': ResourceFacts & { isStillThere?: true };
  'resource.statusChanged': ResourceFacts & { ready: boolean };
  /** `name` is that of the memory. */
  'memory.written': { name: string; itemId: string; key: string; created: boolean };
  'memory.deleted': { name: string; itemId: string; key: string; reason: 'DELETED' | 'EXPIRED' | 'SUPERSEDED' };
  'execution.created': { name: string; agent: string | null; forkedFrom: string | null };
  /** It was written before and may be run from now on. */
  'execution.queued': { turn: number };
  'execution.started': { turn: number; workerId: string };
  /** `wakeAt`, an ISO moment, is when it goes on by itself; absent or null when it waits for a person. */
  'execution.waiting': { reason: string; approvalIds: string[]; wakeAt?: string | null };
  'execution.paused': { reason: string | null };
  'execution.resumed': { turn: number };
  'execution.finished': { phase: string; reason: string | null };
  'modelCall.started': { key: string; provider: string; model: string; attempt: number };
  'modelCall.completed': {
    key: string;
    provider: string;
    model: string;
    attempt: number;
    inputTokens: number;
    outputTokens: number;
    cost: string;
    currency: string;
    latencyMs: number;
  };
  'modelCall.failed': {
    key: string;
    model: string;
    attempt: number;
    code: string;
    message: string;
    retryInMs: number | null;
  };
  'toolCall.requested': { key: string; tool: string; sideEffect: string };
  'toolCall.started': { key: string; tool: string; attempt: number };
  'toolCall.completed': { key: string; tool: string; attempt: number; isError: boolean; latencyMs: number };
  'toolCall.failed': {
    key: string;
    tool: string;
    attempt: number;
    code: string;
    message: string;
    retryInMs: number | null;
  };
  /** The execution ended before the call did. */
  'toolCall.cancelled': { key: string; tool: string };
  /** Events of approvals say their facts; those of early days do not. */
  /** A node of a graph begins an attempt. `received` are the nodes that sent it what it works on. */
  'node.started': NodeFacts & { attempt: number; received: string[] };
  /** `taken` are the nodes that its output went on to. */
  'node.completed': NodeFacts & { attempt: number; latencyMs: number; taken: string[] };
  'node.failed': NodeFacts & { attempt: number; code: string; message: string; retryInMs: number | null };
  /** No way to the node is open any more. */
  'node.skipped': NodeFacts;
  'approval.requested': Partial<ApprovalFacts> & {
    stepId: string | null;
    tool: string | null;
    risk: string;
    summary: string;
    expiresAt: string;
  };
  /** `created` is never written: it stands in what a watcher by name or labels is told of an approval that got them. */
  'approval.updated': Partial<ApprovalFacts> & {
    version: number;
    /** The name and the labels that it had until now. */
    previous?: Pick<ApprovalFacts, 'name' | 'labels'>;
    created?: true;
  };
  'approval.decided': Partial<ApprovalFacts> & {
    stepId: string | null;
    tool: string | null;
    phase: string;
    comment: string | null;
  };
  /** `isStillThere` is never written: it stands in what a watcher by name or labels is told of an approval that lost them. */
  'approval.deleted': Partial<ApprovalFacts> & { name: string; isStillThere?: true };
  /** `slot` is the time of its plan; null when somebody ran it now. What was started is a task or an execution, or neither. */
  'schedule.triggered': {
    name: string;
    runId: string;
    slot: string | null;
    /** As namespace/name. */
    task: string | null;
    executionId: string | null;
    /** What it took the place of: tasks and executions, as namespace/name. */
    replaced: string[];
  };
  /** `active` is what it waits for: tasks and executions, as namespace/name. */
  'schedule.skipped': { name: string; runId: string; slot: string; reason: 'FORBID'; active: string[] };
  'schedule.missed': { name: string; runId: string; slot: string; deadlineMs: number };
  /** Tasks as namespace/name. */
  'schedule.pruned': { name: string; tasks: string[] };
  'policy.decided': {
    stepId: string;
    tool: string;
    effect: string;
    policyId: string | null;
    policyName: string | null;
    policyVersion: string | null;
    rule: string | null;
    reason: string;
  };
}

export type EventType = keyof EventPayloads;

/** A journal row whose payload is known by its type. */
export type OrreryEvent = {
  [Type in EventType]: Omit<JournalRow, 'type' | 'payload'> & { type: Type; payload: EventPayloads[Type] };
}[EventType];

export const eventTypes: readonly EventType[] = Object.keys({
  'resource.applied': true,
  'resource.deleted': true,
  'resource.statusChanged': true,
  'memory.written': true,
  'memory.deleted': true,
  'execution.created': true,
  'execution.queued': true,
  'execution.started': true,
  'execution.waiting': true,
  'execution.paused': true,
  'execution.resumed': true,
  'execution.finished': true,
  'modelCall.started': true,
  'modelCall.completed': true,
  'modelCall.failed': true,
  'toolCall.requested': true,
  'toolCall.started': true,
  'toolCall.completed': true,
  'toolCall.failed': true,
  'toolCall.cancelled': true,
  'node.started': true,
  'node.completed': true,
  'node.failed': true,
  'node.skipped': true,
  'approval.requested': true,
  'approval.updated': true,
  'approval.decided': true,
  'approval.deleted': true,
  'schedule.triggered': true,
  'schedule.skipped': true,
  'schedule.missed': true,
  'schedule.pruned': true,
  'policy.decided': true,
} satisfies Record<EventType, true>) as EventType[];

type Place = Pick<
  EventDraft,
  'organizationId' | 'namespaceId' | 'actorId' | 'subjectId' | 'executionId' | 'executionName' | 'agentId'
>;

/** A draft whose payload fits its type. An event of an execution says the execution's name and its agent. */
export function draftEvent<Type extends EventType>(type: Type, place: Place, payload: EventPayloads[Type]): EventDraft {
  const subjectKind = subjectKindOf(type, payload);
  const subjectName = subjectNameOf(type, payload, place.executionName ?? null);
  const agentId = place.agentId ?? (subjectKind === 'Agent' ? place.subjectId : null);
  return { type, ...place, agentId, subjectKind, subjectName, payload };
}

/** A row of the journal as a typed event. A type that a newer Orrery wrote is not known here: undefined. */
export function asEvent(row: JournalRow): OrreryEvent | undefined {
  return eventTypes.includes(row.type as EventType) ? (row as unknown as OrreryEvent) : undefined;
}
