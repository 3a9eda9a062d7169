import { builder } from '../../schema/builder.ts';
import { directCall, MessageInput, ModelModality, ModelParametersInput } from '../../schema/call-model-input.ts';
import { labelMap } from '../../schema/execution-input.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { ProviderTier } from '../../schema/model-provider.ts';
import { ModelCostEstimateRef, modelCallCodes } from '../../schema/model-reply.ts';
import { assertOwnOrganization } from '../../schema/own-organization.ts';
import { LabelInput } from '../../schema/resource.ts';
import { JobRef } from '../../schema/work-run.ts';
import type { Execution, JobInput } from '../../src/modules/execution/index.ts';
import type { CallEstimate } from '../../src/modules/model-access/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';

const codes = [...modelCallCodes, 'RESOURCE_NOT_FOUND', 'NAME_TAKEN', 'IDEMPOTENCY_CONFLICT'] as const;

const Input = builder.inputType('StartJobInput', {
  description: 'What a provider is asked.',
  fields: (t) => ({
    modality: t.field({ type: ModelModality, defaultValue: 'TEXT', description: 'What it is to give.' }),
    tier: t.field({
      type: ProviderTier,
      description: 'The tier that is preferred where the model is `auto`; where it has none, the next best is taken.',
    }),
    model: t.string({
      defaultValue: 'auto',
      description:
        'As in callModel; `auto` for the best endpoint that is ready, by tier, price, health and what it can do.',
    }),
    messages: t.field({ type: [MessageInput], description: 'The conversation, at least one message.' }),
    prompt: t.string({ description: 'What the user says, in place of a conversation of one message.' }),
    parameters: t.field({ type: ModelParametersInput, description: 'How it is to answer; `stop` is not for jobs.' }),
    namespace: t.string({ defaultValue: 'default', description: 'Where the job belongs.' }),
    organization: t.id({
      description: "The organization in which to run it. Another than the caller's own does not exist for the caller.",
    }),
    labels: t.field({ type: [LabelInput], description: 'Labels for the job.' }),
    idempotencyKey: t.string({ description: 'The same key and request again give the job that was started first.' }),
    dryRun: t.boolean({ defaultValue: false, description: 'Start nothing, and say what it would cost.' }),
  }),
});

interface Started {
  execution: Execution;
  estimate: CallEstimate;
}

const JobStarted = builder.objectRef<Started>('JobStarted').implement({
  description: 'The job was started, or had been with the same idempotency key.',
  fields: (t) => ({
    job: t.field({ type: JobRef, description: 'The job.', resolve: ({ execution }) => execution }),
    estimate: t.field({
      type: ModelCostEstimateRef,
      description: 'What it is expected to take.',
      resolve: ({ estimate }) => estimate,
    }),
  }),
});

const Result = resultUnion<Started | CallEstimate>('StartJobResult', {
  description: 'The job, what a dry run found, or why there is none.',
  members: [JobStarted, ModelCostEstimateRef] as never,
  codes,
  typeName: (value) => ('execution' in value ? 'JobStarted' : 'ModelCostEstimate'),
});

builder.mutationField('startJob', (t) =>
  t.field({
    type: Result,
    description:
      'Asks a provider once, durably: the answer is kept with the job. It goes on whether or not the caller stays.',
    authScopes: { action: 'execution:start' },
    args: { input: t.arg({ type: Input, required: true, description: 'What to ask of whom.' }) },
    resolve: (_root, { input }, context) =>
      orFailure<Started | CallEstimate>(codes, async () => {
        assertOwnOrganization(context, input.organization);
        const { actor, services } = context;
        const namespace = await services.identity.findNamespace(actor, input.namespace ?? 'default');
        if (!namespace) throw new OrreryError('RESOURCE_NOT_FOUND', `There is no namespace ${input.namespace}.`);
        const job = jobOf(input, namespace.id);
        return input.dryRun === true ? services.jobs.plan(actor, job) : services.jobs.start(actor, job);
      }),
  }),
);

function jobOf(input: typeof Input.$inferInput, namespaceId: string): JobInput {
  const { modality, tier, labels, idempotencyKey, prompt, messages } = input;
  const parameters = input.parameters ?? {};
  if (parameters.stop != null)
    throw new OrreryError('INPUT_INVALID', 'The field parameters.stop does not fit: a job has no such parameter.', {
      facts: { field: 'parameters.stop' },
    });
  const model = input.model ?? 'auto';
  const call = directCall({ model, modality, prompt, messages, parameters });
  const said = Object.entries(call.parameters).filter(([, value]) => value !== undefined);
  return {
    modality: modality ?? 'TEXT',
    tier: tier ?? null,
    model,
    messages: call.messages,
    parameters: Object.fromEntries(said),
    labels: labelMap(labels),
    idempotencyKey: idempotencyKey ?? null,
    namespaceId,
  };
}
