import type { AgentSpec } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { kindRef } from './kind-ref.ts';
import type { Loaders } from './loaders.ts';
import { loadNamed, nameOf, ResourceName } from './reference.ts';
import { Money } from './usage.ts';

/** A memory of an agent, and the namespace of the agent. */
interface MemoryShape {
  namespace: string;
  memory: AgentSpec['memories'][number];
}

export const AgentMemory = builder.objectRef<MemoryShape>('AgentMemory').implement({
  description: 'A memory that an agent has. Not acted on yet.',
  fields: (t) => ({
    role: t.string({ description: 'What it is for; unique in the agent.', resolve: ({ memory }) => memory.role }),
    name: t.field({
      type: ResourceName,
      description: 'Which memory it is, whether or not it exists.',
      resolve: ({ memory, namespace }) => nameOf(memory.ref, { namespace }),
    }),
    memory: t.field({
      type: 'Memory' as never,
      nullable: true,
      description: 'The memory; null when it does not exist.',
      resolve: (({ memory, namespace }: MemoryShape, _args: object, { loaders }: { loaders: Loaders }) =>
        loadNamed(loaders, 'Memory', nameOf(memory.ref, { namespace }))) as never,
    }),
    allow: t.stringList({ description: 'What the agent may do with it.', resolve: ({ memory }) => memory.allow }),
  }),
});

/** What runs the code of an agent, and the namespace of the agent. */
interface FrameworkShape {
  namespace: string;
  framework: NonNullable<AgentSpec['framework']>;
}

export const AgentFramework = builder.objectRef<FrameworkShape>('AgentFramework').implement({
  description: 'The code of an agent that is written with a framework, and what runs it. Not acted on yet.',
  fields: (t) => ({
    adapter: t.field({
      type: kindRef('FrameworkAdapter'),
      nullable: true,
      description: 'What runs it; null when it is not said or does not exist.',
      resolve: ({ framework, namespace }, _args, { loaders }) =>
        framework.adapter ? loadNamed(loaders, 'FrameworkAdapter', nameOf(framework.adapter, { namespace })) : null,
    }),
    entrypoint: t.string({
      nullable: true,
      description: 'The file in which it begins; null when it is not said.',
      resolve: ({ framework }) => framework.entrypoint,
    }),
    pythonModule: t.string({
      nullable: true,
      description: 'The module of Python and what in it is the agent; null when it is not in Python.',
      resolve: ({ framework }) => framework.pythonModule,
    }),
    typescriptModule: t.string({
      nullable: true,
      description: 'The module of TypeScript and what in it is the agent; null when it is not in TypeScript.',
      resolve: ({ framework }) => framework.typescriptModule,
    }),
    image: t.string({
      nullable: true,
      description: 'The container image that has it; null when it is not said.',
      resolve: ({ framework }) => framework.image,
    }),
  }),
});

export const AgentLimits = builder.objectRef<AgentSpec['limits']>('AgentLimits').implement({
  description: 'How long a run of an agent may go on.',
  fields: (t) => ({
    maxSteps: t.exposeInt('maxSteps', { description: 'Model calls that a run may make.' }),
    timeout: t.expose('timeoutMs', {
      type: 'Duration',
      nullable: true,
      description: 'How long a run may take; null sets no bound.',
    }),
  }),
});

export const AgentBudgets = builder.objectRef<AgentSpec['budgets']>('AgentBudgets').implement({
  description: 'What an agent may use; null sets no bound.',
  fields: (t) => ({
    tokensPerRun: t.exposeInt('tokensPerRun', { nullable: true, description: 'Tokens that one run may use.' }),
    toolCallsPerRun: t.exposeInt('toolCallsPerRun', {
      nullable: true,
      description: 'Tool calls that one run may make.',
    }),
    costPerDay: t.field({
      type: Money,
      nullable: true,
      description: 'What all runs of one day may cost. Not acted on yet.',
      resolve: ({ costUsdPerDay: amount }) => (amount === undefined ? null : { amount, currency: 'USD' }),
    }),
  }),
});

export const AgentParameters = builder.objectRef<AgentSpec['parameters']>('AgentParameters').implement({
  description: 'What the model calls of an agent ask for; null leaves it to the endpoint.',
  fields: (t) => ({
    temperature: t.exposeFloat('temperature', {
      nullable: true,
      description: 'How freely the model chooses; 0 is least.',
    }),
    topP: t.exposeFloat('topP', {
      nullable: true,
      description: 'The share of likely tokens it chooses among, 0 to 1.',
    }),
    maxOutputTokens: t.exposeInt('maxOutputTokens', { nullable: true, description: 'Tokens that an answer may have.' }),
  }),
});

const ToolUseProfile = builder.enumType('ToolUseProfile', {
  description: 'Who decides which tools are called.',
  values: {
    DYNAMIC: { value: 'dynamic', description: 'The model.' },
    CONTRACT: { value: 'contract', description: 'The agent: its sequence of tools has to be called.' },
  } as const,
});

const DuplicateCalls = builder.enumType('DuplicateCalls', {
  description: 'What happens when a model asks for the same call again.',
  values: {
    SHORT_CIRCUIT: { value: 'short_circuit', description: 'It is given the result that is there already.' },
    DENY: { value: 'deny', description: 'It is to be refused; for now the call is made again.' },
  } as const,
});

const OnContractViolation = builder.enumType('OnContractViolation', {
  description: 'What happens when a run breaks its contract.',
  values: {
    OBSERVE: { value: 'observe', description: 'It is noted.' },
    NON_RETRYABLE_ERROR: { value: 'non_retryable_error', description: 'The run fails for good.' },
  } as const,
});

const AfterTool = builder.enumType('AfterTool', {
  description: 'What follows a tool call.',
  values: {
    RUN_MODEL_AGAIN: { value: 'run_llm_again', description: 'The model is given the result.' },
    STOP_ON_FIRST_TOOL: { value: 'stop_on_first_tool', description: 'The result is the output of the run.' },
  } as const,
});

export const AgentToolUse = builder.objectRef<AgentSpec['toolUse']>('AgentToolUse').implement({
  description: 'How an agent is to use its tools.',
  fields: (t) => ({
    profile: t.expose('profile', { type: ToolUseProfile, description: 'Who decides. Not acted on yet.' }),
    sequence: t.exposeStringList('sequence', {
      description: 'The tools that CONTRACT demands, in order. Not acted on yet.',
    }),
    requiredOutputMarkers: t.exposeStringList('requiredOutputMarkers', {
      description: 'Texts that the output has to contain. Not acted on yet.',
    }),
    duplicateCalls: t.expose('duplicateCalls', {
      type: DuplicateCalls,
      description: 'What happens when the model asks for the same call again.',
    }),
    onContractViolation: t.expose('onContractViolation', {
      type: OnContractViolation,
      description: 'What happens when a run breaks the contract. Not acted on yet.',
    }),
    afterTool: t.expose('afterTool', { type: AfterTool, description: 'What follows a tool call. Not acted on yet.' }),
  }),
});
