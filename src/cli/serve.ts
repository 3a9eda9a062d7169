import { type Role, startPlatform } from '../composition/serve.ts';
import { ConfigInvalid, parseConfig } from '../platform/config.ts';
import { createLogger } from '../platform/log.ts';

/** Runs the platform in this process until a signal ends it; a second signal ends it at once. @throws ConfigInvalid */
export async function serve(role: Role, say: (line: string) => void): Promise<void> {
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
