import { type ReviewRequest, reviewedOutputs, reviewFormats } from '../src/modules/approval/index.ts';
import { OrreryError } from '../src/platform/errors.ts';
import { builder } from './builder.ts';

const reviewedDescriptions: Record<ReviewRequest['reviewed'], string> = {
  AGENT_OUTPUT: 'What one agent made.',
  TASK_OUTPUT: 'The result of the whole task.',
};

const ReviewedOutput = builder.enumType('ReviewedOutput', {
  description: 'Whose output is looked at.',
  values: Object.fromEntries(
    reviewedOutputs.map((reviewed) => [reviewed, { description: reviewedDescriptions[reviewed] }]),
  ) as Record<ReviewRequest['reviewed'], { description: string }>,
});

const formatDescriptions: Record<ReviewRequest['format'], string> = {
  TEXT: 'As text.',
  JSON: 'As structured data.',
};

const ReviewFormat = builder.enumType('ReviewFormat', {
  description: 'How an output is to be shown.',
  values: Object.fromEntries(
    reviewFormats.map((format) => [format, { description: formatDescriptions[format] }]),
  ) as Record<ReviewRequest['format'], { description: string }>,
});

const rounds = {
  cycle: 'Which round of review this is; the first is 1.',
  maxCycles: 'How many rounds there may be. In the last one no changes can be requested.',
};

const texts = {
  checkpoint: 'The place in the work at which a person looks.',
  supersedes: 'The name of the review of the round before.',
  allowsChanges: 'Whether changes may be requested.',
  resumeContext: 'Where the work goes on, as who asked needs to know it again.',
};

export const ApprovalReview = builder.objectRef<ReviewRequest>('ApprovalReview').implement({
  description: 'An output that a person looks at before the work goes on.',
  fields: (t) => ({
    checkpoint: t.exposeString('checkpoint', { description: texts.checkpoint }),
    reviewed: t.field({
      type: ReviewedOutput,
      description: 'Whose output it is.',
      resolve: ({ reviewed }) => reviewed,
    }),
    output: t.expose('output', { type: 'JSON', nullable: true, description: 'The output; null when there is none.' }),
    format: t.field({ type: ReviewFormat, description: 'How it is to be shown.', resolve: ({ format }) => format }),
    allowsChanges: t.exposeBoolean('allowsChanges', { description: texts.allowsChanges }),
    cycle: t.exposeInt('cycle', { description: rounds.cycle }),
    maxCycles: t.exposeInt('maxCycles', { description: rounds.maxCycles }),
    supersedes: t.exposeString('supersedes', { nullable: true, description: texts.supersedes }),
    resumeContext: t.expose('resumeContext', { type: 'JSON', nullable: true, description: texts.resumeContext }),
  }),
});

export const ApprovalReviewInput = builder.inputType('ApprovalReviewInput', {
  description: 'What a person is to look at before the work goes on.',
  fields: (t) => ({
    checkpoint: t.string({ required: true, description: texts.checkpoint }),
    reviewed: t.field({
      type: ReviewedOutput,
      required: true,
      defaultValue: 'AGENT_OUTPUT',
      description: 'Whose output it is.',
    }),
    output: t.field({ type: 'JSON', description: 'The output; any JSON.' }),
    format: t.field({
      type: ReviewFormat,
      description: 'How it is to be shown; when absent, TEXT for a text or none, else JSON.',
    }),
    allowsChanges: t.boolean({ required: true, defaultValue: true, description: texts.allowsChanges }),
    cycle: t.int({ required: true, defaultValue: 1, description: rounds.cycle }),
    maxCycles: t.int({ required: true, defaultValue: 3, description: rounds.maxCycles }),
    supersedes: t.string({ description: texts.supersedes }),
    resumeContext: t.field({ type: 'JSON', description: `${texts.resumeContext} An object.` }),
  }),
});

/** A review as the services take it. @throws OrreryError INPUT_INVALID */
export function reviewOf(input: typeof ApprovalReviewInput.$inferInput): ReviewRequest {
  const { output = null, format, supersedes, resumeContext, ...said } = input;
  const shown = output === null || typeof output === 'string' ? 'TEXT' : 'JSON';
  return {
    ...said,
    output,
    format: format ?? shown,
    supersedes: supersedes ?? null,
    resumeContext: objectOrNull(resumeContext),
  };
}

function objectOrNull(value: unknown): Record<string, unknown> | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new OrreryError('INPUT_INVALID', 'Where a review goes on is an object.');
}
