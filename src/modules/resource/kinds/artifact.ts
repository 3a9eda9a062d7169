import { z } from 'zod';
import { moment, optionalText, part, partOrText, wholeNumber, wordList } from './fields.ts';
import { defineKind } from './kind.ts';
import { refTo } from './ref.ts';

const encryption = part('ArtifactEncryption', 'How the bytes of an artifact are encrypted.', {
  type: optionalText.describe('In which way.'),
  keyName: optionalText.describe('The name of the key.'),
});

const storage = part('ArtifactStorage', 'Where the bytes of an artifact lie.', {
  backend: optionalText.describe('What kind of store.'),
  bucket: optionalText.describe('Which bucket of it.'),
  keyTemplate: optionalText.describe('How its name there is made.'),
  encryption: partOrText('type', encryption)
    .optional()
    .describe('How it is encrypted there; null when nothing is said.'),
});

const content = part('ArtifactContent', 'What an artifact is made of.', {
  mimeType: optionalText.describe('Its media type.'),
  classification: optionalText.describe('Who may see it.'),
  sizeBytes: z.number().min(0).optional().describe('Its size, in bytes.'),
  sha256: optionalText.describe('Its SHA-256, in hexadecimal.'),
});

const provenance = part('ArtifactProvenance', 'What an artifact was made from.', {
  sources: wordList.describe('Where its facts come from.'),
  toolCalls: wordList.describe('The tool calls that it was made with.'),
});

const retention = part('ArtifactRetention', 'For how long an artifact is kept.', {
  days: wholeNumber.optional().describe('In days.'),
});

const shape = part('ArtifactSpec', 'Something that a run has made.', {
  type: optionalText.describe('What kind of thing it is.'),
  executionName: optionalText.describe('The name of the execution that made it.'),
  agent: refTo('Agent').optional().describe('The agent that made it; null when it is not said or does not exist.'),
  storage: storage.optional().describe('Where its bytes lie; null leaves it to the platform.'),
  content: content.prefault({}).describe('What it is made of.'),
  provenance: provenance.prefault({}).describe('What it was made from.'),
  retention: retention.optional().describe('For how long it is kept; null for good.'),
});

/** Something that a run has made. */
export type ArtifactSpec = z.infer<typeof shape>;

export const artifact = defineKind<ArtifactSpec>({
  kind: 'Artifact',
  description: 'Something that a run has made.',
  plural: 'artifacts',
  aliases: ['artifact', 'artifacts'],
  shape,
  status: part('ArtifactState', 'Where an artifact is.', {
    uri: optionalText.describe('Its address, as in artifact://namespace/agent/execution/name.'),
    storedAt: moment.optional().describe('When it was stored.'),
  }),
});
