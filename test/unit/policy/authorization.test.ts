import { describe, expect, test } from 'vitest';
import {
  type AgentRoleInput,
  type PolicyInput,
  type PolicyRequest,
  Rulebook,
  type ToolPermissionInput,
} from '../../../src/modules/policy/index.ts';

let made = 0;

function identity(name: string) {
  made += 1;
  return { id: `res-${made}`, name, namespace: 'shop', version: 'v1' };
}

function role(name: string, ...permissions: string[]): AgentRoleInput {
  return { ...identity(name), permissions };
}

function permission(toolRef: string, spec: Partial<ToolPermissionInput['spec']> = {}): ToolPermissionInput {
  const plain = { action: 'invoke', requiredPermissions: [], operationRules: [], targetAgents: [] };
  return {
    ...identity(`about-${toolRef}`),
    spec: { toolRef, matchMode: 'all', applyMode: 'global', ...plain, ...spec },
  };
}

function policyOf(rules: PolicyInput['spec']['rules'], combining: PolicyInput['spec']['combining']): PolicyInput {
  const appliesTo = { matchLabels: {}, agents: [], systems: [], tasks: [] };
  const limits = { allowedModels: [], blockedTools: [] };
  return { ...identity('written'), spec: { applyMode: 'global', appliesTo, rules, limits, combining } };
}

interface Case {
  roles?: AgentRoleInput[];
  permissions?: ToolPermissionInput[];
  policies?: PolicyInput[];
  /** Names of the agent's roles. */
  has?: string[];
  allowedTools?: string[];
  agent?: null;
  tool?: Partial<NonNullable<PolicyRequest['tool']>>;
}

function decided({ roles = [], permissions = [], policies = [], has = [], allowedTools = [], agent, tool }: Case) {
  const asked = { name: 'buyer', labels: {}, roles: has.map((name) => ({ namespace: 'shop', name })), allowedTools };
  return new Rulebook({ roles, permissions, policies }).decide({
    action: 'tool.call',
    namespace: 'shop',
    ...(agent === null ? {} : { agent: asked }),
    tool: {
      name: 'web-search',
      sideEffect: 'READ_ONLY',
      type: 'http',
      arguments: {},
      operationClasses: ['read'],
      ...tool,
    },
  });
}

describe('who may call a tool', () => {
  const needs = (...requiredPermissions: string[]) => permission('web-search', { requiredPermissions });
  const seeker = role('seeker', 'Web/Read', 'web-write');

  test.each<[string, Case, string, string | null]>([
    ['neither roles nor rules', {}, 'ALLOW', null],
    ['neither roles nor rules, and no agent', { agent: null }, 'ALLOW', null],
    ['a role that does not exist', { has: ['ghost'] }, 'DENY', 'missingRole'],
    [
      'one role that exists and one that does not',
      { roles: [seeker], has: ['seeker', 'ghost'] },
      'DENY',
      'missingRole',
    ],
    ['a role without the tool', { roles: [seeker], has: ['seeker'] }, 'DENY', 'ungranted'],
    ['a role with the tool', { roles: [role('r', 'Tool:Web/Search:INVOKE')], has: ['r'] }, 'ALLOW', null],
    [
      'a role with the tool but not its capability',
      { roles: [role('r', 'tool:web_search:invoke')], has: ['r'], tool: { capabilities: ['web.read'] } },
      'DENY',
      'ungranted',
    ],
    [
      'two roles that together permit tool and capability',
      {
        roles: [role('a', 'tool:web_search:invoke'), role('b', 'capability:web.read')],
        has: ['a', 'b'],
        tool: { capabilities: ['web.read'] },
      },
      'ALLOW',
      null,
    ],
    [
      'all required permissions, however they are written',
      { roles: [seeker], has: ['seeker'], permissions: [needs('web_read', 'WEB\\WRITE')] },
      'ALLOW',
      null,
    ],
    [
      'one of two required permissions',
      { roles: [role('r', 'a')], has: ['r'], permissions: [needs('a', 'b')] },
      'DENY',
      'requiredPermissions',
    ],
    [
      'one of two, where one is enough',
      {
        roles: [role('r', 'a')],
        has: ['r'],
        permissions: [permission('web-search', { requiredPermissions: ['a', 'b'], matchMode: 'any' })],
      },
      'ALLOW',
      null,
    ],
    [
      'none of two, where one is enough',
      {
        roles: [role('r', 'c')],
        has: ['r'],
        permissions: [permission('web-search', { requiredPermissions: ['a', 'b'], matchMode: 'any' })],
      },
      'DENY',
      'requiredPermissions',
    ],
    ['a rule and no roles', { permissions: [needs('a')] }, 'DENY', 'requiredPermissions'],
    ['a rule and no agent', { agent: null, permissions: [needs('a')] }, 'DENY', 'requiredPermissions'],
    [
      'a rule that requires nothing, in place of the permission by name',
      { roles: [role('r')], has: ['r'], permissions: [needs()] },
      'ALLOW',
      null,
    ],
    [
      'a rule about another tool',
      { permissions: [permission('other', { requiredPermissions: ['a'] })] },
      'ALLOW',
      null,
    ],
    [
      'a rule about another action',
      { permissions: [permission('web-search', { action: 'configure', requiredPermissions: ['a'] })] },
      'ALLOW',
      null,
    ],
    [
      'a rule for other agents',
      {
        permissions: [
          permission('web-search', { requiredPermissions: ['a'], applyMode: 'scoped', targetAgents: ['seller'] }),
        ],
      },
      'ALLOW',
      null,
    ],
    [
      'a rule for this agent',
      {
        permissions: [
          permission('Web-Search', { requiredPermissions: ['a'], applyMode: 'scoped', targetAgents: ['buyer'] }),
        ],
      },
      'DENY',
      'requiredPermissions',
    ],
    [
      'the tool in allowedTools, whatever else is wrong',
      { has: ['ghost'], permissions: [needs('a')], allowedTools: ['Web-Search'] },
      'ALLOW',
      'allowedTools',
    ],
  ])('%s', (_, given, effect, rule) => {
    expect(decided(given)).toMatchObject({ effect, rule });
  });
});

test.each<[string[], string]>([
  [['read'], 'ALLOW'],
  [['read', 'write'], 'REQUIRE_APPROVAL'],
  [['write', 'delete'], 'DENY'],
  [['admin'], 'ALLOW'],
])('the strictest operation rule counts over the classes %j of a tool: %s', (operationClasses, effect) => {
  const operationRules = [
    { operationClass: 'read', verdict: 'allow' },
    { operationClass: 'write', verdict: 'approval_required' },
    { operationClass: 'delete', verdict: 'deny' },
  ] as const;
  expect(
    decided({ permissions: [permission('web-search', { operationRules })], tool: { operationClasses } }).effect,
  ).toBe(effect);
});

test('a rule for every class holds beside those for one, and the strictest of them counts', () => {
  const operationRules = [
    { operationClass: 'read', verdict: 'allow' },
    { operationClass: '*', verdict: 'approval_required' },
  ] as const;
  const permissions = [permission('web-search', { operationRules })];
  expect(decided({ permissions })).toMatchObject({ effect: 'REQUIRE_APPROVAL', rule: 'operationRules[1]' });
  expect(decided({ permissions, allowedTools: ['web-search'] }).effect).toBe('ALLOW');
});

test('a denial names its permission and version, what is missing and what to do', () => {
  const needed = permission('web-search', { requiredPermissions: ['web/read', 'pay'] });
  expect(decided({ roles: [role('r', 'pay')], has: ['r'], permissions: [needed] })).toMatchObject({
    effect: 'DENY',
    source: 'PERMISSION',
    policyId: needed.id,
    policyName: 'about-web-search',
    policyVersion: 'v1',
    rule: 'requiredPermissions',
    reason:
      'The roles of the agent "buyer" do not permit web_read, which the tool permission "about-web-search" requires for the tool "web-search".',
    fix: 'Give one of its roles these permissions, or list the tool in its allowedTools.',
  });
  expect(decided({ has: ['ghost'] })).toMatchObject({
    source: 'PERMISSION',
    reason: 'The agent "buyer" names roles that do not exist: shop/ghost.',
  });
});

describe('across kinds', () => {
  const allow = { name: 'fine', when: {}, effect: 'ALLOW' as const, redact: [] };
  const deny = { name: 'never', when: {}, effect: 'DENY' as const, redact: [] };
  const denying = permission('web-search', { requiredPermissions: ['a'] });

  test('whoever denies wins, be it a policy or a permission, whatever the other allows', () => {
    for (const combining of ['deny_wins', 'first_match'] as const) {
      const allowing = policyOf([allow], combining);
      expect(decided({ policies: [allowing], permissions: [denying] })).toMatchObject({
        effect: 'DENY',
        source: 'PERMISSION',
      });
      const refusing = policyOf([deny], combining);
      expect(decided({ policies: [refusing], allowedTools: ['web-search'] })).toMatchObject({
        effect: 'DENY',
        source: 'POLICY',
      });
      expect(decided({ policies: [policyOf([allow, deny], combining)] }).effect).toBe(
        combining === 'first_match' ? 'ALLOW' : 'DENY',
      );
    }
  });

  test('the rules of policies read what the roles of the agent permit', () => {
    const expression = '!("tool:web_search:invoke" in agent.permissions)';
    const policies = [policyOf([{ ...deny, expression }], 'deny_wins')];
    expect(decided({ policies }).effect).toBe('DENY');
    expect(decided({ policies, roles: [role('r', 'tool:web-search:invoke')], has: ['r'] }).effect).toBe('ALLOW');
  });
});

test('a role of hundreds of permissions and a rule that requires hundreds are told apart to the last one', () => {
  const many = Array.from({ length: 300 }, (_, place) => `scope:${place}`);
  const permissions = [permission('web-search', { requiredPermissions: many })];
  expect(decided({ roles: [role('r', ...many)], has: ['r'], permissions }).effect).toBe('ALLOW');
  const { effect, reason } = decided({ roles: [role('r', ...many.slice(0, -1))], has: ['r'], permissions });
  expect([effect, reason]).toEqual(['DENY', expect.stringContaining('scope:299')]);
});
