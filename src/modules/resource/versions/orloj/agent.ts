import { z } from 'zod';
import {
  type AgentSpec,
  anyObject,
  durationMs,
  durationText,
  type Fault,
  inAnyCase,
  kinds,
  narrowed,
  optionalText,
  printDuration,
  type Ref,
  readings,
  refText,
  wordList,
  wordOf,
} from '../../kinds/index.ts';
import { defineSpokeKind, someOf } from '../spoke.ts';
import { given } from './both-cases.ts';
import { apiVersion, countOrDefault, keeps, orlojFields, refName, refNames } from './fields.ts';

const memoryOperations = ['read', 'write', 'search', 'list', 'ingest'] as const;

const operation = z
  .preprocess(
    (value) =>
      typeof value === 'string'
        ? value
            .trim()
            .toLowerCase()
            .replace(/^memory\./, '')
        : value,
    z.enum(memoryOperations),
  )
  .register(readings, {
    reads: () => inAnyCase(memoryOperations.flatMap((word) => [word, `memory.${word}`])),
  });

const memory = narrowed(
  orlojFields({
    ref: refName,
    type: optionalText,
    provider: optionalText,
    allow: z
      .array(operation)
      .transform((operations) => [...new Set(operations)])
      .optional(),
  }).refine(({ ref, allow }) => ref !== undefined || allow === undefined || allow.length === 0, {
    path: ['ref'],
    error: 'is required when allow is given',
  }),
  (own) => ({ ...own, anyOf: [given('ref'), { not: given('allow', { type: 'array', minItems: 1 }) }] }),
);

const schema = orlojFields({
  model: z.never({ error: 'was removed: name a ModelEndpoint in model_ref' }).optional(),
  model_ref: refName,
  fallback_model_refs: refNames,
  prompt: z.string().default(''),
  tools: refNames,
  allowed_tools: wordList,
  roles: refNames,
  memory: memory.prefault({}),
  execution: orlojFields({
    profile: wordOf(['dynamic', 'contract']),
    tool_sequence: wordList,
    required_output_markers: wordList,
    duplicate_tool_call_policy: wordOf(['short_circuit', 'deny']),
    on_contract_violation: wordOf(['observe', 'non_retryable_error']),
    tool_use_behavior: wordOf(['run_llm_again', 'stop_on_first_tool']),
    output_schema: anyObject.optional(),
  }).prefault({}),
  limits: orlojFields({ max_steps: countOrDefault, timeout: durationText }).prefault({}),
});

type Manifest = z.infer<typeof schema>;

// The one memory of an Orloj agent plays this role among the memories of the hub.
const memoryRole = 'working';

export const agent = defineSpokeKind<AgentSpec, Manifest>({
  kindName: 'Agent',
  apiVersion,
  schema,
  keeps,
  rules: (spec) => [...modelFaults(spec), ...kinds.Agent.rules(spec)],
  pathNames: { model: 'model_ref', 'toolUse.sequence': 'execution.tool_sequence' },
  toHub: (manifest) => ({
    prompt: manifest.prompt,
    model: manifest.model_ref,
    fallbackModels: manifest.fallback_model_refs,
    tools: manifest.tools,
    allowedTools: manifest.allowed_tools,
    roles: manifest.roles,
    memories: memoriesOf(manifest),
    outputSchema: manifest.execution.output_schema,
    toolUse: {
      profile: manifest.execution.profile,
      sequence: manifest.execution.tool_sequence,
      requiredOutputMarkers: manifest.execution.required_output_markers,
      duplicateCalls: manifest.execution.duplicate_tool_call_policy,
      onContractViolation: manifest.execution.on_contract_violation,
      afterTool: manifest.execution.tool_use_behavior,
    },
    limits: { maxSteps: manifest.limits.max_steps, timeoutMs: durationMs(manifest.limits.timeout) },
  }),
  fromHub: (spec) => ({
    model_ref: spec.model && refText(spec.model),
    fallback_model_refs: refTexts(spec.fallbackModels),
    prompt: spec.prompt,
    tools: refTexts(spec.tools),
    allowed_tools: someOf(spec.allowedTools),
    roles: refTexts(spec.roles),
    memory: memoryOf(spec),
    execution: executionOf(spec),
    limits: {
      max_steps: spec.limits.maxSteps,
      timeout: spec.limits.timeoutMs === undefined ? undefined : printDuration(spec.limits.timeoutMs),
    },
  }),
});

function modelFaults({ model }: AgentSpec): Fault[] {
  return model === undefined ? [{ path: ['model'], problem: 'is required' }] : [];
}

function refTexts(refs: Ref[]): string[] | undefined {
  return someOf(refs.map(refText));
}

function memoriesOf({ memory: { ref, allow } }: Manifest): unknown[] {
  return ref === undefined ? [] : [{ role: memoryRole, ref, allow: allow ?? [] }];
}

function memoryOf({ memories }: AgentSpec): object {
  const memory = memories.find(({ role }) => role === memoryRole);
  return memory === undefined ? {} : { ref: refText(memory.ref), allow: someOf(memory.allow) };
}

function executionOf({ toolUse, outputSchema }: AgentSpec): object {
  return {
    profile: toolUse.profile,
    tool_sequence: someOf(toolUse.sequence),
    required_output_markers: someOf(toolUse.requiredOutputMarkers),
    duplicate_tool_call_policy: toolUse.duplicateCalls,
    on_contract_violation: toolUse.onContractViolation,
    tool_use_behavior: toolUse.afterTool,
    output_schema: outputSchema,
  };
}
