import { joch } from './fields.ts';
import { jochKind } from './shaped.ts';

const apiVersion = joch.ops;

export const agBom = jochKind('AgBom', {
  apiVersion,
  kindName: 'AgBOM',
  names: { agent: 'agentRef', 'signing.keyName': 'keyRef.name', 'exports.destinationName': 'destinationRef.name' },
});

export const artifact = jochKind('Artifact', {
  apiVersion,
  names: {
    executionName: 'producedBy.executionRef.name',
    agent: 'agentRef',
    'storage.encryption.keyName': 'keyRef.name',
  },
});

export const budget = jochKind('Budget', {
  apiVersion,
  names: { allocationByAgent: 'allocation.byAgent' },
});

export const deployment = jochKind('Deployment', {
  apiVersion,
  names: {
    agent: 'agentRef',
    environment: 'environmentRef',
    'autoscaling.metrics.targetMs': 'targetMs',
  },
});

export const environment = jochKind('Environment', {
  apiVersion,
  names: {
    'defaults.modelRoute': 'modelRouteRef',
    'defaults.traceRetentionMs': 'traceRetentionDays',
    budgets: 'budgetRefs',
  },
});

export const evaluation = jochKind('Eval', {
  apiVersion,
  names: { 'metrics.judgeModel': 'judgeModelRef' },
});

export const team = jochKind('Team', {
  apiVersion,
  names: { budgets: 'budgetRefs' },
});

export const trace = jochKind('Trace', {
  apiVersion,
  names: {
    executionName: 'executionRef.name',
    'retention.redactPii': 'pii.redact',
    'export.openTelemetry.endpointSecret': 'endpointSecretRef',
    'export.ocsf.sinkSecret': 'sinkSecretRef',
  },
});
