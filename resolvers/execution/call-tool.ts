import { builder } from '../../schema/builder.ts';
import type { Context } from '../../schema/context.ts';
import { labelMap, ResourceNameInput, resourceName } from '../../schema/execution-input.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { LabelInput } from '../../schema/resource.ts';
import { ToolRunRef } from '../../schema/tool-run.ts';
import type { Execution } from '../../src/modules/execution/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';

const codes = [
  'RESOURCE_NOT_FOUND',
  'TOOL_INPUT_INVALID',
  'INPUT_INVALID',
  'POLICY_DENIED',
  'IDEMPOTENCY_CONFLICT',
] as const;

const CallToolInput = builder.inputType('CallToolInput', {
  description: 'Which tool to call, with what, and on whose behalf.',
  fields: (t) => ({
    tool: t.field({ type: ResourceNameInput, required: true, description: 'The tool.' }),
    arguments: t.field({ type: 'JSON', description: 'An object, given to the tool exactly so; empty when absent.' }),
    agent: t.field({
      type: ResourceNameInput,
      description: 'The agent on whose behalf the call is made: its policies and labels count.',
    }),
    agentName: t.string({ description: "The same by name alone, in the tool's namespace." }),
    namespace: t.string({
      description: "Where the execution belongs; the agent's namespace, or else the tool's, when absent.",
    }),
    idempotencyKey: t.string({
      description: 'The same key and request again give the execution that was started first.',
    }),
    repeatWindow: t.field({
      type: 'Duration',
      description:
        'Without an idempotencyKey: an equal call by the same agent inside this time gives the first execution, unless that did not succeed. At most 168h; no such thing when absent.',
    }),
    force: t.boolean({
      defaultValue: false,
      description: 'Make the call though it is such a repeat. Policies and approvals decide on it as on any call.',
    }),
    labels: t.field({ type: [LabelInput], description: 'Labels for the execution.' }),
    dryRun: t.boolean({ defaultValue: false, description: 'Check everything and call nothing.' }),
  }),
});

const CallToolResult = resultUnion<Execution>('CallToolResult', {
  description: 'The execution that makes the call, or why it is not made.',
  members: [ToolRunRef],
  codes,
  typeName: () => 'ToolRun',
});

builder.mutationField('callTool', (t) =>
  t.field({
    type: CallToolResult,
    description:
      "Calls a tool through the gateway, as durably as an agent's call and under the same policies and approvals. It goes on whether or not the caller stays; select `settled` to wait for its result.",
    authScopes: { action: 'execution:start' },
    args: { input: t.arg({ type: CallToolInput, required: true, description: 'What to call.' }) },
    resolve: (_root, { input }, context) =>
      orFailure(codes, async () => {
        const call = {
          tool: resourceName(input.tool),
          arguments: objectOf(input.arguments),
          agent: agentOf(input),
          namespaceId: input.namespace == null ? null : await namespaceIdOf(context, input.namespace),
          idempotencyKey: input.idempotencyKey ?? null,
          repeatWindowMs: input.repeatWindow ?? null,
          force: input.force ?? false,
          labels: labelMap(input.labels),
        };
        return context.services.toolCalls.call(context.actor, call, { dryRun: input.dryRun ?? false });
      }),
  }),
);

type AgentNamed = Pick<typeof CallToolInput.$inferInput, 'tool' | 'agent' | 'agentName'>;

/** @throws OrreryError INPUT_INVALID when the agent is named twice */
function agentOf({ tool, agent, agentName }: AgentNamed): ReturnType<typeof resourceName> | null {
  if (agentName == null) return agent ? resourceName(agent) : null;
  if (agent) throw new OrreryError('INPUT_INVALID', 'An agent is named by `agent` or by `agentName`, not by both.');
  return resourceName({ ...tool, name: agentName });
}

async function namespaceIdOf({ actor, services }: Context, name: string): Promise<string> {
  const found = await services.identity.findNamespace(actor, name);
  if (found) return found.id;
  throw new OrreryError('RESOURCE_NOT_FOUND', `There is no namespace ${name}.`);
}

function objectOf(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new OrreryError('INPUT_INVALID', 'The arguments of a tool, which are its input, must be an object.');
}
