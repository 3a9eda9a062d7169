import { builder } from '../../schema/builder.ts';
import { pageCost } from '../../schema/connection.ts';
import { kindType } from '../../schema/kind-type.ts';
import { addNextName } from '../../schema/next-name.ts';
import { loadNamed } from '../../schema/reference.ts';
import { listArgs, nameArgs } from '../../schema/resource-input.ts';
import { watchable } from '../../schema/watchable.ts';
import { kinds, type ResourceKind, resourceKinds, typeNameOf } from '../../src/modules/resource/index.ts';
import { listOfKind } from './list-of-kind.ts';

/** Kinds whose types tell more than their shapes do, each in files of its own. */
const writtenOut: readonly ResourceKind[] = ['Agent', 'McpServer', 'ModelEndpoint', 'Policy', 'Secret', 'Tool'];

for (const kind of resourceKinds.filter((word) => !writtenOut.includes(word))) addRootFields(kind);

/** The fields by which a kind is read: one of it by name, and its list. */
function addRootFields(kind: ResourceKind): void {
  const { type, edge, connection } = kindType(kind);
  addNextName(connection);
  const name = typeNameOf(kind);
  builder.queryField(name.charAt(0).toLowerCase() + name.slice(1), (t) =>
    t.field({
      type,
      nullable: true,
      description: `One resource of the kind ${kind}, by its name; null when there is none.`,
      authScopes: { action: 'resource:read' },
      args: nameArgs,
      resolve: (_root, key, { loaders }) => loadNamed(loaders, kind, key),
    }),
  );
  builder.queryField(listField(kind), (t) =>
    t.connection(
      {
        type,
        description: `Resources of the kind ${kind}, by name.`,
        authScopes: { action: 'resource:read' },
        args: listArgs,
        complexity: (args) => pageCost(args),
        resolve: (_root, args, context, info) => watchable(context, info, () => listOfKind(context, kind, args)),
      },
      connection,
      edge,
    ),
  );
}

/** `agent-systems` as the graph writes it: agentSystems. */
function listField(kind: ResourceKind): string {
  return kinds[kind].plural.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
