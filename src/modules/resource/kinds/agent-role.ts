import type { z } from 'zod';
import { optionalText, part, wordList } from './fields.ts';
import { defineKind } from './kind.ts';

const shape = part('AgentRoleSpec', 'What agents that have a role may do.', {
  description: optionalText.describe('What the role is for.'),
  permissions: wordList.describe(
    'What it permits, for example `tool:search:invoke` or `capability:payments`. Case does not count, nor whether words are joined by `-`, `/` or `_`.',
  ),
});

/** What agents that have a role may do. */
export type AgentRoleSpec = z.infer<typeof shape>;

export const agentRole = defineKind<AgentRoleSpec>({
  kind: 'AgentRole',
  description: 'Permissions that agents have together.',
  plural: 'agent-roles',
  aliases: ['agentrole', 'agentroles'],
  shape,
});
