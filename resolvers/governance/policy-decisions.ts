import { builder } from '../../schema/builder.ts';
import { offsetArgs, pageCost, toConnection } from '../../schema/connection.ts';
import { DecidedCallConnection, DecidedCallEdge, DecidedCallRef, PolicyActionEnum } from '../../schema/decided-call.ts';
import { PolicyEffect, PolicySourceEnum } from '../../schema/policy-decision.ts';
import { encodeKey } from '../../src/platform/db/index.ts';

const PolicyDecisionFilterInput = builder.inputType('PolicyDecisionFilter', {
  description: 'Which decided calls; what is absent is not asked for.',
  fields: (t) => ({
    namespace: t.string({ description: 'Those in this namespace.' }),
    action: t.field({ type: PolicyActionEnum, description: 'Those of this kind.' }),
    effect: t.field({ type: PolicyEffect, description: 'Those on which this was decided.' }),
    source: t.field({ type: PolicySourceEnum, description: 'Those that this kind of thing decided.' }),
    isRefused: t.boolean({ description: 'Those that were kept from being made, or those that were not.' }),
    subject: t.string({ description: 'Those of the tool or the model of this name.' }),
    agent: t.string({ description: 'Those that an agent of this name wanted to make.' }),
    policy: t.string({ description: 'Those that a policy of this name decided.' }),
    execution: t.id({ description: 'Those of this execution.' }),
    principal: t.id({ description: 'Those on behalf of this principal.' }),
    since: t.field({ type: 'DateTime', description: 'Those decided at this moment or later.' }),
    until: t.field({ type: 'DateTime', description: 'Those decided before this moment.' }),
  }),
});

const args = builder.args((t) => ({
  filter: t.field({ type: PolicyDecisionFilterInput, description: 'Which ones.' }),
  ...offsetArgs,
}));

builder.queryField('policyDecisions', (t) =>
  t.connection(
    {
      type: DecidedCallRef,
      description:
        'Calls that were decided on, newest first, inside executions and outside of them. A call is listed soon after it was decided; one that was let through is forgotten with its events.',
      authScopes: { action: 'execution:read' },
      args,
      complexity: (page) => pageCost(page),
      resolve: async (_root, { filter, ...page }, { actor, services }) => {
        const wanted = {
          namespaceId: await services.identity.namespaceIdOf(actor, filter?.namespace),
          action: filter?.action ?? undefined,
          effect: filter?.effect ?? undefined,
          source: filter?.source ?? undefined,
          isRefused: filter?.isRefused ?? undefined,
          subject: filter?.subject ?? undefined,
          agentName: filter?.agent ?? undefined,
          policyName: filter?.policy ?? undefined,
          executionId: filter?.execution ?? undefined,
          principalId: filter?.principal ?? undefined,
          since: filter?.since ?? undefined,
          until: filter?.until ?? undefined,
        };
        const found = await services.governance.decisions(actor, wanted, page);
        return {
          ...toConnection(found, ({ id }) => encodeKey(id)),
          count: () => services.governance.countDecisions(actor, wanted),
        };
      },
    },
    DecidedCallConnection,
    DecidedCallEdge,
  ),
);
