import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { type Action, leastRoleOf, may } from '../src/modules/identity/index.ts';
import { OrreryError } from '../src/platform/errors.ts';
import { type Context, unauthenticated } from './context.ts';

export interface SchemaTypes {
  Context: Context;
  DefaultFieldNullability: false;
  /** Every root field names the action that its caller must be allowed. */
  AuthScopes: { action: Action };
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    Duration: { Input: number; Output: number };
    JSON: { Input: unknown; Output: unknown };
    Cursor: { Input: string; Output: string };
    Decimal: { Input: string; Output: string };
  };
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
}

/** The builder's types with Pothos's defaults, for signatures that name a type of the graph. */
export type GraphTypes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;

/** The one builder. Fields are non-null unless they say otherwise. */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ScopeAuthPlugin, RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  complexity: { defaultComplexity: 1, defaultListMultiplier: 5 },
  relay: {
    cursorType: 'String',
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodeFieldOptions: { nullable: false },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
  },
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ viewer }) => ({ action: (action: Action) => viewer !== null && may(viewer, action) }),
    unauthorizedError: (_parent, { viewer }, _info, result) => {
      if (!viewer) return unauthenticated();
      const action = 'scope' in result.failure ? String((result.failure as { parameter?: unknown }).parameter) : 'this';
      return new OrreryError('FORBIDDEN', `The role ${viewer.role} may not do ${action}.`, {
        fix: `Use a key with the role ${leastRoleOf(action)}.`,
        facts: { action },
      });
    },
  },
});

builder.queryType({ description: 'Everything that can be read.' });
builder.mutationType({
  description:
    'Everything that can be changed. Each result is what came of it, or a failure that the caller can act on.',
});
builder.subscriptionType({ description: 'Everything that can be watched, from any cursor, without loss or repeat.' });
