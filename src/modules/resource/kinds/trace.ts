import { z } from 'zod';
import { optionalText, part, partOrText, textMap, wholeNumber, words } from './fields.ts';
import { defineKind } from './kind.ts';
import { secretRefField } from './ref.ts';

const sampling = part('TraceSampling', 'Which runs are traced.', {
  mode: words('TraceSamplingMode', 'Which runs are traced.', {
    full: 'All of them.',
    head: 'Some, chosen when they begin.',
    tail: 'Some, chosen when they are over.',
    exemplar: 'Some that stand for many.',
  })
    .default('full')
    .describe('Which are.'),
});

const retention = part('TraceRetention', 'For how long traces are kept.', {
  days: wholeNumber.default(30).describe('In days.'),
  redactPii: z.boolean().optional().describe('Whether what tells of persons is taken out of them.'),
});

const openTelemetry = part('TraceOpenTelemetry', 'How traces are sent as OpenTelemetry.', {
  enabled: z.boolean().default(true).describe('Whether they are.'),
  endpointSecret: secretRefField.optional().describe('The Secret that says where to; null leaves it to the platform.'),
  headers: textMap.describe('Headers that are sent along.'),
  compression: optionalText.describe('How they are made smaller, for example gzip.'),
});

const ocsf = part('TraceOcsf', 'How traces are sent as events of OCSF.', {
  enabled: z.boolean().default(true).describe('Whether they are.'),
  eventClasses: z.array(z.int32()).default([]).describe('The classes that are sent, by their numbers; none for all.'),
  sinkSecret: secretRefField.optional().describe('The Secret that says where to; null leaves it to the platform.'),
  transport: optionalText.describe('By what they are sent, for example kafka.'),
  topic: optionalText.describe('Under what they are sent, where the transport has such.'),
});

const exports = part('TraceExport', 'Where traces are sent besides.', {
  openTelemetry: openTelemetry.optional().describe('As OpenTelemetry; null for not at all.'),
  ocsf: ocsf.optional().describe('As events of OCSF; null for not at all.'),
});

const shape = part('TraceSpec', 'How runs are traced.', {
  executionName: optionalText.describe(
    'The name of the execution that it is of; null for how runs are traced in general.',
  ),
  sampling: partOrText('mode', sampling).prefault({}).describe('Which runs are traced.'),
  retention: retention.prefault({}).describe('For how long traces are kept.'),
  export: exports.optional().describe('Where traces are sent besides; null for nowhere.'),
});

/** How runs are traced. */
export type TraceSpec = z.infer<typeof shape>;

const spans = part('TraceSpans', 'What a trace counted.', {
  total: wholeNumber.optional().describe('Spans in all.'),
  llmCalls: wholeNumber.optional().describe('Model calls.'),
  toolCalls: wholeNumber.optional().describe('Tool calls.'),
  handoffs: wholeNumber.optional().describe('Handoffs.'),
  hookDecisions: wholeNumber.optional().describe('Decisions of policies.'),
  knowledgeRetrievals: wholeNumber.optional().describe('Searches in knowledge.'),
});

export const trace = defineKind<TraceSpec>({
  kind: 'Trace',
  description: 'How runs are traced.',
  plural: 'traces',
  aliases: ['trace', 'traces'],
  shape,
  status: part('TraceState', 'What a trace holds.', {
    spans: spans.optional().describe('What it counted.'),
    costUsd: z.number().optional().describe('What the run cost, in US dollars.'),
    durationMs: z.number().optional().describe('How long it took, in milliseconds.'),
  }),
});
