import { z } from 'zod';
import { optionalText, part, someText, wholeNumber, wordList, words } from './fields.ts';
import { defineKind } from './kind.ts';
import { refsTo } from './ref.ts';

const member = part('DeclaredTeamMember', 'A person in a team.', {
  user: someText.describe('Who.'),
  role: words('TeamRole', 'What somebody may do in a team.', {
    admin: 'Everything.',
    operator: 'Apply, run and decide.',
    viewer: 'Look.',
    approver: 'Decide approvals.',
    auditor: 'Read the audit log.',
  })
    .default('viewer')
    .describe('What they may do.'),
});

const shape = part('DeclaredTeamSpec', 'People who own namespaces together.', {
  description: optionalText.describe('What it is there for.'),
  members: z.array(member).default([]).describe('Who is in it.'),
  namespaces: wordList.describe('The namespaces that it owns, by name.'),
  defaultPolicies: refsTo('Policy').describe('Policies of everything that it owns, as far as they exist.'),
  budgets: refsTo('Budget').describe('Its budgets, as far as they exist.'),
});

/** People who own namespaces together. */
export type TeamSpec = z.infer<typeof shape>;

export const team = defineKind<TeamSpec>({
  kind: 'Team',
  // The organization has teams of its own, which are no declarations.
  typeName: 'DeclaredTeam',
  description: 'People who own namespaces together, as a manifest declares them.',
  scope: 'CLUSTER',
  plural: 'declared-teams',
  aliases: ['team', 'teams', 'declaredteam', 'declaredteams'],
  shape,
  status: part('DeclaredTeamState', 'Who is in a team.', {
    memberCount: wholeNumber.optional().describe('How many people.'),
  }),
});
