import { z } from 'zod';
import { countOr, moment, optionalText, part, wholeNumber, wordList } from './fields.ts';
import { defineKind } from './kind.ts';

const capabilities = part('WorkerCapabilities', 'What a worker can do.', {
  gpu: z.boolean().default(false).describe('Whether it has a GPU.'),
  supportedModels: wordList.describe('The models that it supports; any when none is named.'),
});

const shape = part('WorkerSpec', 'What a worker can do, where, and how much at once.', {
  region: optionalText.describe('Where it runs; null when it does not say.'),
  capabilities: capabilities.prefault({}).describe('What it can do.'),
  maxConcurrentTasks: countOr(1).describe('How many tasks it does at once.'),
});

/** What a worker can do. */
export type WorkerSpec = z.infer<typeof shape>;

export const worker = defineKind<WorkerSpec>({
  kind: 'Worker',
  description: 'A program that does tasks.',
  plural: 'workers',
  aliases: ['worker', 'workers'],
  shape,
  awaitsReport: true,
  status: part('WorkerState', 'How a worker does.', {
    lastHeartbeat: moment.optional().describe('When it was last heard of.'),
    currentTasks: wholeNumber.optional().describe('How many tasks it does now.'),
  }),
});
