import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, type PolicyRuleInput, type PolicySpecInput, usablePolicy } from '../../../src/modules/policy/index.ts';
import { byExpression, modelCall, policy, rule, toolCall } from './policies.ts';

const nobody: PolicySpecInput['appliesTo'] = { matchLabels: {}, agents: [], systems: [], tasks: [] };

test('without policies, and with policies that do not match, a call is allowed and everything looked at is listed', () => {
  expect(decide([], toolCall())).toMatchObject({ effect: 'ALLOW', policyId: null, rule: null, evaluated: [] });
  const silent = policy([rule('DENY', { when: { 'tool.name': 'other' } })]);
  const { effect, evaluated } = decide([silent], toolCall());
  expect(effect).toBe('ALLOW');
  expect(evaluated).toEqual([{ policyId: silent.id, policyVersion: 'v1', matchedRule: null, effect: 'NO_MATCH' }]);
});

test('each effect names its policy, version and rule, and explains itself', () => {
  const when = { 'tool.sideEffect': 'financial', 'cost.runUsd': '>1' };
  const denying = policy([rule('DENY', { when })]);
  expect(decide([denying], toolCall())).toMatchObject({
    effect: 'DENY',
    policyId: denying.id,
    policyName: denying.name,
    policyVersion: 'v1',
    rule: 'deny-rule',
    reason: `The rule "deny-rule" of the policy "${denying.name}" denies this because tool.sideEffect is FINANCIAL and cost.runUsd is more than 1.`,
    fix: 'Change the call so that it is no longer true that tool.sideEffect is FINANCIAL and cost.runUsd is more than 1.',
    approval: null,
  });
  const approval = { approvers: ['team:money'], timeoutMs: 60_000, onTimeout: 'DENIED' as const };
  expect(decide([policy([rule('REQUIRE_APPROVAL', { approval, reason: 'Money leaves.' })])], toolCall())).toMatchObject(
    {
      effect: 'REQUIRE_APPROVAL',
      reason: 'Money leaves.',
      approval,
    },
  );
  expect(decide([policy([rule('MODIFY', { redact: ['email'] })])], toolCall())).toMatchObject({
    effect: 'MODIFY',
    redact: ['email'],
  });
  expect(decide([policy([rule('ALLOW')])], toolCall())).toMatchObject({ effect: 'ALLOW', rule: 'allow-rule' });
});

test('an approval without details may be given by anybody, has no end and denies when it ends', () => {
  expect(decide([policy([rule('REQUIRE_APPROVAL')])], toolCall()).approval).toEqual({
    approvers: [],
    timeoutMs: null,
    onTimeout: 'DENIED',
  });
});

test('with deny_wins a denial wins over what stands before it, with first_match the first match is all', () => {
  const rules = [rule('ALLOW'), rule('REQUIRE_APPROVAL'), rule('DENY')];
  expect(decide([policy(rules)], toolCall()).effect).toBe('DENY');
  expect(decide([policy(rules, { combining: 'first_match' })], toolCall()).effect).toBe('ALLOW');
  const skipping = [rule('ALLOW', { when: { 'tool.name': 'other' } }), rule('REQUIRE_APPROVAL'), rule('DENY')];
  expect(decide([policy(skipping, { combining: 'first_match' })], toolCall()).effect).toBe('REQUIRE_APPROVAL');
});

test('first_match ends its own policy only; across policies a denial wins and the first to deny explains', () => {
  const allowing = policy([rule('ALLOW'), rule('DENY')], { combining: 'first_match' });
  const [first, second] = [policy([rule('DENY')]), policy([rule('DENY')])];
  const decision = decide([allowing, policy([rule('REQUIRE_APPROVAL')]), first, second], toolCall());
  expect(decision).toMatchObject({ effect: 'DENY', policyId: first.id, redact: [] });
  expect(decision.evaluated.map(({ effect }) => effect)).toEqual(['ALLOW', 'REQUIRE_APPROVAL', 'DENY', 'DENY']);
});

test('redactions are merged in declared order without repeats, and hold while a person is asked', () => {
  const policies = [
    policy([rule('MODIFY', { redact: ['card.number', 'email'] }), rule('MODIFY', { redact: ['phone'] })]),
    policy([rule('MODIFY', { redact: ['email', 'a.b'] })]),
  ];
  expect(decide(policies, toolCall())).toMatchObject({
    effect: 'MODIFY',
    redact: ['card.number', 'email', 'phone', 'a.b'],
    policyId: policies[0]?.id,
  });
  expect(decide([...policies, policy([rule('REQUIRE_APPROVAL')])], toolCall())).toMatchObject({
    effect: 'REQUIRE_APPROVAL',
    redact: ['card.number', 'email', 'phone', 'a.b'],
  });
  expect(decide([policy([rule('MODIFY')])], toolCall()).redact).toEqual(['pii', 'secret']);
});

test('several approvals become one question with the strictest terms', () => {
  const ask = (approvers: string[], timeoutMs: number | null, onTimeout: 'DENIED' | 'APPROVED') =>
    policy([rule('REQUIRE_APPROVAL', { approval: { approvers, timeoutMs, onTimeout } })]);
  const asking = [ask([], null, 'APPROVED'), ask(['ann', 'bob'], 60, 'APPROVED'), ask(['bob', 'eve'], 90, 'DENIED')];
  expect(decide(asking, toolCall()).approval).toEqual({ approvers: ['bob'], timeoutMs: 60, onTimeout: 'DENIED' });
});

test('a policy applies to the agents it selects or lists, to the systems and tasks it lists, and where it is attached', () => {
  const applied = (appliesTo: Partial<typeof nobody>, more = {}) =>
    decide(
      [policy([rule('DENY')], { applyMode: 'scoped', appliesTo: { ...nobody, ...appliesTo } }, more)],
      toolCall({
        execution: { ...run, system: 'checkout', task: 'refund' },
      }),
    ).evaluated.length === 1;
  const run = { labels: {}, costUsd: '0', inputTokens: 0, outputTokens: 0, toolCalls: 0 };
  expect(applied({})).toBe(false);
  expect(applied({}, { attached: true })).toBe(true);
  expect(applied({ matchLabels: { team: 'finance' } })).toBe(true);
  expect(applied({ matchLabels: { team: 'finance', env: 'test' } })).toBe(false);
  expect(applied({ matchLabels: { team: 'finance' } }, { namespace: 'other' })).toBe(false);
  expect(applied({ agents: ['billing'] })).toBe(true);
  expect(applied({ agents: ['billing'] }, { namespace: 'other' })).toBe(false);
  expect(applied({ agents: ['shop/bill*'] }, { namespace: 'other' })).toBe(true);
  expect(applied({ systems: ['checkout'] })).toBe(true);
  expect(applied({ tasks: ['other'] })).toBe(false);
});

test('limits deny blocked tools, models that are not allowed and runs that used up their tokens', () => {
  const limited = (limits: object) => [
    policy([rule('ALLOW')], { limits: { blockedTools: [], allowedModels: [], ...limits }, combining: 'first_match' }),
  ];
  const blocking = decide(limited({ blockedTools: ['send_*'] }), toolCall());
  expect(blocking).toMatchObject({ effect: 'DENY', rule: 'limits.blockedTools' });
  expect(blocking.reason).toContain('blocks the tool "send_money"');
  expect(decide(limited({ blockedTools: ['send_*'] }), modelCall()).effect).toBe('ALLOW');
  for (const name of ['fast', 'gpt-5-mini', 'openai:gpt-5-mini', 'openai/*']) {
    expect(decide(limited({ allowedModels: [name] }), modelCall()).effect).toBe('ALLOW');
  }
  const strange = decide(limited({ allowedModels: ['local'] }), modelCall());
  expect(strange).toMatchObject({ effect: 'DENY', rule: 'limits.allowedModels', fix: 'Use one of: local.' });
  expect(decide(limited({ maxTokensPerRun: 1501 }), modelCall()).effect).toBe('ALLOW');
  const spent = decide(limited({ maxTokensPerRun: 1500 }), modelCall());
  expect(spent).toMatchObject({ effect: 'DENY', rule: 'limits.maxTokensPerRun' });
  expect(spent.reason).toContain('1500 tokens');
});

test('an expression that fails denies, asks and redacts, saying so, but never allows', () => {
  const failing = 'tool.arguments.missing > 100';
  const denied = byExpression(failing);
  expect(denied.effect).toBe('DENY');
  expect(denied.reason).toContain('could not be told whether it applies ("missing" is not known)');
  expect(denied.fix).toContain('Give the call what the rule reads');
  expect(byExpression(failing, toolCall(), 'REQUIRE_APPROVAL').effect).toBe('REQUIRE_APPROVAL');
  expect(byExpression(failing, toolCall(), 'MODIFY').effect).toBe('MODIFY');
  expect(byExpression(failing, toolCall(), 'ALLOW')).toMatchObject({ effect: 'ALLOW', rule: null });
  expect(byExpression('tool.arguments.amount', toolCall()).effect).toBe('DENY');
  expect(byExpression('agent.labels.none == "x"').effect).toBe('DENY');
  expect(byExpression('tool.name == "x"', toolCall({ tool: undefined })).effect).toBe('DENY');
  expect(
    byExpression('cost.runUsd > 5.0', toolCall({ execution: { ...modelCall().execution, costUsd: 'free' } as never }))
      .effect,
  ).toBe('DENY');
});

test('reasons never quote the data that an expression failed on', () => {
  const request = toolCall({ data: { text: 'hunter2' } });
  expect(byExpression('tool.arguments[data.text] == "x"', request).reason).not.toContain('hunter2');
  expect(byExpression('int(data.text) > 5', request).reason).not.toContain('hunter2');
});

test('a rule about tools does not concern a model call, even when another part of it could not be told', () => {
  const rules = ['tool.name == "x"', 'tool.name == "x" && agent.labels.none == "y"', '!(mcpServer.name == "a")'];
  for (const expression of rules) expect(byExpression(expression, modelCall()).effect).toBe('ALLOW');
  expect(byExpression('tool.name == "x" || agent.labels.none == "y"', modelCall()).effect).toBe('DENY');
  const { evaluated } = decide([policy([rule('DENY', { when: { 'tool.sideEffect': '!=READ_ONLY' } })])], modelCall());
  expect(evaluated[0]?.effect).toBe('NO_MATCH');
});

test('a tool without an MCP server is no concern of a rule about servers, but an MCP tool of unknown server is', () => {
  const expression = 'mcpServer.name == "evil"';
  const tool = { name: 't', sideEffect: 'READ_ONLY', arguments: {} };
  expect(byExpression(expression, toolCall({ tool: { ...tool, type: 'HTTP' } })).effect).toBe('ALLOW');
  expect(byExpression(expression, toolCall({ tool: { ...tool, type: 'MCP' } })).effect).toBe('DENY');
});

test('a call outside a run has spent nothing, and one by a person has no agent name', () => {
  const direct = modelCall({ execution: undefined, agent: undefined });
  const denies = (when: PolicyRuleInput['when']) =>
    decide([policy([rule('DENY', { when })])], direct).effect === 'DENY';
  expect(denies({ 'cost.runUsd': '>5' })).toBe(false);
  expect(denies({ 'agent.name': 'billing' })).toBe(false);
  expect(denies({ 'agent.labels.team': 'x' })).toBe(false);
  expect(denies({ 'agent.name': '!=billing' })).toBe(true);
  expect(byExpression('agent == null', direct).effect).toBe('DENY');
});

test('a policy is compiled once for each id and version, and attaching it does not leak to others', () => {
  const spec = {
    applyMode: 'scoped' as const,
    appliesTo: nobody,
    rules: [rule('DENY')],
    limits: { allowedModels: [], blockedTools: [] },
    combining: 'deny_wins' as const,
  };
  const input = { id: 'cached', name: 'cached', namespace: 'shop', version: 'v1', spec };
  const compiled = usablePolicy(input);
  expect(usablePolicy({ ...input, attached: true })).toMatchObject({ attached: true, rules: compiled.rules });
  expect(usablePolicy(input)).toBe(compiled);
  expect(usablePolicy({ ...input, version: 'v2' })).not.toBe(compiled);
  for (let i = 0; i < 1000; i++) usablePolicy({ ...input, id: `filler-${i}`, spec: { ...spec, rules: [] } });
  expect(usablePolicy(input)).not.toBe(compiled);
});

test('a stored policy that cannot be used denies what it is asked about and says why, and fails no call', () => {
  const spec = {
    applyMode: 'global' as const,
    appliesTo: nobody,
    rules: [rule('ALLOW', { name: 'torn', expression: 'tool.(' })],
    limits: { allowedModels: [], blockedTools: [] },
    combining: 'deny_wins' as const,
  };
  const torn = usablePolicy({ id: 'torn', name: 'torn', namespace: 'shop', version: 'v1', spec });
  expect(decide([torn], toolCall())).toMatchObject({
    effect: 'DENY',
    policyName: 'torn',
    rule: 'unusable',
    reason: expect.stringContaining('rule "torn"'),
    fix: 'Correct the rules that are named and apply the policy again.',
  });
});

const effects = ['ALLOW', 'DENY', 'REQUIRE_APPROVAL', 'MODIFY'] as const;
const conditions: PolicyRuleInput['when'][] = [
  {},
  { 'tool.name': 'send_*' },
  { 'tool.name': 'other' },
  { 'cost.runUsd': '>1' },
];
const anyRule = (from: readonly PolicyRuleInput['effect'][]) =>
  fc
    .record({ effect: fc.constantFrom(...from), when: fc.constantFrom(...conditions), fails: fc.boolean() })
    .map(({ effect, when, fails }) => rule(effect, { when, expression: fails ? 'tool.arguments.none == 1' : null }));

test('adding a policy that allows, or a rule that allows, never makes anything milder under deny_wins', () => {
  const rules = fc.array(anyRule(effects), { maxLength: 4 });
  const property = fc.property(
    fc.array(rules, { maxLength: 4 }),
    fc.array(anyRule(['ALLOW']), { minLength: 1, maxLength: 3 }),
    fc.nat(4),
    (sets, allowing, at) => {
      const policies = sets.map((set) => policy(set));
      const before = decide(policies, toolCall());
      const withPolicy = decide(policies.toSpliced(at, 0, policy(allowing)), toolCall());
      const withRules = decide(
        sets.map((set) => policy([...allowing, ...set])),
        toolCall(),
      );
      expect([withPolicy.effect, withRules.effect]).toEqual([before.effect, before.effect]);
      expect(withPolicy.redact).toEqual(before.redact);
    },
  );
  fc.assert(property, { numRuns: 60 });
});

test('a denial anywhere among the policies denies, in whatever order they come', () => {
  const property = fc.property(fc.shuffledSubarray([...effects], { minLength: 4 }), (order) => {
    expect(
      decide(
        order.map((effect) => policy([rule(effect)])),
        toolCall(),
      ).effect,
    ).toBe('DENY');
  });
  fc.assert(property, { numRuns: 24 });
});
