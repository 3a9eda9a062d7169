import type { ObjectRef } from '@pothos/core';
import type { Approval } from '../src/modules/approval/index.ts';
import type { Execution, ToolStep } from '../src/modules/execution/index.ts';
import type { Position } from '../src/platform/journal/index.ts';
import { ApprovalRef } from './approval.ts';
import { builder, type GraphTypes } from './builder.ts';
import { ExecutionRef } from './execution.ts';
import { ToolCallRef } from './step.ts';

/** Something that was there when a stream began. */
interface Listed<Kind extends string, Item> {
  kind: Kind;
  item: Item;
  /** Where the journal stood before the list was read. */
  position: Position;
}

export type ListedExecution = Listed<'listedExecution', Execution>;
export type ListedToolCall = Listed<'listedToolCall', ToolStep>;
export type ListedApproval = Listed<'listedApproval', Approval>;

/** What runs, what it calls, and what it asks, as a list with which a stream begins tells of them. */
export type ListedRun = ListedExecution | ListedToolCall | ListedApproval;

/** The type of each in the graph. */
export const listedRunNames = {
  listedExecution: 'ExecutionListed',
  listedToolCall: 'ToolCallListed',
  listedApproval: 'ApprovalListed',
} as const satisfies Record<ListedRun['kind'], string>;

function define<Item extends ListedRun>(kind: Item['kind'], what: string): ObjectRef<GraphTypes, Item> {
  return builder.objectRef<Item>(listedRunNames[kind]).implement({
    description: `${what} that was there already when the stream began. A bookmark follows the last one.`,
    fields: (t) => ({
      cursor: t.field({
        type: 'Cursor',
        description:
          'Where the journal stood before the list was read. A stream that goes on from this lists again, for the list is whole only with the bookmark after it.',
        resolve: ({ position }, _args, { services }) => services.events.listCursor(position),
      }),
    }),
  });
}

const executionListed = define<ListedExecution>('listedExecution', 'An execution');
const toolCallListed = define<ListedToolCall>('listedToolCall', 'A tool call');
const approvalListed = define<ListedApproval>('listedApproval', 'An approval');

// Nullable although there is always one: in a stream they stand beside those of the events, and are of the same type.
builder.objectField(executionListed, 'execution', (t) =>
  t.field({
    type: ExecutionRef,
    nullable: true,
    description: 'The execution. Never null.',
    resolve: ({ item }) => item,
  }),
);
builder.objectField(toolCallListed, 'toolCall', (t) =>
  t.field({ type: ToolCallRef, description: 'The tool call.', resolve: ({ item }) => item }),
);
builder.objectField(approvalListed, 'approval', (t) =>
  t.field({ type: ApprovalRef, nullable: true, description: 'The approval. Never null.', resolve: ({ item }) => item }),
);

export const listedRunRefs = [executionListed, toolCallListed, approvalListed] as const;
