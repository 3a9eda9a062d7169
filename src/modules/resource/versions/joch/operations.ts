import { joch } from './fields.ts';
import { jochKind } from './shaped.ts';

export const deployment = jochKind('Deployment', {
  apiVersion: joch.ops,
  names: {
    agent: 'agentRef',
    environment: 'environmentRef',
    'rollout.canary.durationMs': 'duration',
    'autoscaling.metrics.targetMs': 'targetMs',
  },
});

export const environment = jochKind('Environment', {
  apiVersion: joch.ops,
  names: {
    'defaults.modelRoute': 'modelRouteRef',
    'defaults.traceRetentionMs': 'traceRetentionDays',
    budgets: 'budgetRefs',
  },
});

export const budget = jochKind('Budget', {
  apiVersion: joch.ops,
  names: { allocationByAgent: 'allocation.byAgent' },
});
