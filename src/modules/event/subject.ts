import type { EventPayloads, EventType } from './event.ts';

/** The kind of thing that an event is about, by the first word of its type; a resource's event names the kind itself. */
const kinds: Record<string, string> = {
  execution: 'Execution',
  modelCall: 'ModelCall',
  toolCall: 'ToolCall',
  node: 'NodeRun',
  approval: 'Approval',
  memory: 'Memory',
  policy: 'ToolCall',
  schedule: 'Schedule',
};

/** What kind of thing an event is about: the kind of a resource, or Execution, ModelCall, ToolCall, Approval. */
export function subjectKindOf(type: EventType, payload: EventPayloads[EventType]): string {
  return kinds[type.slice(0, type.indexOf('.'))] ?? ('kind' in payload ? payload.kind : 'Resource');
}

/** The name of what an event is about: of the resource, the memory, the execution, the model or the tool; null when it has none. */
export function subjectNameOf(
  type: EventType,
  payload: EventPayloads[EventType],
  executionName: string | null,
): string | null {
  if (type.startsWith('execution.')) return executionName;
  if ('tool' in payload) return payload.tool;
  if ('node' in payload) return payload.node;
  if ('model' in payload) return payload.model;
  return 'name' in payload ? (payload.name ?? null) : null;
}
