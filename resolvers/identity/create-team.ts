import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { TeamRef } from '../../schema/organization.ts';
import type { Team } from '../../src/modules/identity/index.ts';

const codes = ['INPUT_INVALID', 'NAME_TAKEN'] as const;

const CreateTeamInput = builder.inputType('CreateTeamInput', {
  description: 'A team.',
  fields: (t) => ({
    slug: t.string({
      required: true,
      description: 'Unique in the organization: 1 to 63 lower-case letters, digits and dashes.',
    }),
    name: t.string({ required: true, description: 'Its name for people, 1 to 100 characters.' }),
    members: t.idList({ description: 'Principals that become members besides whoever makes it.' }),
  }),
});

const CreateTeamResult = resultUnion<Team>('CreateTeamResult', {
  description: 'The new team, or why there is none.',
  members: [TeamRef],
  codes,
  typeName: () => 'Team',
});

builder.mutationField('createTeam', (t) =>
  t.field({
    type: CreateTeamResult,
    description: 'Makes a team. Whoever makes it is its first member.',
    authScopes: { action: 'team:write' },
    args: { input: t.arg({ type: CreateTeamInput, required: true, description: 'The team.' }) },
    resolve: (_root, { input }, { actor, services }) =>
      orFailure(codes, () => services.teams.create(actor, { ...input, memberIds: input.members ?? [] })),
  }),
);

builder.queryField('teams', (t) =>
  t.field({
    type: [TeamRef],
    description: 'Every team of the organization, by slug.',
    authScopes: { action: 'identity:read' },
    resolve: (_root, _args, { actor, services }) => services.teams.list(actor),
  }),
);
