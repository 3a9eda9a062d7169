import { z } from 'zod';
import { optionalText, part, wholeNumber } from './fields.ts';
import { defineKind } from './kind.ts';
import { refTo } from './ref.ts';

const stateStore = part('ConversationStore', 'Where the turns of a conversation lie.', {
  type: optionalText.describe('What kind of store.'),
  ref: optionalText.describe('Which one.'),
});

const retention = part('ConversationRetention', 'For how long a conversation is kept.', {
  maxDays: wholeNumber.optional().describe('At most, in days.'),
});

const summarization = part('ConversationSummaries', 'When a conversation is put into fewer words.', {
  enabled: z.boolean().default(false).describe('Whether it ever is.'),
  checkpointEveryMessages: wholeNumber.optional().describe('After how many messages.'),
  summarizerModel: refTo('ModelEndpoint')
    .optional()
    .describe('The model that does it; null when it is not said or does not exist.'),
});

const portability = part('ConversationPortability', 'In which form a conversation can be taken elsewhere.', {
  canonicalFormat: optionalText.describe('The form that every provider can be given.'),
  preserveVendorMetadata: z.boolean().optional().describe('Whether what one provider says besides is kept.'),
});

const shape = part('ConversationSpec', 'Turns with an agent that belong together.', {
  agent: refTo('Agent').optional().describe('The agent; null when it is not said or does not exist.'),
  stateStore: stateStore.optional().describe('Where the turns lie; null leaves it to the platform.'),
  retention: retention.optional().describe('For how long it is kept; null for good.'),
  summarization: summarization.optional().describe('When it is put into fewer words; null for never.'),
  portability: portability.optional().describe('In which form it can be taken elsewhere; null when nothing is said.'),
});

/** Turns with an agent that belong together. */
export type ConversationSpec = z.infer<typeof shape>;

export const conversation = defineKind<ConversationSpec>({
  kind: 'Conversation',
  description: 'Turns with an agent that belong together.',
  plural: 'conversations',
  aliases: ['conversation', 'conversations'],
  shape,
  status: part('ConversationState', 'How far a conversation has come.', {
    messageCount: wholeNumber.optional().describe('How many messages it has.'),
    currentBackend: optionalText.describe('The model that answers now, as `provider:model`.'),
    lastCheckpoint: refTo('StateCheckpoint')
      .optional()
      .describe('Its last checkpoint; null when it has none or that one does not exist.'),
  }),
});
