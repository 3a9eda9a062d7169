import type { Message, ToolChoice } from '../src/modules/model/index.ts';
import { assertModality, type DirectCall } from '../src/modules/model-access/index.ts';
import { OrreryError } from '../src/platform/errors.ts';
import { builder } from './builder.ts';
import { MessageRole } from './step.ts';

const maxMessages = 2_048;
const maxTools = 128;

const ToolCallInput = builder.inputType('RequestedToolCallInput', {
  description: 'A tool call that a model asked for earlier in the conversation.',
  fields: (t) => ({
    id: t.string({ required: true, description: "The model's own id of the call." }),
    name: t.string({ required: true, description: 'The tool.' }),
    arguments: t.field({ type: 'JSON', description: 'What it was called with: an object.' }),
  }),
});

export const MessageInput = builder.inputType('MessageInput', {
  description: 'One message of a conversation with a model.',
  fields: (t) => ({
    role: t.field({ type: MessageRole, required: true, description: 'Who says it.' }),
    content: t.string({ defaultValue: '', description: 'What is said.' }),
    toolCalls: t.field({ type: [ToolCallInput], description: 'The tool calls that an assistant asked for with it.' }),
    toolCallId: t.string({ description: 'The call whose result this is.' }),
    name: t.string({ description: 'Who says it, among several of one role.' }),
  }),
});

const ToolOfferInput = builder.inputType('ToolOfferInput', {
  description: 'A tool that the model may ask for. It is not called here; the caller does that.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name.' }),
    description: t.string({ defaultValue: '', description: 'What it is for, for the model.' }),
    inputSchema: t.field({ type: 'JSON', description: 'JSON Schema of its arguments, an object.' }),
  }),
});

const ToolChoiceMode = builder.enumType('ToolChoiceMode', {
  description: 'Whether the model asks for tools.',
  values: {
    AUTO: { value: 'auto', description: 'The model decides.' },
    NONE: { value: 'none', description: 'It must not.' },
    REQUIRED: { value: 'required', description: 'It must ask for one at least.' },
  } as const,
});

const ToolChoiceInput = builder.inputType('ToolChoiceInput', {
  description: 'Whether the model asks for tools, or which one it must ask for.',
  fields: (t) => ({
    mode: t.field({ type: ToolChoiceMode, defaultValue: 'auto', description: 'Whether it does.' }),
    tool: t.string({ description: 'The one that it must ask for, whatever the mode says.' }),
  }),
});

export const ModelParametersInput = builder.inputType('ModelParametersInput', {
  description: "How the model is to answer; what is absent is as the endpoint's manifest says.",
  fields: (t) => ({
    temperature: t.float({ description: 'How much chance there is in the answer, from 0 on.' }),
    topP: t.float({ description: 'The share of likely tokens that are considered, 0 to 1.' }),
    maxOutputTokens: t.int({ description: 'The most tokens of the answer.' }),
    stop: t.stringList({ description: 'Texts before which the answer ends, at most four.' }),
  }),
});

export const ModelModality = builder.enumType('ModelModality', {
  description: 'What a model is asked to give.',
  values: {
    TEXT: { description: 'Text and tool calls.' },
    IMAGE: { description: 'Pictures; no provider is called for them yet.' },
    AUDIO: { description: 'Sound; no provider is called for it yet.' },
    VIDEO: { description: 'Moving pictures; no provider is called for them yet.' },
    EMBEDDING: { description: 'Vectors; no provider is called for them yet.' },
  },
});

export const CallModelInputType = builder.inputType('CallModelInput', {
  description: 'A call of a model outside runs.',
  fields: (t) => ({
    model: t.string({
      required: true,
      description:
        '`<namespace>/<endpoint>`, `<endpoint>` in the namespace default, `<provider>/<model>`, the id of a model that one endpoint serves, or `auto` for the first endpoint that is ready.',
    }),
    messages: t.field({ type: [MessageInput], description: 'The conversation, at least one message.' }),
    prompt: t.string({ description: 'What the user says, in place of a conversation of one message.' }),
    tools: t.field({ type: [ToolOfferInput], description: 'Tools that the model may ask for.' }),
    toolChoice: t.field({ type: ToolChoiceInput, description: 'Whether it asks for tools; it decides when absent.' }),
    parameters: t.field({ type: ModelParametersInput, description: 'How it is to answer.' }),
    modality: t.field({ type: ModelModality, defaultValue: 'TEXT', description: 'What it is to give.' }),
    maxCost: t.field({
      type: 'Decimal',
      description: 'Refuses the call when it would cost more for sure, in the currency of the endpoint.',
    }),
    dryRun: t.boolean({
      defaultValue: false,
      description: 'Check everything, call nothing, and say what it would cost.',
    }),
  }),
});

type CallModelInput = typeof CallModelInputType.$inferInput;

/** The input as the service takes it. @throws OrreryError INPUT_INVALID naming the field */
export function directCall(input: CallModelInput): DirectCall {
  const { modality = 'TEXT', parameters: asked, maxCost } = input;
  assertModality(modality ?? 'TEXT');
  const messages = conversationOf(input);
  checkCounts(messages, input);
  return {
    model: input.model,
    messages: messages.map(messageOf),
    tools: (input.tools ?? []).map(({ name, description, inputSchema }) => ({
      name,
      description: description ?? '',
      inputSchema: objectOf(inputSchema ?? { type: 'object' }, 'tools.inputSchema'),
    })),
    toolChoice: choiceOf(input),
    parameters: {
      temperature: asked?.temperature ?? undefined,
      topP: asked?.topP ?? undefined,
      maxOutputTokens: asked?.maxOutputTokens ?? undefined,
      stop: asked?.stop ?? undefined,
    },
    maxCost: maxCost ?? undefined,
  };
}

type GivenMessage = NonNullable<CallModelInput['messages']>[number];

function conversationOf({ messages, prompt }: CallModelInput): readonly GivenMessage[] {
  if (prompt == null) return messages ?? [];
  if (messages != null) throw invalid('prompt', 'there are messages as well');
  return [{ role: 'user', content: prompt }];
}

function checkCounts(messages: readonly GivenMessage[], { tools, parameters }: CallModelInput): void {
  if (messages.length === 0) throw invalid('messages', 'there must be at least one, or a prompt in their place');
  if (messages.length > maxMessages) throw invalid('messages', `there may be at most ${maxMessages}`);
  if ((tools?.length ?? 0) > maxTools) throw invalid('tools', `there may be at most ${maxTools}`);
  if ((parameters?.stop?.length ?? 0) > 4) throw invalid('parameters.stop', 'there may be at most four');
  const { temperature, topP, maxOutputTokens } = parameters ?? {};
  if (temperature != null && temperature < 0) throw invalid('parameters.temperature', 'it is 0 or more');
  if (topP != null && (topP < 0 || topP > 1)) throw invalid('parameters.topP', 'it is between 0 and 1');
  if (maxOutputTokens != null && maxOutputTokens < 1) throw invalid('parameters.maxOutputTokens', 'it is 1 or more');
}

function messageOf({ role, content, toolCalls, toolCallId, name }: GivenMessage): Message {
  if (role === 'tool' && toolCallId == null) throw invalid('messages.toolCallId', 'a tool message names its call');
  const calls = (toolCalls ?? []).map((call) => ({
    id: call.id,
    name: call.name,
    arguments: objectOf(call.arguments ?? {}, 'messages.toolCalls.arguments'),
  }));
  return {
    role,
    content: content ?? '',
    ...(calls.length === 0 ? {} : { toolCalls: calls }),
    ...(toolCallId == null ? {} : { toolCallId }),
    ...(name == null ? {} : { name }),
  };
}

function choiceOf({ toolChoice, tools }: CallModelInput): ToolChoice | undefined {
  if (!toolChoice) return undefined;
  const { tool, mode } = toolChoice;
  if (tool == null) return mode ?? undefined;
  if (!tools?.some(({ name }) => name === tool)) throw invalid('toolChoice.tool', `no tool ${tool} is offered`);
  return { name: tool };
}

function objectOf(value: unknown, field: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid(field, 'it must be an object');
}

function invalid(field: string, problem: string): OrreryError {
  return new OrreryError('INPUT_INVALID', `The field ${field} does not fit: ${problem}.`, { facts: { field } });
}
