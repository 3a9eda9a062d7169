import type { Execution } from '../src/modules/execution/index.ts';
import type { ErrorCode } from '../src/platform/errors.ts';
import { builder, type GraphTypes } from './builder.ts';
import { AgentRunRef, ExecutionPhaseEnum } from './execution.ts';
import { ExecutionKindEnum } from './execution-kind.ts';
import { resultUnion } from './failure.ts';
import { executionTypeName } from './node.ts';
import { LabelInput } from './resource.ts';
import { ToolRunRef } from './tool-run.ts';
import { workRunRefs } from './work-run.ts';

export const ResourceNameInput = builder.inputType('ResourceNameInput', {
  description: 'Names a resource.',
  fields: (t) => ({
    namespace: t.string({ defaultValue: 'default', description: 'Its namespace.' }),
    name: t.string({ required: true, description: 'Its name.' }),
  }),
});

const LabelMatch = builder.inputType('LabelMatch', {
  description: 'A label, and the value that it has to have.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'The key.' }),
    value: t.string({ description: 'The value; without one the label does not matter.' }),
  }),
});

export const ExecutionFilterInput = builder.inputType('ExecutionFilter', {
  description: 'Which executions; what is absent is not asked for.',
  fields: (t) => ({
    namespace: t.string({ description: 'Those in this namespace.' }),
    name: t.string({ description: 'Those of this name.' }),
    agent: t.id({ description: 'Those of this agent, by its id.' }),
    agentName: t.string({
      description: 'Those of agents of this name, in any namespace unless `namespace` names one.',
    }),
    kinds: t.field({ type: [ExecutionKindEnum], description: 'Those of one of these kinds.' }),
    definition: t.id({ description: 'Runs of this resource, by its id; for an agent say `agent`.' }),
    definitionName: t.string({ description: 'Runs of tasks, systems and workflows of this name.' }),
    conversation: t.id({ description: 'Those of this conversation.' }),
    phases: t.field({ type: [ExecutionPhaseEnum], description: 'Those in one of these phases.' }),
    labels: t.field({ type: [LabelInput], description: 'Those that have all of these labels.' }),
    label: t.field({ type: LabelMatch, description: 'Those that have this label.' }),
    since: t.field({ type: 'DateTime', description: 'Those started at this moment or later.' }),
  }),
});

/** Input fields as name and namespace, with the default namespace. */
export function resourceName(input: { namespace?: string | null | undefined; name: string }): {
  namespace: string;
  name: string;
} {
  return { namespace: input.namespace ?? 'default', name: input.name };
}

/** Labels as a map. */
export function labelMap(labels: readonly { key: string; value: string }[] | null | undefined): Record<string, string> {
  return Object.fromEntries((labels ?? []).map(({ key, value }) => [key, value]));
}

type FieldsOf = PothosSchemaTypes.InputFieldBuilder<GraphTypes, 'InputObject'>;

/** The result of a mutation that gives an execution. */
export function executionResult(name: string, description: string, codes: readonly ErrorCode[]) {
  const members = [AgentRunRef, ToolRunRef, ...workRunRefs];
  return resultUnion<Execution>(name, { description, members, codes, typeName: executionTypeName });
}

/** The input fields that name an execution: an id, or a namespace and a name. */
export function whichExecutionFields(t: FieldsOf) {
  return {
    id: t.id({ description: 'The execution, by its id; this or its name.' }),
    namespace: t.string({ defaultValue: 'default', description: 'Its namespace, when it is looked up by name.' }),
    name: t.string({ description: 'Its name.' }),
  };
}

/** The input of a mutation on one execution. */
export function executionInput(name: string, what: string) {
  return builder.inputType(name, {
    description: `Which execution to ${what}.`,
    fields: (t) => ({
      ...whichExecutionFields(t),
      reason: t.string({ description: 'Why, for those who look at it later.' }),
      dryRun: t.boolean({ defaultValue: false, description: 'Only say what would become of it.' }),
    }),
  });
}
