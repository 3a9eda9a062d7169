import type { Inbox, NodeMessage } from '../../modules/execution/index.ts';
import { userText } from '../../modules/execution/index.ts';

/** A message as its reader gets it. */
export interface Letter {
  message: Pick<NodeMessage, 'from' | 'branch' | 'type'>;
  /** What its sender gave; of the execution itself, its input. */
  content: unknown;
}

/**
 * What an agent of a task is asked: what it was written, and what it should know besides. The first agents of a task
 * are written its topic.
 */
export function inboxText({ task, input }: Inbox, letters: readonly Letter[]): string {
  const { topic, ...rest } = input;
  const first = topic ?? `Do the task ${task}.`;
  const written = letters.filter(({ message }) => message.from !== null);
  const [only] = written;
  const asked =
    written.length === 0
      ? first
      : written.length === 1 && only
        ? userText(only.content)
        : written.map(({ message, content }) => `From ${message.from}:\n${userText(content)}`).join('\n\n');
  const known: [string, string][] = [
    ...(written.length > 0 && topic !== undefined ? [['topic', topic] as [string, string]] : []),
    ...Object.entries(rest),
    ...(written.length === 1 && only ? [['previous_agent', only.message.from ?? ''] as [string, string]] : []),
  ];
  if (known.length === 0) return asked;
  return `${asked}\n\nContext:\n${known.map(([name, value]) => `- ${name}: ${value}`).join('\n')}`;
}
