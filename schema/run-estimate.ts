import type { Interval } from '../src/modules/execution/index.ts';
import type { BudgetSpending, Forecast, Headroom } from '../src/modules/spending/index.ts';
import { builder } from './builder.ts';
import { kindRef } from './kind-ref.ts';
import { Money } from './usage.ts';

const NumberInterval = builder.objectRef<Interval<number>>('NumberInterval').implement({
  description: 'A number that is not known exactly.',
  fields: (t) => ({
    low: t.exposeFloat('low', { description: 'One in ten is lower, or the least by prices.' }),
    expected: t.exposeFloat('expected', { description: 'Half are lower.' }),
    high: t.exposeFloat('high', { description: 'One in ten is higher, or the most by prices.' }),
  }),
});

const DurationInterval = builder.objectRef<Interval<number>>('DurationInterval').implement({
  description: 'A length of time that is not known exactly.',
  fields: (t) => ({
    low: t.expose('low', { type: 'Duration', description: 'One in ten is shorter.' }),
    expected: t.expose('expected', { type: 'Duration', description: 'Half are shorter.' }),
    high: t.expose('high', { type: 'Duration', description: 'One in ten is longer.' }),
  }),
});

const MoneyInterval = builder.objectRef<Interval<{ amount: string; currency: string }>>('MoneyInterval').implement({
  description: 'An amount of money that is not known exactly.',
  fields: (t) => ({
    low: t.expose('low', { type: Money, description: 'One in ten is lower, or the least by prices.' }),
    expected: t.expose('expected', { type: Money, description: 'Half are lower.' }),
    high: t.expose('high', { type: Money, description: 'One in ten is higher, or the most by prices.' }),
  }),
});

const Basis = builder.enumType('EstimateBasis', {
  description: 'What an estimate is known from.',
  values: {
    HISTORY: { description: "The agent's last runs: a tenth, half and nine tenths of them took no more." },
    PRICES: {
      description:
        'The prices of the model endpoints, as the agent has fewer than 3 finished runs. Low: each agent answers at once with one token. Expected: an agent with tools makes two calls, any other one, with answers a quarter as long as they may be. High: all steps are taken, with answers as long as they may be.',
    },
  },
});

const Measure = builder.enumType('SpendingMeasure', {
  description: 'What a limit counts.',
  values: { USD: { description: 'US dollars.' }, TOKENS: { description: 'Tokens.' } },
});

const Period = builder.enumType('SpendingPeriod', {
  description: 'Over which time a limit counts.',
  values: { DAY: { description: 'A day of UTC.' }, MONTH: { description: 'A month of UTC.' } },
});

const HeadroomRef = builder.objectRef<Headroom>('BudgetHeadroom').implement({
  description: 'How a limit on spending stands.',
  fields: (t) => ({
    owner: t.string({
      description: 'What sets the limit, as in Budget default/monthly or Agent default/clerk.',
      resolve: ({ limit }) => limit.owner,
    }),
    agentName: t.string({
      nullable: true,
      description: 'The agent whose part of the budget it is; null for the whole.',
      resolve: ({ limit }) => limit.scope.agentName,
    }),
    measure: t.field({ type: Measure, description: 'What it counts.', resolve: ({ limit }) => limit.measure }),
    period: t.field({ type: Period, description: 'Over which time.', resolve: ({ limit }) => limit.period }),
    refuses: t.boolean({
      description: 'Whether a run that does not fit is refused.',
      resolve: ({ limit }) => limit.isHard,
    }),
    limit: t.field({ type: 'Decimal', description: 'How much may be spent.', resolve: ({ limit }) => limit.amount }),
    spent: t.expose('spent', { type: 'Decimal', description: 'How much was spent.' }),
    reserved: t.expose('reserved', {
      type: 'Decimal',
      description: 'How much unfinished runs keep free beyond what they have spent.',
    }),
    left: t.expose('left', { type: 'Decimal', description: 'What is left; less than nothing when it is exceeded.' }),
  }),
});

/** What a run would take. */
export const ExecutionEstimateRef = builder.objectRef<Forecast>('ExecutionEstimate').implement({
  description: 'What a run would take, before it is started.',
  fields: (t) => ({
    basis: t.field({ type: Basis, description: 'What it is known from.', resolve: ({ estimate }) => estimate.basis }),
    sample: t.int({
      description: 'How many runs it is made from, at most 100; 0 when it is made from prices.',
      resolve: ({ estimate }) => estimate.sample,
    }),
    inputTokens: t.field({
      type: NumberInterval,
      description: 'Tokens that models will be given.',
      resolve: ({ estimate }) => estimate.inputTokens,
    }),
    outputTokens: t.field({
      type: NumberInterval,
      description: 'Tokens that models will give.',
      resolve: ({ estimate }) => estimate.outputTokens,
    }),
    cost: t.field({
      type: MoneyInterval,
      description: 'What it will cost.',
      resolve: ({ estimate: { cost, currency } }) => ({
        low: { amount: cost.low, currency },
        expected: { amount: cost.expected, currency },
        high: { amount: cost.high, currency },
      }),
    }),
    duration: t.field({
      type: DurationInterval,
      nullable: true,
      description: 'How long it will take, waits included; null when nothing is known of it.',
      resolve: ({ estimate }) => estimate.durationMs,
    }),
    fits: t.exposeBoolean('fits', {
      description:
        'Whether budgets would let it start now: a start keeps the expected cost and tokens free until the run ends.',
    }),
    budgets: t.expose('headroom', { type: [HeadroomRef], description: 'How the limits stand that bound it.' }),
  }),
});

const BudgetSpendingRef = builder.objectRef<BudgetSpending>('BudgetSpending').implement({
  description:
    'What was spent of a budget so far. A run counts on the day on which it was started, with what it has cost up to now; calls of models outside of runs count in the namespace of the endpoint.',
  fields: (t) => ({
    daySpentUsd: t.expose('dayUsd', { type: 'Decimal', description: 'On this day of UTC, in US dollars.' }),
    monthSpentUsd: t.expose('monthUsd', { type: 'Decimal', description: 'In this month of UTC, in US dollars.' }),
    daySpentTokens: t.exposeFloat('dayTokens', { description: 'On this day of UTC, in tokens.' }),
    reservedUsd: t.expose('reservedUsd', {
      type: 'Decimal',
      description: 'What unfinished runs keep free beyond what they have spent, in US dollars.',
    }),
    reservedTokens: t.exposeFloat('reservedTokens', { description: 'The same in tokens.' }),
    limits: t.expose('limits', { type: [HeadroomRef], description: 'How each of its limits over time stands.' }),
  }),
});

builder.objectField(kindRef('Budget'), 'spending', (t) =>
  t.field({
    type: BudgetSpendingRef,
    description: 'What was spent of it so far, counted now.',
    complexity: { field: 5, multiplier: 1 },
    resolve: async ({ id }, _args, { loaders }) => loaders.budgetSpending.load(id),
  }),
);
