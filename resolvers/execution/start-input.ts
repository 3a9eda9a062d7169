import { builder } from '../../schema/builder.ts';
import type { Context } from '../../schema/context.ts';
import { labelMap, ResourceNameInput, resourceName } from '../../schema/execution-input.ts';
import { LabelInput } from '../../schema/resource.ts';
import type { StartInput } from '../../src/modules/execution/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';

/** Why a run of an agent may not be started. */
export const startCodes = [
  'RESOURCE_NOT_FOUND',
  'INPUT_INVALID',
  'POLICY_DENIED',
  'NAME_TAKEN',
  'IDEMPOTENCY_CONFLICT',
  'CONVERSATION_NOT_FOUND',
  'CONVERSATION_MISMATCH',
  'INPUT_TOO_LARGE',
  'INPUT_BLOCKED',
  'DUPLICATE_IN_FLIGHT',
  'BUDGET_EXCEEDED',
] as const;

export const StartExecutionInput = builder.inputType('StartExecutionInput', {
  description: 'What to start.',
  fields: (t) => ({
    agent: t.field({ type: ResourceNameInput, description: 'The agent to run; the primary one when absent.' }),
    name: t.string({ description: "A name, unique in the agent's namespace; one is made when absent." }),
    input: t.field({
      type: 'JSON',
      required: true,
      description: 'What the agent is given: text, an object with a `message` or a `content` of texts, or any JSON.',
    }),
    model: t.field({ type: ResourceNameInput, description: "Another model endpoint than the agent's own." }),
    labels: t.field({ type: [LabelInput], description: 'Labels for the execution.' }),
    idempotencyKey: t.string({
      description: 'The same key and request again give the execution that was started first.',
    }),
    conversation: t.id({
      description:
        'Go on with this conversation: what was said in its earlier runs is told to the model. A new one begins when absent.',
    }),
    screen: t.boolean({
      defaultValue: false,
      description:
        'Look at the message as what somebody unknown says: an empty one and one of more than 32,768 bytes are refused; the phrases of an attempt to take the agent over are replaced by [REDACTED], or the run is refused.',
    }),
    unlessRunning: t.boolean({
      defaultValue: false,
      description: 'Refuse the run while one of the same agent, conversation and input is unfinished.',
    }),
    dryRun: t.boolean({ defaultValue: false, description: 'Check everything and start nothing.' }),
  }),
});

/**
 * The input of the graph as the service wants it. What is absent stays so: an idempotent repeat compares the whole.
 * @throws OrreryError RESOURCE_NOT_FOUND when no agent is named and there is none
 */
export async function startInputOf(
  { actor, services }: Context,
  input: typeof StartExecutionInput.$inferInput,
): Promise<StartInput> {
  const agent = input.agent ?? (await services.resources.primaryAgent(actor));
  if (!agent) throw new OrreryError('RESOURCE_NOT_FOUND', 'There is no agent to run; apply one, or name one.');
  return {
    agent: resourceName(agent),
    name: input.name,
    input: input.input,
    model: input.model ? resourceName(input.model) : null,
    labels: labelMap(input.labels),
    idempotencyKey: input.idempotencyKey,
    ...(input.conversation == null ? {} : { conversation: input.conversation }),
    ...(input.screen === true ? { screen: true } : {}),
    ...(input.unlessRunning === true ? { unlessRunning: true } : {}),
  };
}
