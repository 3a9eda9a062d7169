import { z } from 'zod';
import { anyObject, moment, optionalText, part, wordList } from './fields.ts';
import { defineKind } from './kind.ts';
import { refTo } from './ref.ts';

const summary = part('CheckpointSummary', 'What must be known to go on with a conversation.', {
  userGoal: optionalText.describe('What the user wants.'),
  currentTask: optionalText.describe('What is being done.'),
  decisions: wordList.describe('What was decided.'),
  openQuestions: wordList.describe('What is open.'),
  activeArtifacts: wordList.describe('The names of the artifacts that are worked on.'),
  relevantMemoryRefs: wordList.describe('The names of the memories that matter.'),
});

const origin = part('CheckpointOrigin', 'The model that a state comes from.', {
  provider: optionalText.describe('Its provider.'),
  model: optionalText.describe('Its name there.'),
  vendorMetadata: anyObject.optional().describe('What the provider said besides, as written.'),
});

const providerState = part('CheckpointProviderState', 'The state as a provider had it.', {
  from: origin.optional().describe('Where it comes from.'),
  portable: z.boolean().optional().describe('Whether another provider can go on from it.'),
});

const shape = part('StateCheckpointSpec', 'A conversation at one moment, for another model to go on from.', {
  conversation: refTo('Conversation')
    .optional()
    .describe('The conversation; null when it is not said or does not exist.'),
  executionName: optionalText.describe('The name of the execution that it was made in.'),
  fromBackend: optionalText.describe('The model before, as `provider:model`.'),
  toBackend: optionalText.describe('The model after, as `provider:model`.'),
  summary: summary.prefault({}).describe('What must be known to go on.'),
  providerState: providerState.optional().describe('The state as the provider had it; null when it is not kept.'),
});

/** A conversation at one moment. */
export type StateCheckpointSpec = z.infer<typeof shape>;

export const stateCheckpoint = defineKind<StateCheckpointSpec>({
  kind: 'StateCheckpoint',
  description: 'A conversation at one moment.',
  plural: 'state-checkpoints',
  aliases: ['statecheckpoint', 'statecheckpoints'],
  shape,
  status: part('StateCheckpointState', 'What became of a checkpoint.', {
    createdAt: moment.optional().describe('When it was made.'),
    appliedToBackend: optionalText.describe('The model that went on from it, as `provider:model`.'),
    appliedAt: moment.optional().describe('When it did.'),
  }),
});
