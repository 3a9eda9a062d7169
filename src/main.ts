import { parseArgs } from 'node:util';
import { ConfigInvalid } from './platform/config.ts';
import { isOrreryError } from './platform/errors.ts';

const usage = `orrery <command>

  serve            the API and the work in one process (what \`npm start\` runs)
  api              the API alone; needs DATABASE_URL
  worker           the work alone; needs DATABASE_URL
  apply -f <path>  applies a file or a folder of manifests to a running server
  seal -f <path>   makes SealedSecrets of Secrets with the key of a running server
  demo             plays the quickstart example in this terminal

Settings are environment variables; the README lists them.`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Each command loads what it needs: `apply` has no use for a server. */
const commands: Record<string, (args: string[]) => Promise<void>> = {
  serve: async () => (await import('./cli/serve.ts')).serve({ api: true, worker: true }, say),
  api: async () => (await import('./cli/serve.ts')).serve({ api: true, worker: false }, say),
  worker: async () => (await import('./cli/serve.ts')).serve({ api: false, worker: true }, say),
  apply: async (args) => (await import('./cli/apply.ts')).apply(args, say),
  seal: async (args) => (await import('./cli/seal.ts')).seal(args, say),
  demo: async () => (await import('./cli/demo.ts')).demo(say),
};

async function main(args: string[]): Promise<void> {
  const [name, ...rest] = args;
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command(rest);
  const { values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } }, strict: false });
  say(usage);
  if (!values['help'] && name !== 'help') process.exitCode = 2;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isPlanned = error instanceof ConfigInvalid || isOrreryError(error);
  const text = isPlanned ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`orrery: ${text}\n`);
  if (isOrreryError(error) && error.fix !== undefined) process.stderr.write(`${error.fix}\n`);
  process.exit(1);
});
