import { z } from 'zod';
import { graphFaults } from './agent-graph.ts';
import { milliseconds, optionalText, part, someText, textMap, wholeNumber, words } from './fields.ts';
import { defineKind } from './kind.ts';
import { refsTo } from './ref.ts';

// Reviews of a checkpoint that does not say how many it may have.
const defaultReviewCycles = 3;

const condition = part('EdgeCondition', 'When an edge is taken. All that is said must hold.', {
  outputContains: optionalText.describe('Text that the output must contain, whatever its case.'),
  outputNotContains: optionalText.describe('Text that the output may not contain, whatever its case.'),
  outputMatches: optionalText.describe('A regular expression that the output must match.'),
  outputJsonPath: optionalText.describe('Where in an output that is JSON to look, as in `$.score`.'),
  equals: optionalText.describe('What must stand there.'),
  notEquals: optionalText.describe('What may not stand there.'),
  contains: optionalText.describe('What must be part of what stands there.'),
  greaterThan: optionalText.describe('A number above which must be what stands there.'),
  lessThan: optionalText.describe('A number below which must be what stands there.'),
  default: z.boolean().default(false).describe('Whether it is taken when no other edge with a condition is.'),
});

const edge = part('AgentGraphEdge', 'A way from one agent of a graph to another.', {
  to: someText.describe('The node that it leads to.'),
  labels: textMap.describe('Labels of the edge.'),
  policy: textMap.describe('What the author says about how it is taken.'),
  condition: condition.optional().describe('When it is taken; always when nothing is said.'),
});

const join = part('AgentGraphJoin', 'How a node waits for those that lead to it.', {
  mode: words('JoinMode', 'For how many of its senders a node waits.', {
    wait_for_all: 'For all of them.',
    quorum: 'For some of them.',
  })
    .optional()
    .describe('For how many it waits; null for all.'),
  quorumCount: wholeNumber.optional().describe('How many a quorum are at least.'),
  quorumPercent: wholeNumber.max(100).optional().describe('Which part of them a quorum is at least, in percent.'),
  onFailure: words('JoinFailure', 'What becomes of a join when one of its senders fails.', {
    deadletter: 'It fails as well.',
    skip: 'It goes on without it.',
    continue_partial: 'It goes on with what it has.',
  })
    .optional()
    .describe('What happens when one of them fails.'),
});

export const review = part(
  'ReviewCheckpoint',
  'A place at which a person looks at an output before the work goes on.',
  {
    checkpointId: someText.describe('Its name, unique in the system.'),
    displayName: optionalText.describe('What people are shown as its name.'),
    reason: optionalText.describe('Why a person is asked.'),
    ttlMs: milliseconds.default(600_000).describe('How long they have.'),
    allowRequestChanges: z.boolean().default(true).describe('Whether they may ask for changes.'),
    maxReviewCycles: z
      .int32()
      .default(defaultReviewCycles)
      .transform((cycles) => (cycles <= 0 ? defaultReviewCycles : cycles))
      .describe('How often they may ask for changes before they have to decide.'),
  },
);

const node = part('AgentGraphNode', 'An agent in a graph: who gets its output, and what it waits for.', {
  next: optionalText.describe('The only node that follows, where no edges are said.'),
  edges: z.array(edge).default([]).describe('Where its output goes.'),
  delegates: z.array(edge).default([]).describe('Whom it asks before its output goes on.'),
  join: join.prefault({}).describe('How it waits for those that lead to it.'),
  delegateJoin: join.prefault({}).describe('How it waits for those that it asked.'),
  review: review.optional().describe('Where a person looks at its output; null for nowhere.'),
});

const shape = part('AgentSystemSpec', 'Agents that work together, and how their work is handed on.', {
  agents: refsTo('Agent').describe('The agents, as far as they exist.'),
  graph: z.record(z.string().min(1), node).default({}).describe('How work is handed on, by the name of the agent.'),
  completionReview: review.optional().describe('Where a person looks at the result; null for nowhere.'),
});

/** Agents that work together, and the graph by which work is handed on. Times are milliseconds. */
export type AgentSystemSpec = z.infer<typeof shape>;

export const agentSystem = defineKind<AgentSystemSpec>({
  kind: 'AgentSystem',
  description: 'Agents that work together.',
  plural: 'agent-systems',
  aliases: ['agentsystem', 'agentsystems'],
  hasController: true,
  shape,
  rules: graphFaults,
});
