import { capabilityNames, type ModelEndpointSpec, type ScriptedReply } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { Money } from './usage.ts';

const abilities: Record<(typeof capabilityNames)[number], { name: string; description: string }> = {
  text: { name: 'TEXT', description: 'It reads and writes text.' },
  vision: { name: 'VISION', description: 'It sees images.' },
  audio: { name: 'AUDIO', description: 'It hears audio.' },
  toolCalling: { name: 'TOOL_CALLING', description: 'It can ask for tool calls.' },
  structuredOutput: { name: 'STRUCTURED_OUTPUT', description: 'It can answer in a given structure.' },
  jsonSchema: { name: 'JSON_SCHEMA', description: 'It can answer by a JSON Schema.' },
  streaming: { name: 'STREAMING', description: 'It can stream its answer.' },
  reasoning: { name: 'REASONING', description: 'It thinks before it answers.' },
  computerUse: { name: 'COMPUTER_USE', description: 'It can steer a computer.' },
  embeddings: { name: 'EMBEDDINGS', description: 'It makes embeddings.' },
};

export const ModelCapability = builder.enumType('ModelCapability', {
  description: 'Something that a model can do.',
  values: Object.fromEntries(
    capabilityNames.map((value) => [abilities[value].name, { value, description: abilities[value].description }]),
  ),
});

export const ModelLimits = builder.objectRef<NonNullable<ModelEndpointSpec['limits']>>('ModelLimits').implement({
  description: 'What a model can take, as its endpoint declares it; null where nothing is declared. Not acted on yet.',
  fields: (t) => ({
    contextWindowTokens: t.exposeInt('contextWindowTokens', {
      nullable: true,
      description: 'Tokens that a prompt and its answer may have together.',
    }),
    maxOutputTokens: t.exposeInt('maxOutputTokens', { nullable: true, description: 'Tokens that an answer may have.' }),
    requestsPerMinute: t.exposeInt('requestsPerMinute', { nullable: true, description: 'Calls in a minute.' }),
    tokensPerMinute: t.exposeInt('tokensPerMinute', { nullable: true, description: 'Tokens in a minute.' }),
  }),
});

export const ModelPricing = builder.objectRef<NonNullable<ModelEndpointSpec['pricing']>>('ModelPricing').implement({
  description: 'What a model costs. The cost of every call is worked out from this.',
  fields: (t) => ({
    inputPerMillionTokens: t.field({
      type: Money,
      description: 'The price of a million tokens that the model is given.',
      resolve: ({ inputPerMillionTokens: amount, currency }) => ({ amount, currency }),
    }),
    outputPerMillionTokens: t.field({
      type: Money,
      description: 'The price of a million tokens that the model gives.',
      resolve: ({ outputPerMillionTokens: amount, currency }) => ({ amount, currency }),
    }),
  }),
});

export const ModelParameters = builder.objectRef<ModelEndpointSpec['parameters']>('ModelParameters').implement({
  description: 'What calls of this endpoint ask for when the agent says nothing; null leaves it to the provider.',
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
    reasoningEffort: t.exposeString('reasoningEffort', {
      nullable: true,
      description: "How long the model is to think, in the provider's word. Not acted on yet.",
    }),
  }),
});

const FallbackPolicy = builder.enumType('FallbackPolicy', {
  description: 'When a call goes to the next endpoint.',
  values: {
    ON_ERROR: { value: 'on_error', description: 'When this one fails.' },
    ON_ERROR_OR_BUDGET: { value: 'on_error_or_budget', description: 'When this one fails or its budget is used up.' },
  } as const,
});

export const ModelRouting = builder.objectRef<NonNullable<ModelEndpointSpec['routing']>>('ModelRouting').implement({
  description: 'How routes choose this endpoint; only its priority is acted on, for the model `auto`.',
  fields: (t) => ({
    priority: t.exposeInt('priority', {
      nullable: true,
      description: 'Its place among others, the lowest number first; null, and so last, when none is given.',
    }),
    regions: t.exposeStringList('regions', { description: 'Where the model runs.' }),
    fallbackPolicy: t.expose('fallbackPolicy', {
      type: FallbackPolicy,
      nullable: true,
      description: 'When a call goes to the next endpoint; null when nothing is said.',
    }),
  }),
});

const ScriptedToolCall = builder
  .objectRef<NonNullable<ScriptedReply['toolCalls']>[number]>('ScriptedToolCall')
  .implement({
    description: 'A tool call that the provider mock asks for.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'The tool.' }),
      arguments: t.expose('arguments', { type: 'JSON', description: 'What it is to be called with.' }),
    }),
  });

const ScriptedError = builder.objectRef<NonNullable<ScriptedReply['error']>>('ScriptedError').implement({
  description: 'A failure that the provider mock plays.',
  fields: (t) => ({
    status: t.exposeInt('status', { description: 'The HTTP status of its answer.' }),
    message: t.exposeString('message', { description: 'What it says.' }),
  }),
});

const ScriptedUsage = builder.objectRef<NonNullable<ScriptedReply['usage']>>('ScriptedUsage').implement({
  description: 'What the provider mock says that a call used.',
  fields: (t) => ({
    inputTokens: t.exposeInt('inputTokens', { description: 'Tokens that it was given.' }),
    outputTokens: t.exposeInt('outputTokens', { description: 'Tokens that it gave.' }),
  }),
});

export const ScriptedReplyRef = builder.objectRef<ScriptedReply>('ScriptedReply').implement({
  description: 'One answer of the provider mock.',
  fields: (t) => ({
    text: t.exposeString('text', { nullable: true, description: 'What it says; null when it says nothing.' }),
    toolCalls: t.field({
      type: [ScriptedToolCall],
      description: 'The tool calls that it asks for.',
      resolve: (reply) => reply.toolCalls ?? [],
    }),
    delay: t.expose('delayMs', {
      type: 'Duration',
      nullable: true,
      description: 'How long it takes; null is at once.',
    }),
    error: t.expose('error', {
      type: ScriptedError,
      nullable: true,
      description: 'How it fails; null when it does not.',
    }),
    usage: t.expose('usage', {
      type: ScriptedUsage,
      nullable: true,
      description: 'What it says that the call used; null leaves it to an estimate.',
    }),
  }),
});
