import { z } from 'zod';
import { anyObject, milliseconds, optionalText, part, textMap, wholeNumber, words } from './fields.ts';
import { defineKind } from './kind.ts';
import { refTo } from './ref.ts';

const metric = part('ScalingMetric', 'What is measured to decide how many replicas run.', {
  type: words('ScalingMetricType', 'What is measured.', {
    queueDepth: 'How many runs wait.',
    latencyP95: 'How long nineteen of twenty runs take at most.',
  }).describe('What is measured.'),
  target: z.number().min(0).optional().describe('What it is to be, as a number.'),
  targetMs: milliseconds.optional().describe('What it is to be, as a length of time.'),
});

const autoscaling = part('DeploymentAutoscaling', 'How the number of replicas follows the load.', {
  enabled: z.boolean().default(false).describe('Whether it does.'),
  minReplicas: wholeNumber.optional().describe('How many there are at least.'),
  maxReplicas: wholeNumber.optional().describe('How many there are at most.'),
  metrics: z.array(metric).default([]).describe('What is measured.'),
});

const canary = part('DeploymentCanary', 'A part of the traffic that tries a new version first.', {
  enabled: z.boolean().default(false).describe('Whether there is one.'),
  percentage: z.number().min(0).max(100).optional().describe('Which part of the traffic, in percent.'),
  durationMs: milliseconds.optional().describe('For how long.'),
});

const share = z.union([
  z.int32().min(0),
  z.string().regex(/^\d{1,3}%$/, { error: 'must be a number or a percentage' }),
]);

const rollout = part('DeploymentRollout', 'How a new version takes the place of the old one.', {
  strategy: words('RolloutStrategy', 'In which steps a new version comes.', {
    rolling: 'One replica after the other.',
    recreate: 'All at once: the old ones stop first.',
    canary: 'To a part of the traffic first.',
    shadow: 'Beside the old one, unseen.',
  })
    .default('rolling')
    .describe('In which steps.'),
  maxSurge: share
    .optional()
    .describe('How many replicas there may be beyond those that are wanted: a number or a percentage.'),
  maxUnavailable: share
    .optional()
    .describe('How many of those that are wanted may be missing: a number or a percentage.'),
  canary: canary.optional().describe('The part of the traffic that tries it first.'),
});

const runtime = part('DeploymentRuntime', 'What runs the agent.', {
  adapter: optionalText.describe('The framework adapter, by name.'),
  workerImage: optionalText.describe('The container image of its workers.'),
});

const scheduling = part('DeploymentScheduling', 'Where the replicas run.', {
  region: optionalText.describe('The region.'),
  nodeSelector: textMap.describe('Labels that the machines must have.'),
});

const healthChecks = part('DeploymentHealthChecks', 'How replicas are asked whether they work.', {
  readiness: anyObject.optional().describe('Whether one can take work, as written.'),
  liveness: anyObject.optional().describe('Whether one is alive, as written.'),
});

const promotion = part('DeploymentPromotion', 'What must be so before a version goes on to the next environment.', {
  requiresEval: z
    .union([z.boolean(), z.string()])
    .optional()
    .describe('Whether an evaluation must have passed, or which.'),
  requiresApproval: z
    .union([z.boolean(), z.string()])
    .default(false)
    .describe('Whether a person must agree, or one of which role.'),
});

const shape = part('DeploymentSpec', 'An agent in an environment: how many replicas, and how new versions come.', {
  agent: refTo('Agent').optional().describe('The agent; null when it is not said or does not exist.'),
  environment: refTo('Environment').optional().describe('The environment; null when it is not said or does not exist.'),
  replicas: wholeNumber.default(1).describe('How many replicas are wanted.'),
  autoscaling: autoscaling.optional().describe('How their number follows the load; null when it does not.'),
  rollout: rollout.prefault({}).describe('How a new version comes.'),
  runtime: runtime.optional().describe('What runs the agent; null leaves it to the platform.'),
  scheduling: scheduling.optional().describe('Where it runs; null leaves it to the platform.'),
  healthChecks: healthChecks.optional().describe('How replicas are asked whether they work.'),
  promotion: promotion.optional().describe('What must be so before a version goes on; null for nothing.'),
});

/** An agent in an environment. Times are milliseconds. */
export type DeploymentSpec = z.infer<typeof shape>;

export const deployment = defineKind<DeploymentSpec>({
  kind: 'Deployment',
  description: 'An agent in an environment.',
  plural: 'deployments',
  aliases: ['deployment', 'deployments'],
  hasController: true,
  shape,
  status: part('DeploymentState', 'How far a deployment has come.', {
    replicasReady: wholeNumber.optional().describe('How many replicas can take work.'),
    rolloutStatus: optionalText.describe('How far the newest version has come.'),
    currentAgentVersion: wholeNumber.optional().describe('The generation of the agent that runs.'),
  }),
});
