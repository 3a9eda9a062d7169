import { builder } from '../../schema/builder.ts';
import type { Context } from '../../schema/context.ts';
import { labelMap, ResourceNameInput, resourceName } from '../../schema/execution-input.ts';
import { assertOwnOrganization } from '../../schema/own-organization.ts';
import { LabelInput } from '../../schema/resource.ts';
import type { StartInput, StartTarget } from '../../src/modules/execution/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';

/** Why a run may not be started. */
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
  'MODEL_NOT_FOUND',
  'MODEL_UNAVAILABLE',
  'MODEL_RATE_LIMITED',
] as const;

export const StartExecutionInput = builder.inputType('StartExecutionInput', {
  description: 'What to start.',
  fields: (t) => ({
    agent: t.field({
      type: ResourceNameInput,
      description: 'The agent to run; the primary one when nothing else is named.',
    }),
    workflow: t.field({ type: ResourceNameInput, description: 'The workflow to run.' }),
    agentSystem: t.field({ type: ResourceNameInput, description: 'The system of agents to run.' }),
    definition: t.id({ description: 'What to run, by the id of the resource.' }),
    organization: t.id({
      description: "The organization in which to run it. Another than the caller's own does not exist for the caller.",
    }),
    name: t.string({ description: 'A name, unique in the namespace of what is run; one is made when absent.' }),
    input: t.field({
      type: 'JSON',
      required: true,
      description:
        'What it is given. An agent: text, an object with a `message` or a `content` of texts, or any JSON. A workflow: an object with what it declares.',
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
    asPipeline: t.boolean({ defaultValue: false, description: 'Have the run of a workflow be a PipelineRun.' }),
    hold: t.boolean({
      defaultValue: false,
      description: 'Only write the run: it is PENDING until somebody resumes it.',
    }),
    dryRun: t.boolean({ defaultValue: false, description: 'Check everything and start nothing.' }),
  }),
});

/**
 * The input of the graph as the service wants it. What is absent stays so: an idempotent repeat compares the whole.
 * @throws OrreryError RESOURCE_NOT_FOUND when there is nothing to run, INPUT_INVALID when several things are named
 */
export async function startInputOf(
  context: Context,
  input: typeof StartExecutionInput.$inferInput,
): Promise<StartInput> {
  assertOwnOrganization(context, input.organization);
  return {
    target: await targetOf(context, input),
    name: input.name,
    input: input.input,
    model: input.model ? resourceName(input.model) : null,
    labels: labelMap(input.labels),
    idempotencyKey: input.idempotencyKey,
    ...(input.conversation == null ? {} : { conversation: input.conversation }),
    ...(input.screen === true ? { screen: true } : {}),
    ...(input.unlessRunning === true ? { unlessRunning: true } : {}),
    ...(input.asPipeline === true ? { asPipeline: true } : {}),
    ...(input.hold === true ? { hold: true } : {}),
  };
}

type Named = Pick<typeof StartExecutionInput.$inferInput, 'agent' | 'workflow' | 'agentSystem' | 'definition'>;

async function targetOf(context: Context, named: Named): Promise<StartTarget> {
  const { agent, workflow, agentSystem, definition } = named;
  const given = Object.entries({ agent, workflow, agentSystem, definition }).filter(([, value]) => value != null);
  if (given.length > 1) {
    const fields = given.map(([field]) => field);
    throw new OrreryError('INPUT_INVALID', `Name one thing to run, not ${fields.join(' and ')}.`, {
      facts: { fields },
    });
  }
  if (workflow) return { kind: 'Workflow', name: resourceName(workflow) };
  if (agentSystem) return { kind: 'AgentSystem', name: resourceName(agentSystem) };
  if (definition != null) return definedBy(context, definition);
  const chosen = agent ?? (await context.services.resources.primaryAgent(context.actor));
  if (!chosen) throw new OrreryError('RESOURCE_NOT_FOUND', 'There is no agent to run; apply one, or name one.');
  return { kind: 'Agent', name: resourceName(chosen) };
}

async function definedBy({ actor, services }: Context, id: string): Promise<StartTarget> {
  const [found] = await services.resources.findMany(actor, [id]);
  if (!found) throw new OrreryError('RESOURCE_NOT_FOUND', `There is no resource ${id}.`);
  const { kind, namespace, name } = found;
  if (kind === 'Agent' || kind === 'Workflow' || kind === 'AgentSystem') return { kind, name: { namespace, name } };
  throw new OrreryError('INPUT_INVALID', `${kind} ${name} cannot be run.`, { facts: { field: 'definition' } });
}
