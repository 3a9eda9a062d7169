import { z } from 'zod';
import { review } from './agent-system.ts';
import { decimal, milliseconds, optionalText, part, someText, textMap, wholeNumber } from './fields.ts';
import { defineKind } from './kind.ts';
import { workflowFaults } from './workflow-faults.ts';
import { node, workflowInput } from './workflow-parts.ts';

const budget = part('WorkflowBudget', 'What a run may use. What another workflow runs for it counts as well.', {
  maxCost: decimal.optional().describe('What its model calls may cost in all, in the currency of their endpoints.'),
  modelCalls: wholeNumber.min(1).optional().describe('How many model calls it may make.'),
  toolCalls: wholeNumber.min(1).optional().describe('How many tool calls it may make.'),
  durationMs: milliseconds.min(1).optional().describe('How long it may take.'),
});

const shape = part('WorkflowSpec', 'Work as a graph of nodes over a shared context.', {
  title: optionalText.describe('What people are shown as its name; null for the name.'),
  description: optionalText.describe('What it is for.'),
  inputs: z.record(z.string().min(1), workflowInput).default({}).describe('What a run is given, by name.'),
  moreInputs: z.boolean().default(false).describe('Whether a run may be given more than that.'),
  outputs: textMap.describe('What a run gives: `$context.<path>` by name. None: what the last nodes give.'),
  nodes: z.record(z.string().min(1), node).default({}).describe('The pieces of the work, by name.'),
  order: z
    .array(someText)
    .default([])
    .describe('The nodes in the order in which they are shown; those that it leaves out come after.'),
  entry: z
    .array(someText)
    .default([])
    .describe('Where the work begins; at the nodes to which no edge leads when it is empty.'),
  maxTurns: wholeNumber
    .min(1)
    .optional()
    .describe('How often a branch of the work may come to the same node; null where no edge leads back.'),
  budget: budget.prefault({}).describe('What a run may use.'),
  completionReview: review.optional().describe('Where a person looks at the result; null for nowhere.'),
});

/** Work as a graph of nodes over a shared context. Times are milliseconds. */
export type WorkflowSpec = z.infer<typeof shape>;

export const workflow = defineKind<WorkflowSpec>({
  kind: 'Workflow',
  description: 'A definition of work as a graph of agents, models, tools, people and other workflows.',
  plural: 'workflows',
  aliases: ['workflow', 'workflows', 'workflowdefinition', 'workflowdefinitions'],
  hasController: true,
  shape,
  rules: workflowFaults,
});
