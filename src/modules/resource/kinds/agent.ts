import { z } from 'zod';
import type { Fault } from './fault.ts';
import {
  anyObject,
  decimal,
  milliseconds,
  optionalText,
  someText,
  strictFields,
  wholeNumber,
  wordList,
} from './fields.ts';
import { defineKind, referencesAt } from './kind.ts';
import { refField, refList } from './ref.ts';

const memory = strictFields({ role: someText, ref: refField, allow: wordList });

const toolUse = strictFields({
  profile: z.enum(['dynamic', 'contract']).default('dynamic'),
  sequence: wordList,
  requiredOutputMarkers: wordList,
  duplicateCalls: z.enum(['short_circuit', 'deny']).default('short_circuit'),
  onContractViolation: z.enum(['observe', 'non_retryable_error']).default('non_retryable_error'),
  afterTool: z.enum(['run_llm_again', 'stop_on_first_tool']).default('run_llm_again'),
});

// Steps of an agent that does not say how many it may take.
const defaultMaxSteps = 10;

const limits = strictFields({
  maxSteps: z
    .int32()
    .default(defaultMaxSteps)
    .transform((steps) => (steps <= 0 ? defaultMaxSteps : steps)),
  timeoutMs: milliseconds.optional(),
});

const budgets = strictFields({
  tokensPerRun: wholeNumber.optional(),
  costUsdPerDay: decimal.optional(),
  toolCallsPerRun: wholeNumber.optional(),
});

const parameters = strictFields({
  temperature: z.number().min(0).optional(),
  topP: z.number().min(0).max(1).optional(),
  maxOutputTokens: wholeNumber.min(1).optional(),
});

const framework = strictFields({
  adapter: refField.optional(),
  entrypoint: optionalText,
  pythonModule: optionalText,
  typescriptModule: optionalText,
  image: optionalText,
});

const shape = strictFields({
  displayName: optionalText,
  description: optionalText,
  prompt: z.string().default(''),
  model: refField.optional(),
  fallbackModels: refList,
  route: refField.optional(),
  tools: refList,
  allowedTools: wordList,
  mcpServers: refList,
  memories: z.array(memory).default([]),
  knowledge: refList,
  policies: refList,
  roles: refList,
  handoffs: refList,
  outputSchema: anyObject.optional(),
  toolUse: toolUse.prefault({}),
  limits: limits.prefault({}),
  budgets: budgets.prefault({}),
  parameters: parameters.prefault({}),
  framework: framework.optional(),
});

/** What an agent is told, which models, tools and memories it has, and within which bounds it works. */
export type AgentSpec = z.infer<typeof shape>;

export const agent = defineKind<AgentSpec>({
  kind: 'Agent',
  description: 'An agent: its prompt, its models, tools and bounds.',
  plural: 'agents',
  aliases: ['agent', 'agents'],
  hasController: true,
  shape,
  rules: (spec) => [...contractFaults(spec), ...memoryFaults(spec)],
  references: (spec) => [
    ...referencesAt('ModelEndpoint', 'model', spec.model),
    ...referencesAt('ModelEndpoint', 'fallbackModels', spec.fallbackModels),
    ...referencesAt('ModelRoute', 'route', spec.route),
    ...referencesAt('Tool', 'tools', spec.tools),
    ...referencesAt('McpServer', 'mcpServers', spec.mcpServers),
    ...referencesAt('Rag', 'knowledge', spec.knowledge),
    ...spec.memories.flatMap(({ ref }, index) => referencesAt('Memory', `memories[${index}].ref`, ref)),
    ...referencesAt('Policy', 'policies', spec.policies),
    ...referencesAt('AgentRole', 'roles', spec.roles),
    ...referencesAt('Agent', 'handoffs', spec.handoffs),
    ...referencesAt('FrameworkAdapter', 'framework.adapter', spec.framework?.adapter),
  ],
});

function contractFaults({ toolUse: { profile, sequence } }: AgentSpec): Fault[] {
  if (profile !== 'contract' || sequence.length > 0) return [];
  return [{ path: ['toolUse', 'sequence'], problem: 'must name at least one tool when the profile is contract' }];
}

function memoryFaults({ memories }: AgentSpec): Fault[] {
  return memories.flatMap(({ role }, index) =>
    memories.findIndex((other) => other.role === role) === index
      ? []
      : [{ path: ['memories', index, 'role'], problem: `repeats the role ${role}: each role has one memory` }],
  );
}
