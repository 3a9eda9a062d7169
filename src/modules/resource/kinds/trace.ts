import { z } from 'zod';
import { anyObject, part, wholeNumber, words } from './fields.ts';
import { defineKind } from './kind.ts';

const retention = part('TraceRetention', 'For how long traces are kept.', {
  days: wholeNumber.default(30).describe('In days.'),
});

const exports = part('TraceExport', 'Where traces are sent besides.', {
  openTelemetry: anyObject.optional().describe('As OpenTelemetry, as written.'),
  ocsf: anyObject.optional().describe('As OCSF, as written.'),
});

const shape = part('TraceSpec', 'How runs are traced.', {
  sampling: words('TraceSampling', 'Which runs are traced.', {
    full: 'All of them.',
    head: 'Some, chosen when they begin.',
    tail: 'Some, chosen when they are over.',
    exemplar: 'Some that stand for many.',
  })
    .default('full')
    .describe('Which runs are traced.'),
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
