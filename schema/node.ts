import { type ResourceKind, typeNameOf } from '../src/modules/resource/index.ts';
import { idKind } from '../src/platform/ids.ts';
import { builder } from './builder.ts';

/** Anything with an id. The id's prefix says what it is. */
export interface NodeShape {
  id: string;
  kind?: string;
}

/** The type of an execution in the graph. */
export function executionTypeName({ kind }: { kind?: string }): 'AgentRun' | 'ToolRun' {
  return kind === 'TOOL_RUN' ? 'ToolRun' : 'AgentRun';
}

const typeNames: Partial<Record<NonNullable<ReturnType<typeof idKind>>, (value: NodeShape) => string>> = {
  resource: ({ kind }) => typeNameOf(kind as ResourceKind),
  execution: executionTypeName,
  step: (value) => (value.kind === 'TOOL' ? 'ToolCall' : 'ModelCall'),
  approval: () => 'Approval',
  namespace: () => 'Namespace',
  principal: () => 'Principal',
  memoryItem: () => 'MemoryItem',
  scheduleRun: () => 'ScheduleRun',
};

/** The interface of everything that has an id. */
export const Node = builder.interfaceRef<NodeShape>('Node').implement({
  description: 'Anything that has an id and can be fetched by it.',
  resolveType: (value) => {
    const kind = idKind(value.id);
    return (kind && typeNames[kind]?.(value)) || undefined;
  },
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Unique over everything; its prefix says what it is.' }),
  }),
});
