import { z } from 'zod';
import { decimal, optionalText, part, wholeNumber, wordList } from './fields.ts';
import { defineKind } from './kind.ts';

const requirements = part('RouteRequirements', 'What a model must be able to do to be chosen.', {
  toolCalling: z.boolean().optional().describe('Whether it must call tools.'),
  structuredOutput: z.boolean().optional().describe('Whether it must answer in a given structure.'),
  streaming: z.boolean().optional().describe('Whether it must answer word by word.'),
  contextWindowMin: wholeNumber.optional().describe('How many tokens it must take at least.'),
});

const failover = part('RouteFailover', 'On what the next model is tried.', {
  onError: z.boolean().optional().describe('When the call fails.'),
  onBudgetExceeded: z.boolean().optional().describe('When the budget is used up.'),
  onCapabilityMismatch: z.boolean().optional().describe('When the model lacks what the call needs.'),
  onRegionMismatch: z.boolean().optional().describe('When the model is not where the data must stay.'),
  onHealthDegraded: z.boolean().optional().describe('When the model does not do well.'),
});

const strategy = part('RouteStrategy', 'Which models are tried, and in which order.', {
  primary: optionalText.describe('The model that is tried first, by its name or as `provider:model`.'),
  fallback: wordList.describe('The models that are tried after it, in their order.'),
  failover: failover.prefault({}).describe('On what the next one is tried.'),
});

const constraints = part('RouteConstraints', 'Bounds that no choice of a model may break.', {
  maxCostUsdPerExecution: decimal.optional().describe('What a whole run may cost, in US dollars.'),
  maxCostUsdPerCall: decimal.optional().describe('What one call may cost, in US dollars.'),
  dataResidency: optionalText.describe('Where data may go.'),
});

const observability = part('RouteObservability', 'What is told of the choices of a route.', {
  explainOnFallback: z.boolean().optional().describe('Whether the reason is kept when a later model is taken.'),
});

const shape = part('ModelRouteSpec', 'Which model answers, and which others when it cannot.', {
  description: optionalText.describe('What it is for.'),
  requirements: requirements.prefault({}).describe('What a model must be able to do.'),
  strategy: strategy.prefault({}).describe('Which models are tried.'),
  constraints: constraints.prefault({}).describe('Bounds of every choice.'),
  observability: observability.prefault({}).describe('What is told of the choices.'),
});

/** Which model answers, and which others when it cannot. */
export type ModelRouteSpec = z.infer<typeof shape>;

export const modelRoute = defineKind<ModelRouteSpec>({
  kind: 'ModelRoute',
  description: 'A choice of models with fallbacks.',
  plural: 'model-routes',
  aliases: ['modelroute', 'modelroutes'],
  hasController: true,
  shape,
  status: part('ModelRouteState', 'How the models of a route do.', {
    primaryHealth: optionalText.describe('How the first model does.'),
    fallbackHealth: z.record(z.string(), z.string()).optional().describe('How the others do, by their names.'),
    fallbackRate7d: z.number().optional().describe('Which part of the calls of a week went to the others.'),
  }),
});
