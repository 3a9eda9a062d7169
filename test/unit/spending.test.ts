import { expect, test } from 'vitest';
import { agentGraph, type RunHistory } from '../../src/modules/execution/index.ts';
import { kinds, type Resource } from '../../src/modules/resource/index.ts';
import { amountText, shareOf, sumOf, unitsOf } from '../../src/modules/spending/amount.ts';
import { estimateByPrices } from '../../src/modules/spending/price-estimate.ts';
import { estimateOf } from '../../src/modules/spending/run-estimate.ts';
import { concerns, fits, headroomOf, limitsOf, scopeOf } from '../../src/modules/spending/spending-limit.ts';
import { agentNode } from './execution/nodes.ts';

test('amounts are added, shared and compared exactly; what the tenth digit cannot hold is rounded up', () => {
  expect(sumOf(['0.1', '0.2', '0'])).toBe('0.3');
  expect(amountText(unitsOf('0.00000000001'))).toBe('0.0000000001');
  expect(amountText(unitsOf('12.50') - unitsOf('13'))).toBe('-0.5');
  expect(shareOf('50.25', 0.6)).toBe('30.15');
});

function endpoint(spec: object): Resource<'ModelEndpoint'> {
  const whole = kinds.ModelEndpoint.shape.parse({ model: 'm', ...spec });
  return { name: 'small', namespace: 'default', spec: whole } as Resource<'ModelEndpoint'>;
}

const priced = endpoint({
  pricing: { inputPerMillionTokens: '1', outputPerMillionTokens: '10' },
  limits: { maxOutputTokens: 400 },
});
const tools = [{ namespace: 'default', name: 'sum' }];

test('by prices an agent answers at once, as usual, or takes all its steps with the longest answers', () => {
  const graph = agentGraph(agentNode({ prompt: 'p'.repeat(391), tools, maxSteps: 3 }));
  // The prompt and the input are 400 characters of JSON: 100 tokens.
  const { inputTokens, outputTokens, cost, currency } = estimateByPrices(graph, 'hi', () => priced);
  expect(inputTokens).toEqual({ low: 75, expected: 100 + 300, high: 150 + 950 + 1_750 });
  expect(outputTokens).toEqual({ low: 1, expected: 200, high: 1_200 });
  expect({ cost, currency }).toEqual({
    cost: { low: '0.000085', expected: '0.0024', high: '0.01485' },
    currency: 'USD',
  });
});

test('by prices a budget of tokens, a context window and no tools bound what is taken', () => {
  const alone = estimateByPrices(agentGraph(agentNode({ maxSteps: 9 })), 'hi', () => priced);
  expect(alone.outputTokens).toEqual({ low: 1, expected: 100, high: 400 });
  const bounded = agentNode({ tools, maxSteps: 9, budget: { tokens: 500, toolCalls: null } });
  expect(estimateByPrices(agentGraph(bounded), 'hi', () => priced).outputTokens.high).toBe(800);
  const narrow = endpoint({ limits: { contextWindowTokens: 20, maxOutputTokens: 400 } });
  const within = estimateByPrices(agentGraph(agentNode({ tools, maxSteps: 5 })), 'x'.repeat(999), () => narrow);
  expect(within.inputTokens.high).toBe(100);
  expect(within.cost.high).toBe('0');
});

test('a list that comes in is one estimate for each item', () => {
  const graph = {
    nodes: { each: { kind: 'map' as const, concurrency: 2, graph: agentGraph(agentNode()) } },
    edges: [],
  };
  expect(estimateByPrices(graph, ['a', 'b', 'c'], () => priced).outputTokens).toEqual({
    low: 3,
    expected: 300,
    high: 1_200,
  });
});

const history: RunHistory = {
  agentId: 'res_1',
  sample: 7,
  inputTokens: { low: 10, expected: 20, high: 30 },
  outputTokens: { low: 1, expected: 2, high: 3 },
  calls: { low: 1, expected: 2, high: 3 },
  cost: { low: '0.1', expected: '0.2', high: '0.3' },
  currency: 'USD',
  durationMs: { low: 100, expected: 200, high: 300 },
};

test('history counts from three runs on; another model is paid by its own prices for as many tokens', () => {
  const byPrices = estimateByPrices(agentGraph(agentNode()), 'hi', () => priced);
  expect(estimateOf(byPrices, { ...history, sample: 2 })).toMatchObject({
    basis: 'PRICES',
    sample: 0,
    durationMs: null,
  });
  expect(estimateOf(byPrices, history)).toMatchObject({ basis: 'HISTORY', sample: 7, cost: history.cost });
  expect(estimateOf(byPrices, history, priced)).toMatchObject({
    basis: 'HISTORY',
    cost: { low: '0.00002', expected: '0.00004', high: '0.00006' },
    durationMs: null,
  });
});

function budget(spec: object): Resource<'Budget'> {
  return {
    id: 'res_b',
    namespace: 'desk',
    name: 'monthly',
    spec: kinds.Budget.shape.parse(spec),
  } as Resource<'Budget'>;
}

function team(name: string, spec: object): Resource<'Team'> {
  return { name, namespace: 'default', spec: kinds.Team.shape.parse(spec) } as Resource<'Team'>;
}

test('a budget counts its own namespace, or the namespaces of the teams that it names or that name it', () => {
  const teams = [
    team('travel', { namespaces: ['trips', 'hotels'] }),
    team('sales', { namespaces: ['shop'], budgets: [{ namespace: 'desk', name: 'monthly' }] }),
  ];
  expect(scopeOf(budget({}), []).namespaces).toEqual(['desk']);
  expect(scopeOf(budget({ scope: { teams: ['travel'] } }), teams).namespaces).toEqual(['hotels', 'shop', 'trips']);
  expect(scopeOf(budget({ scope: { teams: ['nobody'] } }), []).namespaces).toEqual([]);
});

test('the limits of a budget are its own and the parts of its agents; costs that do not count bound nothing', () => {
  const spec = { limits: { dailyUsd: '10', tokenLimitDaily: 500 }, allocationByAgent: { clerk: 0.25 } };
  const one = budget(spec);
  const limits = limitsOf(one, scopeOf(one, []));
  expect(limits.map(({ measure, amount, scope }) => [measure, amount, scope.agentName])).toEqual([
    ['USD', '10', null],
    ['TOKENS', '500', null],
    ['USD', '2.5', 'clerk'],
  ]);
  const [whole, , part] = limits;
  const run = { agentId: 'res_1', agentName: 'other' };
  expect(whole && concerns(whole.scope, run, 'desk')).toBe(true);
  expect(whole && concerns(whole.scope, run, 'elsewhere')).toBe(false);
  expect(part && concerns(part.scope, run, 'desk')).toBe(false);
  const free = budget({ ...spec, attribution: { model: false } });
  expect(limitsOf(free, scopeOf(free, []))).toEqual([]);
});

test('what is left is the limit less what was spent and what is reserved, to the last digit', () => {
  const one = budget({ limits: { dailyUsd: '1', tokenLimitDaily: 100 } });
  const [usd, tokens] = limitsOf(one, scopeOf(one, []));
  const spent = { dayUsd: '0.7', monthUsd: '5', dayTokens: 60, reservedUsd: '0.2', reservedTokens: 30 };
  if (!usd || !tokens) throw new Error('The budget has two limits.');
  expect(headroomOf(usd, spent)).toMatchObject({ spent: '0.7', reserved: '0.2', left: '0.1' });
  expect(fits(headroomOf(usd, spent), { usd: '0.1', tokens: 0 })).toBe(true);
  expect(fits(headroomOf(usd, spent), { usd: '0.1000000001', tokens: 0 })).toBe(false);
  expect(headroomOf(tokens, spent)).toMatchObject({ left: '10' });
  expect(fits(headroomOf(tokens, { ...spent, dayTokens: 200 }), { usd: '0', tokens: 0 })).toBe(false);
});
