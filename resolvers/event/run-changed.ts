import { builder, type GraphTypes } from '../../schema/builder.ts';
import type { Context } from '../../schema/context.ts';
import { EventRef } from '../../schema/event.ts';
import { labelMap } from '../../schema/execution-input.ts';
import { LabelInput } from '../../schema/resource.ts';
import type { EventFilter, OrreryEvent } from '../../src/modules/event/index.ts';
import type { Execution, RunSelection, ToolStep } from '../../src/modules/execution/index.ts';
import { type Followed, follow } from './list-then-watch.ts';
import { afterDescription } from './watch.ts';

const executionTypes = [
  'execution.created',
  'execution.started',
  'execution.waiting',
  'execution.paused',
  'execution.resumed',
  'execution.finished',
] as const;

const toolCallTypes = [
  'toolCall.requested',
  'toolCall.started',
  'toolCall.completed',
  'toolCall.failed',
  'toolCall.cancelled',
] as const;

type FieldsOf = PothosSchemaTypes.InputFieldBuilder<GraphTypes, 'InputObject'>;

function runFields(t: FieldsOf) {
  return {
    namespace: t.string({ description: 'Those in this namespace.' }),
    agentName: t.string({ description: 'Those of agents that had this name when they were started.' }),
    labels: t.field({ type: [LabelInput], description: 'Those of executions with all of these labels.' }),
  };
}

const ExecutionSelector = builder.inputType('ExecutionSelector', {
  description: 'Which executions; what is absent is not asked for.',
  fields: (t) => ({ ...runFields(t), name: t.string({ description: 'The one of this name.' }) }),
});

const ToolCallSelector = builder.inputType('ToolCallSelector', {
  description: 'Which tool calls; what is absent is not asked for.',
  fields: (t) => ({
    ...runFields(t),
    id: t.id({ description: 'The one with this id.' }),
    execution: t.id({ description: 'Those of this execution.' }),
    tool: t.string({ description: 'Those of the tool that is called so.' }),
  }),
});

type ExecutionsWanted = typeof ExecutionSelector.$inferInput | null | undefined;
type ToolCallsWanted = typeof ToolCallSelector.$inferInput | null | undefined;

function selectionOf(selector: ExecutionsWanted | ToolCallsWanted): RunSelection {
  const { agentName, labels } = selector ?? {};
  return { agentName: agentName ?? undefined, labels: labels ? labelMap(labels) : undefined };
}

/** What both kinds of watchers follow. An event does not say all that its execution may be selected by. */
function runsOf({ services, actor }: Context, selection: RunSelection, filter: EventFilter) {
  const isOfAny = Object.values(selection).every((one) => one === undefined);
  const isWanted = (event: OrreryEvent): Promise<boolean> =>
    services.runLists.hasExecution(actor, selection, event.executionId ?? '');
  return { filter, isWanted: isOfAny ? undefined : isWanted };
}

function executionsOf(context: Context, selector: ExecutionsWanted): Followed<Execution> {
  const { services, actor } = context;
  const { namespace, name } = selector ?? {};
  const selection = { ...selectionOf(selector), name: name ?? undefined };
  return {
    ...runsOf(context, selection, { types: executionTypes }),
    namespaces: namespace == null ? undefined : [namespace],
    list: (namespaceIds) => services.runLists.executions(actor, { ...selection, namespaceIds }),
    listed: (item, position) => ({ kind: 'listedExecution', item, position }),
  };
}

function toolCallsOf(context: Context, selector: ToolCallsWanted): Followed<ToolStep> {
  const { services, actor } = context;
  const { namespace, id, execution, tool } = selector ?? {};
  const runs = selectionOf(selector);
  const selection = { ...runs, id: id ?? undefined, executionId: execution ?? undefined, tool: tool ?? undefined };
  const { executionId } = selection;
  return {
    ...runsOf(context, runs, {
      types: toolCallTypes,
      executionId,
      subjectId: selection.id,
      subjectName: selection.tool,
    }),
    namespaces: namespace == null ? undefined : [namespace],
    list: (namespaceIds) => services.runLists.toolCalls(actor, { ...selection, namespaceIds }),
    listed: (item, position) => ({ kind: 'listedToolCall', item, position }),
  };
}

const initialDescription = (listed: string): string =>
  `Begin with what is there: ${listed} for each, by its id, then a Bookmark, then the changes since. Without effect when \`after\` is given.`;

builder.subscriptionField('executionChanged', (t) =>
  t.field({
    type: EventRef,
    description:
      'Executions as they come from one phase to another. What they use and cost grows in between; `executionEvents` tells of each call.',
    authScopes: { action: 'event:read' },
    args: {
      selector: t.arg({ type: ExecutionSelector, description: 'Which ones.' }),
      after: t.arg({ type: 'Cursor', description: afterDescription }),
      initial: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: initialDescription('an ExecutionListed'),
      }),
    },
    subscribe: (_root, { selector, after, initial }, context) =>
      follow(context, executionsOf(context, selector), { after, initial }),
    resolve: (value) => value,
  }),
);

builder.subscriptionField('toolCallChanged', (t) =>
  t.field({
    type: EventRef,
    description: 'Tool calls of all executions, as they are asked for, made and settled.',
    authScopes: { action: 'event:read' },
    args: {
      selector: t.arg({ type: ToolCallSelector, description: 'Which ones.' }),
      after: t.arg({ type: 'Cursor', description: afterDescription }),
      initial: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: initialDescription('a ToolCallListed'),
      }),
    },
    subscribe: (_root, { selector, after, initial }, context) =>
      follow(context, toolCallsOf(context, selector), { after, initial }),
    resolve: (value) => value,
  }),
);
