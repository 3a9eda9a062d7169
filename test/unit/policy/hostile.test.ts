import { expect, test } from 'vitest';
import { decide, usablePolicy } from '../../../src/modules/policy/index.ts';
import { byExpression, modelCall, policy, rule, toolCall } from './policies.ts';

const tool = { name: 'send_money', sideEffect: 'FINANCIAL', type: 'HTTP' };
const withArguments = (args: unknown) => toolCall({ tool: { ...tool, arguments: args } });

/** Milliseconds that `work` took. */
function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

test('loops inside loops end after a bounded number of rounds, and the rule closes', () => {
  const list = Array.from({ length: 3000 }, (_, i) => i);
  const nested = 'tool.arguments.l.all(a, tool.arguments.l.all(b, tool.arguments.l.all(c, a + b + c < 1e9)))';
  const took = timed(() => {
    const decision = byExpression(nested, withArguments({ l: list }));
    expect(decision.effect).toBe('DENY');
    expect(decision.reason).toContain('takes too long');
    expect(byExpression(nested, withArguments({ l: list }), 'ALLOW').rule).toBeNull();
  });
  expect(took).toBeLessThan(2000);
});

test('a loop that calls nothing, or swallows its faults, ends as well', () => {
  const list = Array.from({ length: 5000 }, () => true);
  const request = withArguments({ l: list });
  const bare = 'tool.arguments.l.all(a, tool.arguments.l.all(b, tool.arguments.l.all(c, true)))';
  const swallowing = 'tool.arguments.l.all(a, tool.arguments.l.all(b, tool.arguments.l.all(c, c > 5 || true)))';
  expect(timed(() => byExpression(bare, request))).toBeLessThan(1000);
  expect(timed(() => byExpression(swallowing, request))).toBeLessThan(2000);
});

test.each([
  ['tool.arguments.l.all(x, !data.text.contains("zzz"))'],
  ['tool.arguments.l.all(x, data.text.size() > 0)'],
  ['tool.arguments.l.all(x, data.text.lowerAscii() != "a")'],
  ['tool.arguments.l.all(x, tool.arguments == tool.arguments)'],
  ['tool.arguments.l.all(x, !data.text.matches("([a-z ]?){90}[0-9]{9}"))'],
  ['tool.arguments.l.all(x, !data.text.mentions("pii"))'],
  ['data.text + data.text + data.text + data.text + data.text + data.text != ""'],
])('%s over a megabyte costs less than a second', (expression) => {
  const request = {
    ...withArguments({ l: Array.from({ length: 9000 }, (_, i) => i) }),
    data: { text: 'lorem ip '.repeat(120_000) },
  };
  expect(timed(() => byExpression(expression, request))).toBeLessThan(1000);
});

test('a long text and a long list, looked through once, are well within the allowance', () => {
  const request = {
    ...withArguments({ l: Array.from({ length: 3000 }, (_, i) => `item ${i}`) }),
    data: { text: 'lorem ip '.repeat(110_000) },
  };
  for (const expression of [
    'data.text.mentions("pii")',
    'data.text.size() < 5',
    'data.text.matches("(?i)password|secret")',
    'tool.arguments.l.exists(item, item.startsWith("b") || item.contains("zz"))',
  ]) {
    expect(byExpression(expression, request)).toMatchObject({ effect: 'ALLOW', rule: null });
  }
  const words = Array.from({ length: 50 }, (_, i) => `word ${i}`);
  expect(decide([policy([rule('DENY', { when: { 'data.contains': words } })])], request).effect).toBe('ALLOW');
});

test.each([
  ['('.repeat(4000)],
  [`${'('.repeat(2000)}1${')'.repeat(2000)} == 1`],
  [`${'['.repeat(2000)}1${']'.repeat(2000)} == 1`],
  [`${'!'.repeat(4000)}true`],
  [`${'true ? '.repeat(500)}true${' : true'.repeat(500)}`],
  [`${'a.'.repeat(1900)}b`],
  ['google.protobuf.Any{}'],
  ['__proto__ == null'],
  ['constructor == null'],
  ['tool.constructor == null'],
  ['@round(true)'],
])('the text %#, made to break the parser, is refused or decided quickly', (expression) => {
  const took = timed(() => {
    try {
      byExpression(expression);
    } catch (error) {
      expect(error).toMatchObject({ code: 'MANIFESTS_INVALID' });
    }
  });
  expect(took).toBeLessThan(1500);
});

test('field names that mean something to JavaScript or protobuf are plain data in arguments', () => {
  const args = JSON.parse(
    '{"constructor": null, "__proto__": {"a": 1}, "$typeName": "google.protobuf.Any", "amount": 500, "in": [{"constructor": {"name": "x"}, "n": 7}]}',
  );
  expect(byExpression('tool.arguments.amount < 100', withArguments(args)).effect).toBe('ALLOW');
  expect(
    byExpression('tool.arguments.in.exists(i, i.n == 7)'.replace('.in.', '["in"].'), withArguments(args)).effect,
  ).toBe('DENY');
  expect(byExpression('has(tool.arguments.toString)', withArguments(args)).effect).toBe('ALLOW');
});

test('arguments that are too large or too deep to examine close every rule that reads them, and only those', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 5000; i++) deep = [deep];
  for (const args of [{ deep }, { wide: Array.from({ length: 30_000 }, () => 1) }]) {
    expect(byExpression('has(tool.arguments.amount) && tool.arguments.amount > 5', withArguments(args)).effect).toBe(
      'DENY',
    );
    expect(byExpression('tool.name == "other"', withArguments(args)).effect).toBe('ALLOW');
  }
});

test('data that no rule asks for is never read', () => {
  const data = {
    get text(): string {
      throw new Error('read');
    },
  };
  expect(decide([policy([rule('DENY', { when: { 'tool.name': 'x' } })])], toolCall({ data })).effect).toBe('ALLOW');
  expect(decide([policy([rule('DENY', { when: { 'data.contains': 'x' } })])], toolCall({ data })).effect).toBe('DENY');
});

test('a decision over twenty policies costs well under a millisecond', () => {
  const inputs = Array.from({ length: 20 }, (_, i) => ({
    id: `fast-${i}`,
    name: `fast-${i}`,
    namespace: 'shop',
    version: 'v1',
    spec: {
      applyMode: 'global' as const,
      appliesTo: { matchLabels: {}, agents: [], systems: [], tasks: [] },
      rules: [
        rule('DENY', { when: { 'tool.sideEffect': ['privileged', 'code_execution'], 'cost.runUsd': '>5' } }),
        rule('REQUIRE_APPROVAL', { when: { 'tool.name': 'pay_*', 'agent.labels.env': 'prod' } }),
        rule('DENY', { expression: 'tool.arguments.amount > 1000 && agent.labels.team != "finance"' }),
        rule('DENY', { when: { 'model.name': 'gpt-4*' } }),
      ],
      limits: { allowedModels: ['fast'], blockedTools: ['rm_*'], maxTokensPerRun: 100_000 },
      combining: 'deny_wins' as const,
    },
  }));
  for (const request of [toolCall(), modelCall()]) {
    const once = () =>
      decide(
        inputs.map((input) => usablePolicy(input)),
        request,
      );
    expect(once().effect).toBe('ALLOW');
    for (let i = 0; i < 300; i++) once();
    const samples = Array.from({ length: 300 }, () => timed(once)).sort((a, b) => a - b);
    const medianMs = samples[150] ?? Number.POSITIVE_INFINITY;
    console.log(
      `${request.action}: a decision over 20 policies with 80 rules takes ${(medianMs * 1000).toFixed(0)} microseconds`,
    );
    expect(medianMs).toBeLessThan(1);
  }
});
