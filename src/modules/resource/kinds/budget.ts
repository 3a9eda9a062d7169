import { z } from 'zod';
import { decimal, optionalText, part, wholeNumber, wordList, words } from './fields.ts';
import { defineKind } from './kind.ts';

const onLimit = words('BudgetAction', 'What happens at a limit of a budget.', {
  alert: 'Somebody is told.',
  deny: 'Calls are refused.',
});

const scope = part('BudgetScope', 'Whose spending counts.', {
  teams: wordList.describe(
    'That in the namespaces of these teams; that in its own namespace when no team is named, nor names it.',
  ),
});

const limits = part('BudgetLimits', 'How much may be spent.', {
  monthlyUsd: decimal.optional().describe('In a month, in US dollars.'),
  dailyUsd: decimal.optional().describe('On a day, in US dollars.'),
  perRunUsd: decimal.optional().describe('In one run, in US dollars.'),
  tokenLimitDaily: z.number().min(0).optional().describe('On a day, in tokens.'),
});

const enforcement = part('BudgetEnforcement', 'What happens when a limit is near and when it is reached.', {
  onSoftLimit: onLimit.default('alert').describe('What happens when it is near.'),
  onHardLimit: onLimit.default('deny').describe('What happens when it is reached.'),
  softLimitPct: z.number().min(0).max(1).default(0.8).describe('Which part of the limit counts as near.'),
});

const attribution = part('BudgetAttribution', 'Which costs count.', {
  model: z.boolean().optional().describe('Whether those of model calls do.'),
  tool: z.boolean().optional().describe('Whether those of tool calls do.'),
  approvals: z.boolean().optional().describe('Whether those of approvals do.'),
});

const recentRuns = part('BudgetRuns', 'How runs did lately.', {
  overSoftLimit: wholeNumber.optional().describe('How many came near the limit.'),
  overHardLimit: wholeNumber.optional().describe('How many reached it.'),
});

const share = z.number().min(0).max(1);

const shape = part('BudgetSpec', 'How much may be spent, by whom, and what happens then.', {
  description: optionalText.describe('What it is for.'),
  scope: scope.prefault({}).describe('Whose spending counts.'),
  limits: limits.prefault({}).describe('How much may be spent.'),
  enforcement: enforcement.prefault({}).describe('What happens when a limit is near or reached.'),
  allocationByAgent: z
    .record(z.string(), share)
    .optional()
    .describe('Which part of it each agent has, by name; 1 is all.'),
  attribution: attribution.optional().describe('Which costs count; null for all.'),
});

/** How much may be spent. Money is US dollars. */
export type BudgetSpec = z.infer<typeof shape>;

export const budget = defineKind<BudgetSpec>({
  kind: 'Budget',
  description: 'How much may be spent.',
  plural: 'budgets',
  aliases: ['budget', 'budgets'],
  hasController: true,
  shape,
  status: part('BudgetState', 'What was spent so far.', {
    monthSpentUsd: decimal.optional().describe('In this month of UTC, in US dollars.'),
    daySpentUsd: decimal.optional().describe('On this day of UTC, in US dollars.'),
    recentRuns: recentRuns.optional().describe('How runs of this month did by the limit of one run.'),
  }),
});
