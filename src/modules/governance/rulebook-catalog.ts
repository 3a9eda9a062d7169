import type { Actor } from '../identity/index.ts';
import { Rulebook } from '../policy/index.ts';
import { everyResource, KeptResources, type ResourceService } from '../resource/index.ts';
import { agentRoleInput, governingKinds, policyInput, toolPermissionInput } from './written-rules.ts';

/** The rulebook of each organization, kept in memory so that no call asks the database for policies. */
export class RulebookCatalog extends KeptResources<Rulebook> {
  constructor(resources: ResourceService) {
    super({ kinds: governingKinds, read: (actor) => readRulebook(resources, actor) });
  }
}

async function readRulebook(resources: ResourceService, actor: Actor): Promise<Rulebook> {
  const [policies, roles, permissions] = await Promise.all([
    everyResource(resources, actor, 'Policy'),
    everyResource(resources, actor, 'AgentRole'),
    everyResource(resources, actor, 'ToolPermission'),
  ]);
  return new Rulebook({
    policies: policies.map(policyInput),
    roles: roles.map(agentRoleInput),
    permissions: permissions.map(toolPermissionInput),
  });
}
