import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';

/** How a run of the program ended, and what it wrote. */
export interface ProgramEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the program's sources with these arguments and nothing else in its environment, and waits for its end. */
export async function runProgram(
  args: string[],
  options: { environment?: Record<string, string>; input?: string } = {},
): Promise<ProgramEnd> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...args], {
    env: { PATH: process.env['PATH'], ...options.environment },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.end(options.input ?? '');
  const [code, stdout, stderr] = await Promise.all([
    new Promise<number | null>((resolve) => child.once('close', resolve)),
    textOf(child.stdout),
    textOf(child.stderr),
  ]);
  return { code, stdout, stderr };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
