import type { ExecutionDiff, NodeDiff, StepDiff, StepRelation } from '../src/modules/execution/index.ts';
import { encodeKey } from '../src/platform/db/index.ts';
import { builder } from './builder.ts';
import { lengthOf, pageCost, toConnection } from './connection.ts';
import { ExecutionRef } from './execution.ts';
import { JsonDiff, MoneyPair, NumberPair, TextPair } from './json-change.ts';
import { FieldOperation } from './resource-change.ts';
import { StepRef } from './step.ts';

const Kinship = builder.enumType('ExecutionKinship', {
  description: 'How two executions stem from each other.',
  values: {
    SAME: { description: 'They are one.' },
    B_FROM_A: { description: 'b is a replay or a fork of a.' },
    A_FROM_B: { description: 'a is a replay or a fork of b.' },
    SIBLINGS: { description: 'Both are replays or forks of one execution.' },
    NONE: { description: 'Neither stems directly from the other.' },
  } satisfies Record<ExecutionDiff['kinship'], object>,
});

const Relation = builder.enumType('StepRelation', {
  description: 'How the steps of two executions that have the same key compare.',
  values: {
    SHARED: { description: 'One is the recorded result of the other, or both are of the same third.' },
    SAME: { description: 'They were asked, gave and cost the same; only their times differ.' },
    CHANGED: { description: 'They differ.' },
    ONLY_IN_A: { description: 'b has none.' },
    ONLY_IN_B: { description: 'a has none.' },
  } satisfies Record<StepRelation, object>,
});

const NamesDiff = builder.objectRef<NodeDiff['tools']>('NamesDiff').implement({
  description: 'What two lists of names do not share, as namespace/name.',
  fields: (t) => ({
    added: t.exposeStringList('added', { description: 'Those that only b has.' }),
    removed: t.exposeStringList('removed', { description: 'Those that only a has.' }),
  }),
});

const NodeDiffRef = builder.objectRef<NodeDiff>('NodeDiff').implement({
  description: 'What differs in one node of two graphs.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Where it stands: draft, or orders/check for one within another.' }),
    operation: t.expose('op', { type: FieldOperation, description: 'What became of it from a to b.' }),
    kind: t.expose('kind', { type: TextPair, description: 'What kind of node it is.' }),
    generation: t.expose('generation', { type: NumberPair, description: 'The generation of its agent.' }),
    prompt: t.expose('prompt', { type: TextPair, description: 'What its model is told first.' }),
    model: t.expose('model', { type: TextPair, description: 'Its model, as namespace/name.' }),
    tools: t.expose('tools', { type: NamesDiff, description: 'The tools that it may call.' }),
    changes: t.expose('changes', { type: JsonDiff, description: 'Everything that differs in it, the above too.' }),
  }),
});

const DefinitionDiffRef = builder.objectRef<ExecutionDiff['definition']>('DefinitionDiff').implement({
  description: 'What differs in what two executions interpret. What was said in earlier runs is no part of it.',
  fields: (t) => ({
    isSame: t.boolean({
      description: 'Whether nothing does.',
      resolve: ({ nodes, edges }) => nodes.length === 0 && edges.length === 0,
    }),
    nodes: t.expose('nodes', {
      type: [NodeDiffRef],
      description: 'The nodes that differ, matched by their paths.',
      complexity: { field: 1, multiplier: 5 },
    }),
    edges: t.expose('edges', { type: JsonDiff, description: 'Differences in how nodes follow each other.' }),
  }),
});

const StepDiffRef = builder.objectRef<StepDiff>('StepDiff').implement({
  description: 'What differs between the steps of two executions that have the same key.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Their place in the executions.' }),
    relation: t.expose('relation', { type: Relation, description: 'How they compare.' }),
    a: t.expose('a', { type: StepRef, nullable: true, description: 'That of a; null when it has none.' }),
    b: t.expose('b', { type: StepRef, nullable: true, description: 'That of b; null when it has none.' }),
    phase: t.expose('phase', { type: TextPair, description: 'Where they stand.' }),
    name: t.expose('name', { type: TextPair, description: 'What was called: the tool, or the model.' }),
    arguments: t.expose('arguments', { type: JsonDiff, description: 'What the tool was called with.' }),
    asked: t.expose('asked', {
      type: JsonDiff,
      description:
        'The messages that the model was given. The ids that models give their calls are left out here and in `reply`: they are new each time.',
    }),
    reply: t.expose('reply', { type: JsonDiff, description: 'What the model answered.' }),
    result: t.expose('result', { type: JsonDiff, description: 'What the tool gave.' }),
    error: t.expose('error', { type: JsonDiff, description: 'Why it failed.' }),
    attempts: t.expose('attempts', { type: NumberPair, description: 'How many attempts there were.' }),
    inputTokens: t.expose('inputTokens', { type: NumberPair, description: 'Tokens that the model was given.' }),
    outputTokens: t.expose('outputTokens', { type: NumberPair, description: 'Tokens that the model gave.' }),
    cost: t.expose('cost', { type: MoneyPair, description: 'What it cost.' }),
    latencyMs: t.expose('latencyMs', {
      type: NumberPair,
      description: 'How long the last attempt took, in milliseconds. It makes no difference to `relation`.',
    }),
  }),
});

const StepDiffEdge = builder.edgeObject({ type: StepDiffRef, name: 'StepDiffEdge', nodeNullable: false });
const StepDiffConnection = builder.connectionObject(
  { type: StepDiffRef, name: 'StepDiffConnection', edgesNullable: false },
  StepDiffEdge,
);
builder.objectField(StepDiffConnection, 'totalCount', (t) =>
  t.int({ description: 'How many there are in all pages.', resolve: lengthOf }),
);

interface StepPage {
  first?: number | null | undefined;
  after?: string | null | undefined;
  relations?: readonly StepRelation[] | null | undefined;
}

/** A page cut from the steps, which are compared all at once. The cursor is the key of a step. */
function pageOf(steps: readonly StepDiff[], { first, after, relations }: StepPage) {
  const wanted = relations ? steps.filter(({ relation }) => relations.includes(relation)) : steps;
  const from = after == null ? 0 : wanted.findIndex(({ key }) => encodeKey(key) === after) + 1;
  const items = wanted.slice(from, from + Math.min(Math.max(first ?? 50, 0), 500));
  const page = { items, hasNextPage: from + items.length < wanted.length, hasPreviousPage: from > 0 };
  return { ...toConnection(page, ({ key }) => encodeKey(key)), count: async () => wanted.length };
}

const TotalsDiff = builder.objectRef<ExecutionDiff>('TotalsDiff').implement({
  description: 'What two executions used and cost in all.',
  fields: (t) => ({
    modelCalls: t.expose('modelCalls', { type: NumberPair, description: 'Model calls that came to an end.' }),
    toolCalls: t.expose('toolCalls', { type: NumberPair, description: 'Tool calls that came to an end.' }),
    inputTokens: t.expose('inputTokens', { type: NumberPair, description: 'Tokens that models were given.' }),
    outputTokens: t.expose('outputTokens', { type: NumberPair, description: 'Tokens that models gave.' }),
    cost: t.expose('cost', { type: MoneyPair, description: 'What they cost.' }),
    durationMs: t.expose('durationMs', {
      type: NumberPair,
      description: 'Milliseconds from the first claim to the end; null for what has not ended.',
    }),
  }),
});

const StepCounts = builder.objectRef<ExecutionDiff['counts']>('StepCounts').implement({
  description: 'How many steps of two executions compare how.',
  fields: (t) => ({
    shared: t.exposeInt('SHARED', { description: 'Steps that they share.' }),
    same: t.exposeInt('SAME', { description: 'Equal steps.' }),
    changed: t.exposeInt('CHANGED', { description: 'Steps that differ.' }),
    onlyInA: t.exposeInt('ONLY_IN_A', { description: 'Steps that b has not.' }),
    onlyInB: t.exposeInt('ONLY_IN_B', { description: 'Steps that a has not.' }),
  }),
});

/** What differs between two executions. */
export const ExecutionDiffRef = builder.objectRef<ExecutionDiff>('ExecutionDiff').implement({
  description: 'What differs between two executions, of one definition or of two.',
  fields: (t) => ({
    a: t.expose('a', { type: ExecutionRef, description: 'The one.' }),
    b: t.expose('b', { type: ExecutionRef, description: 'The other.' }),
    kinship: t.expose('kinship', { type: Kinship, description: 'How they stem from each other.' }),
    phase: t.expose('phase', { type: TextPair, description: 'Where they stand.' }),
    input: t.expose('input', { type: JsonDiff, description: 'What they were started with.' }),
    output: t.expose('output', { type: JsonDiff, description: 'What they gave.' }),
    failure: t.expose('failure', { type: JsonDiff, description: 'Why they did not succeed.' }),
    definition: t.expose('definition', { type: DefinitionDiffRef, description: 'What they interpret.' }),
    totals: t.field({ type: TotalsDiff, description: 'What they used and cost.', resolve: (diff) => diff }),
    counts: t.expose('counts', { type: StepCounts, description: 'How many steps compare how.' }),
    steps: t.field({
      type: StepDiffConnection,
      description: 'Their steps matched by key, in the order of a; those that only b has where b has them.',
      args: {
        first: t.arg.int({ defaultValue: 50, description: 'How many, at most 500.' }),
        after: t.arg.string({ description: 'After this cursor.' }),
        relations: t.arg({ type: [Relation], description: 'Only those that compare so.' }),
      },
      complexity: (args) => pageCost(args),
      resolve: ({ steps }, args) => pageOf(steps, args),
    }),
  }),
});
