import { z } from 'zod';
import {
  countOr,
  filledIn,
  milliseconds,
  optionalText,
  part,
  textMap,
  wholeNumber,
  withBlanks,
  wordList,
  words,
} from './fields.ts';
import { isObject } from './json.ts';
import { defineKind } from './kind.ts';
import { refTo } from './ref.ts';
import { taskState } from './task-state.ts';

const dayMs = 86_400_000;

const retry = part('TaskRetry', 'How often a task is tried.', {
  maxAttempts: countOr(1).describe('How often at most.'),
  backoffMs: milliseconds.default(0).describe('The wait before the second attempt; it doubles with each further one.'),
});

const messageRetry = withBlanks(
  part('TaskMessageRetry', 'How often a message between the agents of a task is tried.', {
    maxAttempts: countOr(1).describe('How often at most; as often as the task when nothing is said.'),
    backoffMs: milliseconds
      .default(0)
      .describe(
        'The wait before the second attempt; it doubles with each further one. As long as that of the task when nothing is said.',
      ),
    maxBackoffMs: milliseconds.default(dayMs).describe('The longest wait.'),
    jitter: words('TaskJitter', 'How the wait between two attempts is spread.', {
      none: 'Not at all.',
      full: 'Anywhere between nothing and the whole wait.',
      equal: 'Anywhere in the second half of the wait.',
    })
      .default('full')
      .describe('How the wait is spread.'),
    nonRetryable: wordList.describe('Parts of error texts after which nothing is tried again.'),
  }),
);

const requirements = part('TaskRequirements', 'What a worker must have to do a task.', {
  region: optionalText.describe('Where it must run; null for anywhere.'),
  gpu: z.boolean().default(false).describe('Whether it must have a GPU.'),
  model: optionalText.describe('A model that it must support; null for any.'),
});

/** What a task declares; also the template of the tasks that a webhook makes. */
export const taskShape = z.preprocess(
  withRetryOfMessages,
  part('TaskSpec', 'Work for agents: which system does it, with which input, and how often it is tried.', {
    system: refTo('AgentSystem').optional().describe('Who does it; null when it is not said or does not exist.'),
    mode: words('TaskMode', 'Whether a task is done.', {
      run: 'It is.',
      template: 'It never is itself: it is what others are made from.',
    })
      .default('run')
      .describe('Whether it is done, or what others are made from.'),
    input: textMap.describe('What the agents are given, by name.'),
    priority: z
      .preprocess((value) => (value === '' ? undefined : value), z.string().default('normal'))
      .describe('How urgent it is, in a word of its author.'),
    maxTurns: wholeNumber.default(0).describe('How often a branch may go round a cycle of the system; 0 for never.'),
    retry: retry.prefault({}).describe('How often it is tried.'),
    messageRetry: messageRetry.prefault({}).describe('How often a message between its agents is tried.'),
    requirements: requirements.prefault({}).describe('What a worker must have to do it.'),
  }),
);

/** Work for agents. Times are milliseconds. */
export type TaskSpec = z.infer<typeof taskShape>;

export const task = defineKind<TaskSpec>({
  kind: 'Task',
  description: 'Work for the agents of a system.',
  plural: 'tasks',
  aliases: ['task', 'tasks'],
  shape: taskShape,
  hasController: true,
  isCarriedOut: true,
  status: taskState,
});

// A retry that is wrong is told as such, and not a second time as that of the messages.
function withRetryOfMessages(given: unknown): unknown {
  if (!isObject(given)) return given;
  const own = retry.safeParse(given['retry'] ?? {});
  return own.success ? { ...given, messageRetry: filledIn(given['messageRetry'], own.data) } : given;
}
