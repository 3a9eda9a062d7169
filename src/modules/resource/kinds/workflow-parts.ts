import { z } from 'zod';
import { review } from './agent-system.ts';
import {
  anyObject,
  milliseconds,
  optionalText,
  part,
  someText,
  textMap,
  wholeNumber,
  wordList,
  words,
} from './fields.ts';
import { refTo } from './ref.ts';

export const condition = part('WorkflowCondition', 'What is asked of an output. All that is said must hold.', {
  outputContains: optionalText.describe('Text that the output must contain, whatever its case.'),
  outputNotContains: optionalText.describe('Text that the output may not contain, whatever its case.'),
  outputMatches: optionalText.describe('A regular expression that the output must match.'),
  jsonPath: optionalText.describe('Where in an output that is JSON to look, as in `$.score`.'),
  equals: optionalText.describe('What must stand there.'),
  notEquals: optionalText.describe('What may not stand there.'),
  contains: optionalText.describe('What must be part of what stands there.'),
  greaterThan: optionalText.describe('A number above which must be what stands there.'),
  lessThan: optionalText.describe('A number below which must be what stands there.'),
  expression: optionalText.describe('CEL over `output` and `context` that must be true.'),
  case: optionalText.describe('The case that the branch before must have taken.'),
  default: z.boolean().default(false).describe('Whether it holds when no other edge with a condition from there does.'),
});

const parameters = part('WorkflowModelParameters', 'How a model answers; what is absent is as its endpoint says.', {
  temperature: z.number().min(0).optional().describe('How much chance there is in the answer.'),
  topP: z.number().min(0).max(1).optional().describe('The share of likely tokens that are considered.'),
  maxOutputTokens: wholeNumber.min(1).optional().describe('The most tokens of the answer.'),
});

const runtimes = words('OperationRuntime', 'What carries an operation out.', {
  native: 'The platform itself: an agent, a tool or a model, as the first word of the operation says.',
  tool: 'A tool, whose name the operation is.',
  provider: 'A model, chosen by what the operation is to give, its tier and its price.',
  wasm: 'A WebAssembly module. None can be run here, so no such operation is taken.',
});

/** What a node does, in one of these ways. Also what a map does for each item, and a loop again and again. */
export const work = {
  agent: part('WorkflowAgent', 'An agent works, as it is when the run begins.', {
    ref: refTo('Agent').describe('The agent.'),
  })
    .optional()
    .describe('An agent that works; null for another kind of work.'),
  model: part('WorkflowModel', 'A model is asked once.', {
    ref: refTo('ModelEndpoint').describe('The endpoint that is asked.'),
    prompt: z.string().default('').describe('What the model is told before what comes in.'),
    parameters: parameters.prefault({}).describe('How it answers.'),
  })
    .optional()
    .describe('A model that is asked; null for another kind of work.'),
  tool: part('WorkflowTool', 'A tool is called once.', {
    ref: refTo('Tool').describe('The tool.'),
    arguments: anyObject
      .optional()
      .describe('What it is called with; `{{input}}` stands for what comes in, which is all when this is null.'),
  })
    .optional()
    .describe('A tool that is called; null for another kind of work.'),
  workflow: part('WorkflowCall', 'Another workflow runs.', {
    ref: refTo('Workflow').describe('The workflow.'),
  })
    .optional()
    .describe('A workflow that runs; null for another kind of work.'),
  operation: part(
    'WorkflowOperation',
    'Work that is named by a word. What carries it out is chosen when a run begins.',
    {
      name: someText.describe('The word: `text.generate`, `tool.<tool>` or `agent.<agent>`.'),
      runtime: runtimes.optional().describe('What carries it out; null for what its first word says.'),
      config: anyObject
        .default({})
        .describe(
          '`model`, `tier`, `modality`, `prompt` and the parameters of a model; more is kept and not looked at.',
        ),
    },
  )
    .optional()
    .describe('Work that is named by a word; null for another kind of work.'),
};

const map = part('WorkflowMap', 'The same work for each item of a list; gives the list of what came of it, in order.', {
  items: optionalText.describe('Where the list stands, as in `$context.items`; null for what comes in.'),
  concurrency: wholeNumber.min(1).default(1).describe('How many items are worked on at the same time.'),
  onItemFailure: words('ItemFailureAction', 'What an item does that fails.', {
    fail: 'The node fails.',
    collect: 'Its place in the list says why.',
  })
    .default('fail')
    .describe('What an item does that fails.'),
  ...work,
});

const loop = part('WorkflowLoop', 'The same work again with what it gave, until that is good enough.', {
  until: condition.optional().describe('When it is good enough; null for never.'),
  maxIterations: wholeNumber.min(1).describe('How often it is done at most.'),
  onLimit: words('LoopLimitAction', 'What it means to have been done as often as it may.', {
    give: 'What it gave last goes on.',
    fail: 'The node fails.',
  })
    .default('give')
    .describe('What it means to have been done as often as it may.'),
  ...work,
});

const branch = part('WorkflowBranch', 'One of several ways is chosen by what comes in.', {
  cases: z
    .array(
      part('WorkflowCase', 'One of the ways.', {
        name: someText.describe('Its name: edges from here ask for it by `when.case`.'),
        when: condition.describe('When it is taken. The first that holds counts.'),
      }),
    )
    .default([])
    .describe('The ways, in the order in which they are looked at.'),
  otherwise: optionalText.describe('The case when none holds; null closes all ways from here.'),
});

const join = part('WorkflowJoin', 'For how many of those that lead to it a node waits.', {
  mode: words('WorkflowJoinMode', 'For how many of its senders a node waits.', {
    all: 'For all of them.',
    quorum: 'For some of them.',
  })
    .default('all')
    .describe('For how many it waits.'),
  count: wholeNumber.min(1).optional().describe('How many a quorum are at least.'),
  percent: wholeNumber.min(1).max(100).optional().describe('Which part of them a quorum is at least, in percent.'),
  onFailure: words('WorkflowJoinFailure', 'What a sender that failed means.', {
    fail: 'The run fails.',
    skip: 'The node goes on without it.',
  })
    .default('fail')
    .describe('What a sender that failed means.'),
});

const retry = part('WorkflowRetry', 'How a node that failed is tried again.', {
  maxAttempts: wholeNumber.min(1).default(1).describe('How often it is tried at most.'),
  backoffMs: milliseconds.default(0).describe('The wait before the second attempt; it doubles with each further one.'),
  maxBackoffMs: milliseconds.default(60_000).describe('The longest wait.'),
  jitter: words('WorkflowJitter', 'How the wait between two attempts is spread.', {
    none: 'Not at all.',
    full: 'Anywhere between nothing and the whole wait.',
    equal: 'Anywhere in the second half of the wait.',
  })
    .default('none')
    .describe('How the wait is spread.'),
  nonRetryable: wordList.describe('Parts of error texts after which nothing is tried again.'),
});

const mergePolicy = words('MergePolicy', 'How what is written meets what stands at the same place.', {
  replace: 'It takes its place.',
  keep: 'What stands there stays.',
  append: 'It is added to the end of a list.',
  merge: 'Its members are put beside those that stand there.',
});

const edge = part('WorkflowNodeEdge', 'A way from one node of a workflow to another.', {
  to: someText.describe('The node that it leads to.'),
  when: condition.optional().describe('When it is taken; null for always.'),
  labels: textMap.describe('Labels of the edge.'),
});

/** What a node does, in exactly one of these ways. */
export const nodeKinds = [
  'agent',
  'model',
  'tool',
  'workflow',
  'operation',
  'approval',
  'map',
  'branch',
  'loop',
] as const;

export const node = part(
  'WorkflowNode',
  'One piece of the work: what it does, what it waits for and what it is given.',
  {
    title: optionalText.describe('What people are shown as its name; null for the name.'),
    stage: optionalText.describe('The part of the work that it belongs to.'),
    ...work,
    approval: part('WorkflowApproval', 'A person decides whether what comes in goes on as it is.', {
      review: review.describe('What the person is asked.'),
    })
      .optional()
      .describe('What a person decides; null for another kind of node.'),
    map: map.optional().describe('What is done for each item of a list; null for another kind of node.'),
    branch: branch.optional().describe('Ways to choose from; null for another kind of node.'),
    loop: loop.optional().describe('What is done again and again; null for another kind of node.'),
    dependsOn: z
      .array(someText)
      .default([])
      .describe('The nodes before it, whose edges lead to it whatever they give.'),
    edges: z.array(edge).default([]).describe('Where its output goes besides.'),
    join: join.prefault({}).describe('How it waits for those that lead to it.'),
    inputs: anyObject
      .optional()
      .describe(
        'What it is given, by name: values as they are, and `$context.<path>` for what stands there; under `$`, all of it. Null for what those before it gave.',
      ),
    outputs: textMap.describe(
      'Where parts of its output are written: `$context.<path>` by the name of a member of the output, by `text` where that is a text, by `$` for all of it.',
    ),
    merge: z
      .record(z.string(), mergePolicy)
      .default({})
      .describe(
        'How that meets what stands there, by the same names: replace, keep, append or merge; replace when absent.',
      ),
    timeoutMs: milliseconds
      .min(1)
      .optional()
      .describe('How long one attempt may take; null for as long as the run may.'),
    retry: retry.prefault({}).describe('How it is tried again when it fails.'),
    review: review.optional().describe('Where a person looks at its output; null for nowhere.'),
    requires: wordList.describe(
      'What must be there when a run begins, as in `provider.text.generate` or `tool.search`.',
    ),
  },
);

export const workflowInput = part('WorkflowInput', 'Something that a run is given.', {
  type: words('WorkflowInputType', 'What a value has to be.', {
    string: 'A text.',
    number: 'A number.',
    boolean: 'True or false.',
    object: 'An object.',
    array: 'A list.',
    any: 'Any JSON.',
  })
    .default('any')
    .describe('What it has to be.'),
  required: z.boolean().default(false).describe('Whether it has to be given.'),
  default: z.unknown().optional().describe('What it is when it is not given; null for nothing.'),
  description: optionalText.describe('What it is for.'),
});
