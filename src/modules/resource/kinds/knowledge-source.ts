import { z } from 'zod';
import { anyObject, milliseconds, moment, optionalText, part, words } from './fields.ts';
import { defineKind } from './kind.ts';
import { refsTo, secretRefField } from './ref.ts';

const connector = part('KnowledgeConnector', 'How a place is reached.', {
  secret: secretRefField.optional().describe('The Secret with what it takes; null when it takes none.'),
});

const sync = part('KnowledgeSync', 'When a source is read.', {
  mode: optionalText.describe('On what occasion, for example on a schedule.'),
  intervalMs: milliseconds.optional().describe('How often.'),
});

const classification = part('KnowledgeClassification', 'Who may see what a source holds.', {
  sensitivity: words('KnowledgeSensitivity', 'How freely knowledge may be shown.', {
    public: 'To everybody.',
    internal: 'Within the organization.',
    'customer-tier': 'To customers of some tiers.',
    pii: 'It tells of persons.',
    regulated: 'The law says to whom.',
  })
    .optional()
    .describe('How freely it may be shown; null when nothing is said.'),
  retentionMs: milliseconds.optional().describe('For how long its documents are kept; null for good.'),
});

const shape = part('KnowledgeSourceSpec', 'Where knowledge comes from.', {
  description: optionalText.describe('What it holds.'),
  type: words('KnowledgeSourceType', 'What kind of place knowledge comes from.', {
    web: 'Pages of the web.',
    file: 'Files.',
    s3: 'A bucket of S3.',
    gcs: 'A bucket of Google Cloud Storage.',
    google_drive: 'A folder of Google Drive.',
    'http-archive': 'An archive behind HTTP.',
    database: 'A database.',
    api: 'An API.',
  }).describe('What kind of place it is.'),
  connector: connector.optional().describe('How it is reached; null when anybody can reach it.'),
  source: anyObject.optional().describe('Where the place is, as written.'),
  sync: sync.optional().describe('When it is read; null leaves it to the platform.'),
  classification: classification.prefault({}).describe('Who may see what it holds.'),
  permissions: anyObject.optional().describe('Who may read what is taken from it, as written.'),
  transforms: z.array(z.unknown()).default([]).describe('What is done to its documents, in this order, as written.'),
  policies: refsTo('Policy').describe('Policies of everything in it, as far as they exist.'),
});

/** Where knowledge comes from. Times are milliseconds. */
export type KnowledgeSourceSpec = z.infer<typeof shape>;

export const knowledgeSource = defineKind<KnowledgeSourceSpec>({
  kind: 'KnowledgeSource',
  description: 'A place that knowledge comes from.',
  plural: 'knowledge-sources',
  aliases: ['knowledgesource', 'knowledgesources'],
  shape,
  status: part('KnowledgeSourceState', 'What was found in a source.', {
    documentsFound: z.number().optional().describe('How many documents.'),
    lastSyncAt: moment.optional().describe('When it was last read.'),
    bytes: z.number().optional().describe('How many bytes.'),
  }),
});
