import { celRule } from './cel-rule.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { normalName, normalPermission, permissionsFor, type ToolPermissionInput } from './permission.ts';
import type { PolicyRequest, PolicySource } from './policy.ts';
import type { CompiledRule } from './rule.ts';

// A tool that the agent may call whatever its roles permit. The others ask for this first.
const isAllowed = '(agent != null && tool.name.lowerAscii() in agent.allowedTools)';
const isToolCall = 'action == "tool.call"';

const effects = { allow: 'ALLOW', deny: 'DENY', approval_required: 'REQUIRE_APPROVAL' } as const;

/**
 * The rules that hold for every call of a tool: an agent's own list of tools lets calls through, a role that does not
 * exist lets none through, and roles without a rule about the tool must permit the tool by its name.
 */
export const standingPolicies: readonly CompiledPolicy[] = [
  standing('agent-tools', 'ALLOW_LIST', [
    celRule({
      name: 'allowedTools',
      effect: 'ALLOW',
      cel: `${isToolCall} && ${isAllowed}`,
      when: { 'tool.name': "one of the agent's allowedTools" },
      explain: (request) => ({
        reason: `The agent "${agentOf(request)}" has the tool "${toolOf(request)}" among the tools that it may call.`,
        fix: null,
      }),
    }),
  ]),
  standing('agent-roles', 'PERMISSION', [
    celRule({
      name: 'missingRole',
      effect: 'DENY',
      cel: `${isToolCall} && agent != null && size(agent.missingRoles) > 0 && !${isAllowed}`,
      when: { 'agent.roles': 'one that does not exist' },
      explain: (request) => {
        const missing = request.grants?.missingRoles ?? [];
        return {
          reason: `The agent "${agentOf(request)}" names roles that do not exist: ${missing.join(', ')}.`,
          fix: 'Apply AgentRoles of these names, or take them out of the agent.',
        };
      },
    }),
    celRule({
      name: 'ungranted',
      effect: 'DENY',
      cel: `${isToolCall} && agent != null && size(agent.roles) > 0 && !tool.isGoverned
        && !tool.needed.all(needed, needed in agent.permissions) && !${isAllowed}`,
      when: { 'agent.roles': 'some', 'tool.isGoverned': false },
      explain: (request) => lacking(request, request.tool ? permissionsFor(request.tool) : []),
    }),
  ]),
];

function standing(name: string, source: PolicySource, rules: CompiledRule[]): CompiledPolicy {
  const everybody = { matchLabels: {}, agents: [], systems: [], tasks: [] };
  const identity = { id: `builtin:${name}`, name, namespace: '', version: 'v1', source };
  return { ...identity, attached: false, applyMode: 'global', appliesTo: everybody, combining: 'deny_wins', rules };
}

/** A tool permission as a policy: what it requires denies whoever lacks it, and its operation rules decide by class. */
export function compilePermission({ id, name, namespace, version, spec }: ToolPermissionInput): CompiledPolicy {
  const required = spec.requiredPermissions.map(normalPermission);
  const rules = [
    ...(required.length > 0 ? [requiredRule(name, required, spec.matchMode)] : []),
    ...spec.operationRules.map((rule, index) => operationRule(name, rule, index)),
  ];
  const appliesTo = { matchLabels: {}, agents: [...spec.targetAgents], systems: [], tasks: [] };
  const { applyMode } = spec;
  const identity = { id, name, namespace, version, source: 'PERMISSION' as const };
  return { ...identity, attached: false, applyMode, appliesTo, combining: 'deny_wins', rules };
}

function requiredRule(permission: string, required: string[], mode: 'all' | 'any'): CompiledRule {
  const loop = mode === 'all' ? 'all' : 'exists';
  const held = `${JSON.stringify(required)}.${loop}(needed, needed in agent.permissions)`;
  return celRule({
    name: 'requiredPermissions',
    effect: 'DENY',
    cel: `${isToolCall} && !${isAllowed} && (agent == null || !${held})`,
    when: { 'agent.permissions': `lack ${mode === 'all' ? 'one' : 'all'} of ${required.join(', ')}` },
    explain: (request) => lacking(request, required, { permission, mode }),
  });
}

function operationRule(
  permission: string,
  { operationClass, verdict }: ToolPermissionInput['spec']['operationRules'][number],
  index: number,
): CompiledRule {
  const fits = operationClass === '*' ? 'true' : `${JSON.stringify(operationClass)} in tool.operationClasses`;
  const said = { allow: 'may be made', deny: 'may not be made', approval_required: 'need a person who agrees' }[
    verdict
  ];
  const subject = operationClass === '*' ? 'calls' : `calls that ${operationClass}`;
  return celRule({
    name: `operationRules[${index}]`,
    effect: effects[verdict],
    cel: `${isToolCall} && !${isAllowed} && ${fits}`,
    when: { 'tool.operationClasses': operationClass },
    explain: (request) => ({
      reason: `The tool permission "${permission}" says that ${subject} of "${toolOf(request)}" ${said}.`,
      fix: verdict === 'deny' ? 'Use another tool, or change the rule of the permission.' : null,
    }),
  });
}

function lacking(request: PolicyRequest, needed: readonly string[], by?: { permission: string; mode: 'all' | 'any' }) {
  const held = new Set(request.grants?.permissions);
  const missing = needed.filter((permission) => !held.has(permission));
  const who = request.agent ? `The roles of the agent "${request.agent.name}" do` : 'A call without an agent does';
  const what = `${by?.mode === 'any' ? 'any of ' : ''}${missing.join(', ')}`;
  const why = by ? `the tool permission "${by.permission}" requires for` : 'they need for';
  return {
    reason: `${who} not permit ${what}, which ${why} the tool "${toolOf(request)}".`,
    fix: request.agent
      ? `Give one of its roles ${by?.mode === 'any' ? 'one of these permissions' : 'these permissions'}, or list the tool in its allowedTools.`
      : 'Make the call on behalf of an agent whose roles permit it.',
  };
}

function agentOf({ agent }: PolicyRequest): string {
  return agent?.name ?? '';
}

function toolOf({ tool }: PolicyRequest): string {
  return tool?.name ?? '';
}

/** The names under which a permission may be asked for: that of its tool, without a namespace. */
export function toolNamed({ toolRef }: ToolPermissionInput['spec']): string {
  return normalName(toolRef.slice(toolRef.lastIndexOf('/') + 1));
}
