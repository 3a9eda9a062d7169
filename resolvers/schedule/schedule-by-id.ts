import { builder } from '../../schema/builder.ts';
import { kindType } from '../../schema/kind-type.ts';
import '../../schema/schedule.ts';

builder.queryField('scheduleById', (t) =>
  t.field({
    type: kindType('Schedule').type,
    nullable: true,
    description: 'A schedule by its id, or by its `jobId`; null when there is none.',
    authScopes: { action: 'resource:read' },
    args: { id: t.arg.id({ required: true, description: 'Either of its ids.' }) },
    resolve: (_root, { id }, { actor, services }) => services.schedules.find(actor, id),
  }),
);
