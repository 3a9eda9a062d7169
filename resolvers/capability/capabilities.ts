import { builder } from '../../schema/builder.ts';
import type { Capability } from '../../src/modules/capability/index.ts';

const CapabilityRef = builder.objectRef<Capability>('Capability').implement({
  description: 'Something that this deployment can do, or cannot.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'Its name for programs, such as core.api.crud.' }),
    enabled: t.exposeBoolean('enabled', { description: 'Whether this deployment has it now.' }),
    description: t.exposeString('description', { description: 'What it means, in one sentence.' }),
    source: t.exposeString('source', {
      description: 'Who defined the id: `oss` for those that other platforms share, `orrery` for our own.',
    }),
  }),
});

builder.queryField('capabilities', (t) =>
  t.field({
    type: [CapabilityRef],
    description: 'What this deployment can do. Whoever is signed in may know.',
    authScopes: { action: 'identity:read' },
    resolve: (_root, _args, { services }) => [...services.capabilities],
  }),
);
