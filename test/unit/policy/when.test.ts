import { expect, test } from 'vitest';
import { isOrreryError } from '../../../src/platform/errors.ts';
import { byExpression, modelCall, policy, rule, toolCall, whenMatches } from './policies.ts';

function faultOf(rest: Parameters<typeof rule>[1]): string {
  try {
    policy([rule('DENY', { name: 'faulty', ...rest })]);
  } catch (error) {
    if (isOrreryError(error) && error.code === 'MANIFESTS_INVALID') return error.message;
    throw error;
  }
  return 'no fault';
}

test.each([
  [{ 'tool.name': 'send_money' }, true],
  [{ 'tool.name': 'read_mail' }, false],
  [{ 'tool.name': '!=read_mail' }, true],
  [{ 'tool.name': '!=send_money' }, false],
  [{ 'tool.name': ['read_mail', 'send_money'] }, true],
  [{ 'tool.name': ['read_mail', 'write_mail'] }, false],
  [{ 'tool.name': 'send_*' }, true],
  [{ 'tool.name': '*_money' }, true],
  [{ 'tool.name': 's*_m*y' }, true],
  [{ 'tool.name': 'send_*x' }, false],
  [{ 'tool.name': '!=send_*' }, false],
  [{ 'tool.name': ['read_*', 'send_*'] }, true],
  [{ 'tool.type': 'http' }, true],
  [{ 'tool.type': 'mcp' }, false],
  [{ 'tool.sideEffect': 'financial' }, true],
  [{ 'tool.sideEffect': ['external_write', 'FINANCIAL'] }, true],
  [{ 'tool.sideEffect': 'read_only' }, false],
  [{ 'tool.sideEffect': '!=read_only' }, true],
  [{ 'agent.name': 'bill*' }, true],
  [{ 'agent.labels.team': 'finance' }, true],
  [{ 'agent.labels.team': 'sales' }, false],
  [{ 'agent.labels.unknown': 'x' }, false],
  [{ 'execution.labels.tier': 'gold' }, true],
  [{ 'cost.runUsd': '>1' }, true],
  [{ 'cost.runUsd': '>2' }, false],
  [{ 'cost.runUsd': '>=2' }, true],
  [{ 'cost.runUsd': '<2.5' }, true],
  [{ 'cost.runUsd': '<=1.99' }, false],
  [{ 'cost.runUsd': 2 }, true],
  [{ 'cost.runUsd': '!=2' }, false],
  [{ 'cost.runUsd': ['>100', '<3'] }, true],
  [{ 'tokens.run': '>1499' }, true],
  [{ 'tokens.run': '>1500' }, false],
  [{ 'tokens.run': 1500 }, true],
  [{ 'data.contains': 'AMOUNT' }, true],
  [{ 'data.contains': 'nothing of it' }, false],
  [{ 'tool.name': 'send_money', 'cost.runUsd': '>1' }, true],
  [{ 'tool.name': 'send_money', 'cost.runUsd': '>5' }, false],
  [{}, true],
])('a `when` of %j on a payment of 120 dollars matches: %s', (when, matches) => {
  expect(whenMatches(when)).toBe(matches);
});

test.each([
  [{ 'model.provider': 'openai' }, true],
  [{ 'model.name': 'gpt-*' }, true],
  [{ 'model.name': 'claude-*' }, false],
  [{ 'data.contains': 'email' }, true],
  [{ 'data.contains': 'pii' }, true],
  [{ 'data.contains': 'credit_card' }, false],
])('a `when` of %j on a model call with an address in it matches: %s', (when, matches) => {
  expect(whenMatches(when, modelCall({ data: { text: 'write to ann@example.com' } }))).toBe(matches);
});

test('a model tier, a trust score and a drift are compared when the request knows them', () => {
  const model = { provider: 'openai', name: 'o', endpoint: 'o', tier: 'premium' };
  expect(whenMatches({ 'model.tier': 'premium' }, modelCall({ model }))).toBe(true);
  expect(whenMatches({ 'model.tier': 'basic' }, modelCall({ model }))).toBe(false);
  const mcpServer = { name: 'github', trustScore: 0.5, schemaDrift: false };
  expect(whenMatches({ 'mcpServer.trustScore': '<0.75' }, toolCall({ mcpServer }))).toBe(true);
  expect(whenMatches({ 'mcpServer.schemaDrift': true }, toolCall({ mcpServer }))).toBe(false);
  expect(whenMatches({ 'mcpServer.name': 'git*' }, toolCall({ mcpServer }))).toBe(true);
});

test('text in a condition is only ever text, whatever it is made of', () => {
  const name = `a"\\ || true || "' \n\u2028`;
  expect(whenMatches({ 'agent.name': name })).toBe(false);
  expect(whenMatches({ 'agent.name': name }, toolCall({ agent: { name: name.trim(), labels: {} } }))).toBe(true);
  expect(whenMatches({ 'agent.labels.x"] == "y': 'z' })).toBe(false);
});

test.each([
  [{ when: { 'tool.nam': 'x' } }, 'the condition "tool.nam" is not known'],
  [{ when: { constructor: 'x' } }, 'the condition "constructor" is not known'],
  [{ when: { 'cost.runUsd': '>five' } }, '"five" is not a number'],
  [{ when: { 'cost.runUsd': '~5' } }, '"~5" is not a number'],
  [{ when: { 'tool.name': '>send' } }, '">" compares numbers'],
  [{ when: { 'tool.name': ['!=a', '!=b'] } }, '"!=" inside a list'],
  [{ when: { 'tool.name': [] } }, 'the list of "tool.name" is empty'],
  [{ when: { 'tool.sideEffect': 'finanical' } }, '"finanical" is no side effect'],
  [{ when: { 'mcpServer.schemaDrift': 'yes' } }, 'it is true or false'],
  [{ expression: 'tool.name ==' }, 'does not parse'],
  [{ expression: 'true) || (true' }, 'does not parse'],
  [{ expression: 'tol.name == "x"' }, '"tol" is not something a policy can read'],
  [{ expression: 'tool.nam == "x"' }, '"tool" has no "nam"'],
  [{ expression: 'has(agent.team)' }, '"agent" has no "team"'],
  [{ expression: 'tool.sideEffect == "financial"' }, '"financial" is no side effect'],
  [{ expression: 'tool.name.replace("a", "b") == "c"' }, 'no function "replace"'],
  [{ expression: 'tool.name.matches("(a")' }, 'cannot read the pattern'],
  [{ expression: 'tool.name.matches(data.text)' }, 'must be written out'],
  [{ expression: '[1, 2].map(x, x * 2).size() > 0' }, 'no map or filter'],
  [{ expression: '[tool.name] == ["x"]' }, 'only plain values'],
  [{ expression: '{"a": 1}.size() == 1' }, 'builds a map'],
  [{ expression: `tool.name == "${'x'.repeat(5000)}"` }, 'longer than 4096 bytes'],
])('the rule %j is refused with its name and the fault', (faulty, fault) => {
  const message = faultOf(faulty);
  expect(message).toContain('rule "faulty"');
  expect(message).toContain(fault);
});

test('all faults of a policy are named together', () => {
  const compile = () =>
    policy([rule('DENY', { name: 'one', when: { a: '1' } }), rule('ALLOW', { name: '', expression: '(' })]);
  expect(compile).toThrow(/rule "one".*; rule "rule 2"/s);
});

test.each([
  ['tool.arguments.amount > 100', 'DENY'],
  ['tool.arguments.amount > 120.5', 'ALLOW'],
  ['"ann" in tool.arguments.to', 'DENY'],
  ['tool.arguments.to.exists(name, name.startsWith("b"))', 'DENY'],
  ['tool.arguments.to.all(name, name.glob("*n*"))', 'ALLOW'],
  ['tool.arguments.to.exists_one(name, name == "bob")', 'DENY'],
  ['tool.sideEffect in ["FINANCIAL", "PRIVILEGED"]', 'DENY'],
  ['action == "tool.call" && execution.toolCalls >= 3', 'DENY'],
  ['tool.name.matches("^send_[a-z]+$") && data.text.mentions("ANN")', 'DENY'],
  ['has(tool.arguments.note) && tool.arguments.note == "x"', 'ALLOW'],
  ['execution.costUsd > 1.5 && execution.inputTokens + execution.outputTokens > 1000', 'DENY'],
  ['model.name == "x" || tool.name == "send_money"', 'DENY'],
])('the denying expression %s decides %s', (expression, effect) => {
  expect(byExpression(expression).effect).toBe(effect);
});
