import { createInterface } from 'node:readline/promises';

/** What a person sees and types at, beyond whole lines. */
export interface Terminal {
  /** Whether a person sits there, who can be asked. */
  isInteractive: boolean;
  hasColor: boolean;
  /** Characters in a line. */
  columns: number;
  /** Shows text at once, without ending the line. */
  write(text: string): void;
  /** The line that is typed after the question; undefined when the person leaves instead. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
}

const minColumns = 40;
const maxColumns = 100;

/** The terminal of this process. It has colour unless NO_COLOR or its kind says otherwise. */
export function processTerminal(): Terminal {
  const { stdin, stdout } = process;
  const isTerminal = stdout.isTTY === true;
  return {
    isInteractive: isTerminal && stdin.isTTY === true,
    hasColor: isTerminal && stdout.hasColors(),
    columns: columnsOf(stdout.columns),
    write: (text) => void stdout.write(text),
    ask,
  };
}

/** Files have no width, and some terminals do not tell theirs. */
function columnsOf(told: number | undefined): number {
  return told ? Math.max(minColumns, Math.min(told, maxColumns)) : maxColumns;
}

async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C and Ctrl-D close the interface and leave the question open for good.
  const left = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  try {
    const answer = await Promise.race([lines.question(question, { signal }), left]);
    if (answer === undefined) process.stdout.write('\n');
    return answer;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    lines.close();
  }
}
