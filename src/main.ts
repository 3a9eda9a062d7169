import { parseArgs } from 'node:util';
import { apply } from './cli/apply.ts';
import { demo } from './cli/demo.ts';
import { type Role, startPlatform } from './composition/serve.ts';
import { ConfigInvalid, parseConfig } from './platform/config.ts';
import { isOrreryError } from './platform/errors.ts';
import { createLogger } from './platform/log.ts';

const usage = `orrery <command>

  serve            the API and the work in one process (what \`npm start\` runs)
  api              the API alone; needs DATABASE_URL
  worker           the work alone; needs DATABASE_URL
  apply -f <path>  applies a file or a folder of manifests to a running server
  demo             plays the quickstart example in this terminal

Settings are environment variables; the README lists them.`;

const roles: Record<string, Role> = {
  serve: { api: true, worker: true },
  api: { api: true, worker: false },
  worker: { api: false, worker: true },
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function serve(role: Role): Promise<void> {
  const config = parseConfig();
  const log = createLogger(config.logLevel);
  if (config.databaseUrl === undefined && !(role.api && role.worker)) {
    throw new ConfigInvalid(
      '`orrery api` and `orrery worker` share a database: set DATABASE_URL, or run `orrery serve`.',
    );
  }
  const onLost = (reason: string): void => {
    log.fatal({ reason }, 'the database stopped by itself; start again, nothing that was committed is lost');
    process.exit(1);
  };
  const platform = await startPlatform(config, role, { log, say, onLost });
  say(platform.url === null ? 'orrery worker ready' : `orrery ready ${platform.url}`);
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ signal }, 'stopping');
    platform.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
}

async function main(args: string[]): Promise<void> {
  const [command, ...rest] = args;
  const role = roles[command ?? ''];
  if (role) return serve(role);
  if (command === 'apply') return apply(rest, say);
  if (command === 'demo') return demo(say);
  const { values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } }, strict: false });
  say(usage);
  if (!values['help'] && command !== 'help') process.exitCode = 2;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isPlanned = error instanceof ConfigInvalid || isOrreryError(error);
  const text = isPlanned ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`orrery: ${text}\n`);
  if (isOrreryError(error) && error.fix !== undefined) process.stderr.write(`${error.fix}\n`);
  process.exit(1);
});
