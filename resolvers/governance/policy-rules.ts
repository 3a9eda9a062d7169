import { builder } from '../../schema/builder.ts';
import { offsetArgs, pageCost, toConnection } from '../../schema/connection.ts';
import { RuleInForceConnection, RuleInForceEdge, RuleInForceRef } from '../../schema/decided-call.ts';
import { PolicySourceEnum } from '../../schema/policy-decision.ts';
import { encodeKey } from '../../src/platform/db/index.ts';

const args = builder.args((t) => ({
  namespace: t.string({ description: 'Those that are written for this namespace.' }),
  source: t.field({ type: PolicySourceEnum, description: 'Those that are written as this.' }),
  ...offsetArgs,
}));

builder.queryField('policyRules', (t) =>
  t.connection(
    {
      type: RuleInForceRef,
      description: 'The rules by which is decided now: those of policies, of tool permissions and of roles.',
      authScopes: { action: 'resource:read' },
      args,
      complexity: (page) => pageCost(page),
      resolve: async (_root, { namespace, source, ...page }, { actor, services }) => {
        const wanted = { namespace: namespace ?? undefined, source: source ?? undefined };
        const found = await services.governance.rules(actor, wanted, page);
        return { ...toConnection(found, ({ id }) => encodeKey(id)), count: async () => found.total };
      },
    },
    RuleInForceConnection,
    RuleInForceEdge,
  ),
);
