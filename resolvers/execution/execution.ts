import { builder } from '../../schema/builder.ts';
import { ExecutionRef } from '../../schema/execution.ts';
import { assertOneName } from './which-execution.ts';

builder.queryField('execution', (t) =>
  t.field({
    type: ExecutionRef,
    nullable: true,
    description: 'One execution, by its id, or by its namespace and name.',
    authScopes: { action: 'execution:read' },
    args: {
      id: t.arg.id({ description: 'Its id.' }),
      namespace: t.arg.string({ defaultValue: 'default', description: 'Its namespace, when it is looked up by name.' }),
      name: t.arg.string({ description: 'Its name.' }),
    },
    resolve: async (_root, { id, namespace, name }, { actor, services, loaders }) => {
      assertOneName({ id, name });
      if (id != null) return loaders.execution.load(id);
      const found = await services.identity.findNamespace(actor, namespace ?? 'default');
      return (found && (await services.executions.findByName(actor, found.id, name ?? ''))) ?? null;
    },
  }),
);
