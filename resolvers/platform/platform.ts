import { AgentRef } from '../../schema/agent.ts';
import { builder } from '../../schema/builder.ts';
import { PlatformRef } from '../../schema/platform.ts';
import { may } from '../../src/modules/identity/index.ts';

builder.queryField('platform', (t) =>
  t.field({
    type: PlatformRef,
    description: 'The running program. Nobody has to say who they are to ask for it.',
    resolve: (_root, _args, { services }) => services.platform,
  }),
);

builder.objectField(PlatformRef, 'primaryAgent', (t) =>
  t.field({
    type: AgentRef,
    nullable: true,
    description:
      'The agent that is meant when none is named: the one labelled `orrery.dev/primary: "true"`, or else the first by name in the namespace `default`. Null when there is none, or the viewer may not read agents.',
    resolve: (_platform, _args, { viewer, services }) =>
      viewer && may(viewer, 'resource:read') ? services.resources.primaryAgent(viewer) : null,
  }),
);
