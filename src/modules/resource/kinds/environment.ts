import { z } from 'zod';
import { milliseconds, optionalText, part } from './fields.ts';
import { defineKind } from './kind.ts';
import { refsTo, refTo } from './ref.ts';

const runtime = part('EnvironmentRuntime', 'What the agents of an environment run on.', {
  orchestrator: optionalText.describe('What starts and stops them.'),
  cluster: optionalText.describe('Where.'),
});

const defaults = part('EnvironmentDefaults', 'What counts in an environment where nothing else is said.', {
  modelRoute: refTo('ModelRoute').optional().describe('The model route; null when it is not said or does not exist.'),
  traceRetentionMs: milliseconds.optional().describe('For how long traces are kept.'),
  logLevel: optionalText.describe('How much is logged.'),
});

const compliance = part('EnvironmentCompliance', 'What the law asks of an environment.', {
  dataResidency: optionalText.describe('Where data may lie.'),
  piiMode: optionalText.describe('How data about persons is treated.'),
  auditRequired: z.boolean().optional().describe('Whether everything must be audited.'),
});

const shape = part('EnvironmentSpec', 'A place that agents are deployed to, with what counts there.', {
  description: optionalText.describe('What it is for.'),
  region: optionalText.describe('Where it is.'),
  runtime: runtime.optional().describe('What its agents run on.'),
  defaults: defaults.optional().describe('What counts where nothing else is said.'),
  compliance: compliance.optional().describe('What the law asks of it.'),
  policies: refsTo('Policy').describe('Policies of everything in it, as far as they exist.'),
  budgets: refsTo('Budget').describe('Budgets of everything in it, as far as they exist.'),
});

/** A place that agents are deployed to. Times are milliseconds. */
export type EnvironmentSpec = z.infer<typeof shape>;

export const environment = defineKind<EnvironmentSpec>({
  kind: 'Environment',
  description: 'A place that agents are deployed to.',
  scope: 'CLUSTER',
  plural: 'environments',
  aliases: ['environment', 'environments'],
  shape,
});
