import type { z } from 'zod';
import { moment, optionalText, part, wordList } from './fields.ts';
import { defineKind } from './kind.ts';
import { refTo } from './ref.ts';

const context = part('HandoffContext', 'What the next agent is told.', {
  summary: optionalText.describe('What happened so far.'),
  artifacts: wordList.describe('The names of the artifacts that it gets.'),
  memories: wordList.describe('The names of the memories that it gets.'),
});

const expectedOutput = part('HandoffExpectation', 'What the next agent is to give back.', {
  type: optionalText.describe('What kind of thing.'),
});

const shape = part('HandoffSpec', 'Work that one agent gives to another.', {
  executionName: optionalText.describe('The name of the execution that it happens in.'),
  fromAgent: refTo('Agent').optional().describe('Who gives it; null when it is not said or does not exist.'),
  toAgent: refTo('Agent').optional().describe('Who gets it; null when it is not said or does not exist.'),
  reason: optionalText.describe('Why.'),
  context: context.prefault({}).describe('What the next agent is told.'),
  expectedOutput: expectedOutput.optional().describe('What it is to give back; null when nothing is said.'),
});

/** Work that one agent gives to another. */
export type HandoffSpec = z.infer<typeof shape>;

export const handoff = defineKind<HandoffSpec>({
  kind: 'Handoff',
  description: 'Work that one agent gives to another.',
  plural: 'handoffs',
  aliases: ['handoff', 'handoffs'],
  shape,
  status: part('HandoffState', 'What became of a handoff.', {
    acceptedAt: moment.optional().describe('When it was accepted.'),
  }),
});
