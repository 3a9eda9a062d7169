import { hashJson } from '../../platform/crypto.ts';
import { OrreryError } from '../../platform/errors.ts';
import { Rulebook, type RulebookSource } from '../policy/index.ts';
import type { Resource } from '../resource/index.ts';
import { agentRoleInput, isGoverning, policyInput, toolPermissionInput } from './written-rules.ts';

/** The rulebook as it would be with drafts in place of what is written down under their names. @throws OrreryError INPUT_INVALID */
export function draftRulebook(written: RulebookSource, drafts: readonly Resource[]): Rulebook {
  const stray = drafts.find(({ kind }) => !isGoverning(kind));
  if (stray) {
    throw new OrreryError('INPUT_INVALID', `${stray.kind} ${stray.name} says nothing of what agents may do.`, {
      fix: 'Give manifests of the kinds Policy, AgentPolicy, AgentRole and ToolPermission.',
    });
  }
  const ofKind = <K extends Resource['kind']>(kind: K): Resource<K>[] =>
    drafts.filter((draft): draft is Resource & Resource<K> => draft.kind === kind);
  return new Rulebook({
    policies: replaced(written.policies, ofKind('Policy').map(policyInput).map(asDraft)),
    roles: replaced(written.roles, ofKind('AgentRole').map(agentRoleInput)),
    permissions: replaced(written.permissions, ofKind('ToolPermission').map(toolPermissionInput)),
  });
}

/** A version never means two specs, so a draft has one of its own. */
function asDraft<T extends { version: string; spec: unknown }>(draft: T): T {
  return { ...draft, version: `draft-${hashJson(draft.spec).slice(0, 12)}` };
}

/** The drafts stand where those of their names stood; new ones at the end. */
function replaced<T extends { namespace: string; name: string }>(written: readonly T[], drafts: readonly T[]): T[] {
  const waiting = new Map(drafts.map((draft) => [nameText(draft), draft]));
  const kept = written.map((one) => {
    const draft = waiting.get(nameText(one));
    waiting.delete(nameText(one));
    return draft ?? one;
  });
  return [...kept, ...waiting.values()];
}

function nameText({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}
