import { z } from 'zod';
import { moment, optionalText, part, someText, wholeNumber, wordList } from './fields.ts';
import { defineKind } from './kind.ts';
import { refTo } from './ref.ts';

const refresh = part('AgBomRefresh', 'When a bill of materials is made anew.', {
  onChange: z.boolean().optional().describe('Whether when something changes.'),
  schedule: optionalText.describe('At which times, as a cron expression.'),
});

const signing = part('AgBomSigning', 'How a bill of materials is signed.', {
  enabled: z.boolean().default(false).describe('Whether it is.'),
  keyName: optionalText.describe('The name of the key.'),
});

const included = (what: string) => z.boolean().optional().describe(`Whether ${what} are listed.`);
const components = part('AgBomComponents', 'What a bill of materials lists.', {
  standardPackages: included('software packages'),
  models: included('models'),
  capabilities: included('capabilities'),
  knowledge: included('sources of knowledge'),
  memory: included('memories'),
  tools: included('tools'),
  mcpServers: included('MCP servers'),
  policies: included('policies'),
  secrets: included('secrets, by name only,'),
});

const risk = part('AgBomRisk', 'A component that needs care.', {
  kind: someText.describe('Its kind.'),
  name: someText.describe('Its name.'),
  reason: optionalText.describe('Why it needs care.'),
});

const destination = part('AgBomExport', 'Where a bill of materials is sent in one format.', {
  destinationName: optionalText.describe('The name of the place.'),
  filenameTemplate: optionalText.describe('How its name there is made.'),
});

const shape = part('AgBomSpec', 'A bill of materials: everything that an agent is made of.', {
  agent: refTo('Agent').optional().describe('The agent; null when it is not said or does not exist.'),
  formats: wordList.describe('The formats in which it is written.'),
  refresh: refresh.prefault({}).describe('When it is made anew.'),
  signing: signing.optional().describe('How it is signed; null when it is not.'),
  components: components.prefault({}).describe('What it lists.'),
  exports: z.record(z.string(), destination).default({}).describe('Where it is sent, by format.'),
});

/** Everything that an agent is made of. */
export type AgBomSpec = z.infer<typeof shape>;

export const agBom = defineKind<AgBomSpec>({
  kind: 'AgBom',
  description: 'A bill of materials of an agent.',
  plural: 'ag-boms',
  aliases: ['agbom', 'agboms', 'abom', 'aboms'],
  shape,
  status: part('AgBomState', 'The newest bill of materials.', {
    generation: wholeNumber.optional().describe('How many were made.'),
    lastGeneratedAt: moment.optional().describe('When it was made.'),
    artifacts: z.record(z.string(), z.string()).optional().describe('The addresses that it was written to, by format.'),
    highRiskComponents: z.array(risk).default([]).describe('Components that need care.'),
  }),
});
