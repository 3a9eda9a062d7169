import { z } from 'zod';
import { moment, optionalText, part, someText, words } from './fields.ts';
import { defineKind } from './kind.ts';
import { refTo } from './ref.ts';

const target = part('EvalTarget', 'What is evaluated.', {
  kind: someText.describe('Its kind.'),
  name: someText.describe('Its name.'),
});

const dataset = part('EvalDataset', 'What it is asked.', {
  type: optionalText.describe('What kind of data.'),
  uri: optionalText.describe('Where the data is.'),
});

const metric = part('EvalMetric', 'What is measured.', {
  name: someText.describe('Its name, by which thresholds mean it.'),
  type: words('EvalMetricType', 'How something is measured.', {
    llm_judge: 'A model judges it.',
    deterministic: 'A rule decides it.',
    numeric: 'It is a number.',
  }).describe('How it is measured.'),
  judgeModel: refTo('ModelEndpoint')
    .optional()
    .describe('The model that judges; null when none does or it does not exist.'),
});

const schedule = part('EvalSchedule', 'When it runs.', {
  onDeployment: z.boolean().optional().describe('Whether at each deployment.'),
  nightly: z.boolean().optional().describe('Whether each night.'),
});

const threshold = z.union(
  [z.number(), z.string().regex(/^\s*(<=|>=|<|>|==?|!=)\s*-?\d+(\.\d+)?\s*$/, { error: thresholdWords })],
  { error: thresholdWords },
);

function thresholdWords(): string {
  return 'must be a number, which is the least, or a comparison such as "<0.40"';
}

const releaseGate = part('EvalReleaseGate', 'What may not happen unless it passed.', {
  enabled: z.boolean().default(false).describe('Whether anything depends on it.'),
  blocksPromotionTo: optionalText.describe('The environment to which nothing goes on before it passed.'),
});

const shape = part('EvalSpec', 'A measurement of how well something does.', {
  target: target.optional().describe('What is evaluated; null when it is not said.'),
  dataset: dataset.optional().describe('What it is asked; null when it is not said.'),
  metrics: z.array(metric).default([]).describe('What is measured.'),
  schedule: schedule.optional().describe('When it runs; null for when somebody asks.'),
  thresholds: z
    .record(z.string(), threshold)
    .default({})
    .describe('How good each metric must be, by its name: a number is the least, else a comparison such as "<0.40".'),
  releaseGate: releaseGate.optional().describe('What may not happen unless it passed; null for nothing.'),
});

/** A measurement of how well something does. */
export type EvalSpec = z.infer<typeof shape>;

export const evaluation = defineKind<EvalSpec>({
  kind: 'Eval',
  description: 'A measurement of how well something does.',
  plural: 'evals',
  aliases: ['eval', 'evals'],
  shape,
  status: part('EvalState', 'How it did.', {
    lastRunAt: moment.optional().describe('When it last ran.'),
    scores: z.record(z.string(), z.number()).optional().describe('What was measured, by metric.'),
  }),
});
