import type { Organization, Team } from '../src/modules/identity/index.ts';
import { actions, may } from '../src/modules/identity/index.ts';
import { builder } from './builder.ts';
import { ActionEnum, ViewerRef } from './identity.ts';

export const OrganizationRef = builder.objectRef<Organization>('Organization').implement({
  description: 'What everything belongs to: namespaces, principals and teams.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Unique over everything.' }),
    name: t.exposeString('name', { description: 'Its name, unique on this platform.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

export const TeamRef = builder.objectRef<Team>('Team').implement({
  description: 'Principals that belong together.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Unique over everything.' }),
    slug: t.exposeString('slug', { description: 'Unique in the organization.' }),
    name: t.exposeString('name', { description: 'Its name for people.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    organization: t.field({
      type: OrganizationRef,
      description: 'What it belongs to.',
      resolve: (_team, _args, { actor, services }) => services.teams.organization(actor),
    }),
  }),
});

builder.objectFields(ViewerRef, (t) => ({
  organization: t.field({
    type: OrganizationRef,
    description: 'The organization in which the viewer acts.',
    resolve: (actor, _args, { services }) => services.teams.organization(actor),
  }),
  organizations: t.field({
    type: [OrganizationRef],
    description: 'Every organization that the viewer belongs to.',
    complexity: { field: 1, multiplier: 1 },
    resolve: async (actor, _args, { services }) => [await services.teams.organization(actor)],
  }),
  teams: t.field({
    type: [TeamRef],
    description: 'The teams that the viewer is a member of, by slug.',
    resolve: (actor, _args, { services }) => services.teams.ofActor(actor),
  }),
  permissions: t.field({
    type: [ActionEnum],
    description: 'Everything that the viewer may do.',
    resolve: (actor) => actions.filter((action) => may(actor, action)),
  }),
}));
