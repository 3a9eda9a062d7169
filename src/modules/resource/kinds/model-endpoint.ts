import { z } from 'zod';
import type { Fault } from './fault.ts';
import {
  anyObject,
  decimal,
  milliseconds,
  optionalText,
  someText,
  strictFields,
  textMap,
  wholeNumber,
  wordList,
} from './fields.ts';
import { readings } from './input-schema.ts';
import { defineKind, referencesAt } from './kind.ts';
import { secretRefField } from './ref.ts';

/** The ten abilities by which a route chooses among models. */
export const capabilityNames = [
  'text',
  'vision',
  'audio',
  'toolCalling',
  'structuredOutput',
  'jsonSchema',
  'streaming',
  'reasoning',
  'computerUse',
  'embeddings',
] as const;

const capability = z.boolean().default(false);

const capabilities = strictFields({
  text: capability,
  vision: capability,
  audio: capability,
  toolCalling: capability,
  structuredOutput: capability,
  jsonSchema: capability,
  streaming: capability,
  reasoning: capability,
  computerUse: capability,
  embeddings: capability,
});

const count = wholeNumber.optional();

const modelLimits = strictFields({
  contextWindowTokens: count,
  maxOutputTokens: count,
  requestsPerMinute: count,
  tokensPerMinute: count,
});

/** A currency by its three letters (ISO 4217). */
export const currencyText = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: 'must be a currency of three capital letters, such as USD' });

const pricing = strictFields({
  currency: currencyText.default('USD'),
  inputPerMillionTokens: decimal.default('0'),
  outputPerMillionTokens: decimal.default('0'),
});

const parameters = strictFields({
  temperature: z.number().min(0).optional(),
  topP: z.number().min(0).max(1).optional(),
  maxOutputTokens: wholeNumber.min(1).optional(),
  reasoningEffort: optionalText,
});

const routing = strictFields({
  priority: z.int32().optional(),
  regions: wordList,
  fallbackPolicy: z.enum(['on_error', 'on_error_or_budget']).optional(),
});

const scriptedToolCall = strictFields({ name: someText, arguments: anyObject.default({}) });

/** One reply of the mock provider, as every API version writes it under `script`. */
export const scriptedReply = strictFields({
  text: z.string().optional(),
  toolCalls: z.array(scriptedToolCall).optional(),
  delayMs: milliseconds.optional(),
  error: strictFields({ status: z.int().min(100).max(599), message: z.string().default('') }).optional(),
  usage: strictFields({ inputTokens: wholeNumber, outputTokens: wholeNumber }).optional(),
});

/** Names of providers that stand for others. */
export const providerAliases = new Map([
  ['azure', 'azure-openai'],
  ['aws-bedrock', 'bedrock'],
]);

/** The one name of a provider that has several. */
export function providerName(word: string): string {
  const name = word.trim().toLowerCase();
  return providerAliases.get(name) ?? name;
}

/** The name of a provider, in any case. */
export const providerText = z
  .string()
  .transform(providerName)
  .pipe(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, { error: 'must name a provider, such as openai' }))
  .register(readings, { reads: (own) => ({ ...own, pattern: '^\\s*[A-Za-z0-9][A-Za-z0-9._-]{0,62}\\s*$' }) });

const baseUrls = new Map([
  ['openai', 'https://api.openai.com/v1'],
  ['anthropic', 'https://api.anthropic.com/v1'],
  ['ollama', 'http://127.0.0.1:11434'],
]);

const shape = strictFields({
  provider: providerText.default('openai'),
  model: someText,
  baseUrl: optionalText,
  secret: secretRefField.optional(),
  options: textMap,
  allowPrivate: z.boolean().optional(),
  capabilities: capabilities.optional(),
  limits: modelLimits.optional(),
  pricing: pricing.optional(),
  parameters: parameters.prefault({}),
  routing: routing.optional(),
  script: z.array(scriptedReply).optional(),
}).transform((spec) => ({
  ...spec,
  baseUrl: spec.baseUrl ?? baseUrls.get(spec.provider),
  // A local Ollama is the one provider that is expected on a private address.
  allowPrivate: spec.allowPrivate ?? spec.provider === 'ollama',
}));

/** One model behind one provider: how to reach it, what it can do, what it costs. */
export type ModelEndpointSpec = z.infer<typeof shape>;

/** What the mock provider answers, one per call and then the last one again. */
export type ScriptedReply = z.infer<typeof scriptedReply>;

export const modelEndpoint = defineKind<ModelEndpointSpec>({
  kind: 'ModelEndpoint',
  scope: 'SHARED',
  description: 'One model behind one provider.',
  plural: 'model-endpoints',
  aliases: ['modelendpoint', 'modelendpoints', 'model', 'models'],
  hasController: true,
  shape,
  rules: (spec) => [...azureFaults(spec), ...scriptFaults(spec)],
  references: (spec) => referencesAt('Secret', 'secret', spec.secret),
});

function azureFaults({ provider, baseUrl }: ModelEndpointSpec): Fault[] {
  if (provider !== 'azure-openai' || baseUrl !== undefined) return [];
  return [{ path: ['baseUrl'], problem: 'is required for the provider azure-openai' }];
}

function scriptFaults({ provider, script }: ModelEndpointSpec): Fault[] {
  if (script === undefined || provider === 'mock') return [];
  return [{ path: ['script'], problem: 'is for the provider mock only' }];
}
