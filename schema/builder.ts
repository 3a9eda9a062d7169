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
  /** Lists that tell their length count it only when somebody asks. */
  Connection: { count?: () => Promise<number>; nextName?: () => Promise<string | null> };
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
}

/** The builder's types with Pothos's defaults, for signatures that name a type of the graph. */
export type GraphTypes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;

/** The action that a check refused; it may stand inside the groups that checks are gathered in. */
function refusedAction(failure: object): string | undefined {
  if ('parameter' in failure) return String(failure.parameter);
  const inner = 'failures' in failure && Array.isArray(failure.failures) ? (failure.failures as object[]) : [];
  return inner.map(refusedAction).find((action) => action !== undefined);
}

/** The one builder. Fields are non-null unless they say otherwise. */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ScopeAuthPlugin, RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  complexity: { defaultComplexity: 1, defaultListMultiplier: 5 },
  relay: {
    cursorType: 'String',
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    // The list's own field counts its items; the edges must not count them again.
    edgesFieldOptions: {
      description: 'The items of this page, each with its cursor.',
      complexity: { field: 0, multiplier: 1 },
    },
    nodeFieldOptions: { nullable: false, description: 'The item.' },
    cursorFieldOptions: { description: 'The place of this item in the list.' },
    pageInfoFieldOptions: { description: 'Where the page stands in the list.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    hasNextPageFieldOptions: { description: 'Whether there are items after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there are items before this page.' },
    startCursorFieldOptions: { description: 'The cursor of the first item; null on an empty page.' },
    endCursorFieldOptions: { description: 'The cursor of the last item; null on an empty page.' },
    firstArgOptions: { description: 'How many items, from the start of the list or from `after` on.' },
    afterArgOptions: { description: 'Only items after this cursor.' },
    lastArgOptions: { description: 'How many items, from the end of the list or before `before`.' },
    beforeArgOptions: { description: 'Only items before this cursor.' },
    defaultConnectionTypeOptions: { description: 'A page of a list.' },
    defaultEdgeTypeOptions: { description: 'An item of a list.' },
  },
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ viewer }) => ({ action: (action: Action) => viewer !== null && may(viewer, action) }),
    unauthorizedError: (_parent, { viewer }, _info, { failure }) => {
      if (!viewer) return unauthenticated();
      const action = refusedAction(failure) ?? 'this';
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
