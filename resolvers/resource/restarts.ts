import { builder } from '../../schema/builder.ts';
import { ResourceRef } from '../../schema/resource.ts';
import { type ReportedChange, ResourceChangeRef } from '../../schema/resource-change.ts';

builder.objectField(ResourceChangeRef, 'restarts', (t) =>
  t.field({
    type: [ResourceRef],
    description:
      'The MCP servers to which the connections are made anew, or whose processes start again: the one that changes, and those that read a Secret that changes. Runs in flight are never among what restarts: they go on with the declarations that they began with.',
    resolve: async (change, _args, { loaders }) => {
      const { resource } = change;
      if (!isDeclaredAnew(change)) return [];
      if (resource.kind === 'McpServer') return [resource];
      if (resource.kind !== 'Secret') return [];
      const affected = await loaders.affectedBy.load(resource);
      return affected.filter(({ kind }) => kind === 'McpServer');
    },
  }),
);

// Another value of a Secret is another generation as well.
function isDeclaredAnew({ before, resource }: ReportedChange): boolean {
  return before !== null && before.generation !== resource.generation;
}
