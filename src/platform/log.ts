import { type Logger as PinoLogger, pino } from 'pino';

/** Structured log. Pass facts first and a sentence second: `log.info({ executionId }, 'execution finished')`. */
export type Logger = Pick<PinoLogger, 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'child'>;

// Nothing is logged that could hold a secret; this is the net below. No wildcards: they cost more than the line itself.
const secretPaths = [
  'authorization',
  'cookie',
  'token',
  'apiKey',
  'password',
  'secret',
  'headers.authorization',
  'headers["x-api-key"]',
];

/** Makes the root log: JSON lines on standard error, so that standard output stays for what the user asked for. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: undefined,
      redact: { paths: secretPaths, censor: '[secret]' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
