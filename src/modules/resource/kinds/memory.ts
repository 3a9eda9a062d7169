import { z } from 'zod';
import { anyObject, milliseconds, optionalText, part, someText, wholeNumber } from './fields.ts';
import { defineKind } from './kind.ts';
import { refTo, secretRefField } from './ref.ts';

const scope = part('MemoryScope', 'Whose memory it is.', {
  ownerKind: optionalText.describe('What kind of thing owns it, for example Agent.'),
  ownerName: optionalText.describe('The name of that.'),
});

const auth = part('MemoryAuth', 'How the backend of a memory is reached.', {
  secret: secretRefField.optional().describe('The Secret with what it takes; null when it takes none.'),
});

const retention = part('MemoryRetention', 'What a memory forgets by itself.', {
  ttlMs: milliseconds.min(1).optional().describe('How long an item is kept after it was written; null for ever.'),
  maxItems: wholeNumber.min(1).optional().describe('How many items are kept, those written last; null for any number.'),
});

const field = part('MemoryField', 'A field of the items of a memory.', {
  name: someText.describe('Its name.'),
  type: optionalText.describe('What it holds.'),
});

// Whoever may is named by a text or by an object with labels.
const principals = z.array(z.union([z.string(), anyObject])).default([]);

const access = part('MemoryAccess', 'Which agents may use a memory. Not acted on yet.', {
  readableBy: principals.describe('Who may read it, as written.'),
  writableBy: principals.describe('Who may write it, as written.'),
});

const privacy = part('MemoryPrivacy', 'How what is private is kept. Not acted on yet.', {
  piiHandling: optionalText.describe('What becomes of personal data.'),
  encryption: z.union([z.boolean(), z.string(), anyObject]).optional().describe('How items are encrypted, as written.'),
});

const shape = part('MemorySpec', 'What agents remember, and where it is kept.', {
  type: optionalText.describe(
    'What it is for, for example working, episodic, semantic, procedural, preference or blackboard.',
  ),
  scope: scope.optional().describe('Whose it is; null when nobody owns it.'),
  // Before the provider: Joch has both in one object, and a part is written as a whole.
  auth: auth.prefault({}).describe('How its backend is reached.'),
  provider: optionalText.describe(
    'What keeps it: in-memory, http or pgvector; null is in-memory, the platform itself.',
  ),
  endpoint: optionalText.describe('Where its backend is; null for the platform itself.'),
  embeddingModel: refTo('ModelEndpoint')
    .optional()
    .describe('The model that turns texts into vectors; null when none is named or it does not exist.'),
  retention: retention.optional().describe('What it forgets by itself; null for nothing.'),
  fields: z.array(field).default([]).describe('The fields of its items.'),
  access: access.optional().describe('Which agents may use it; null for all that name it.'),
  privacy: privacy.optional().describe('How what is private is kept.'),
});

/** What agents remember. Times are milliseconds. */
export type MemorySpec = z.infer<typeof shape>;

export const memory = defineKind<MemorySpec>({
  kind: 'Memory',
  description: 'What agents remember.',
  plural: 'memories',
  aliases: ['memory', 'memories'],
  shape,
  hasController: true,
  status: part('MemoryState', 'How full a memory is.', {
    itemCount: wholeNumber.optional().describe('How many items its controller counted.'),
  }),
});
