import { type Logger as PinoLogger, pino } from 'pino';

/** Structured log. Pass facts first and a sentence second: `log.info({ executionId }, 'execution finished')`. */
export type Logger = Pick<PinoLogger, 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'child'>;

const secretPaths = [
  'authorization',
  'cookie',
  'token',
  'apiKey',
  'password',
  'secret',
  '*.authorization',
  '*.cookie',
  '*.token',
  '*.apiKey',
  '*.password',
  '*.secret',
  'headers["x-api-key"]',
  '*.headers["x-api-key"]',
  '*.headers.authorization',
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
    pino.destination({ dest: 2, sync: true }),
  );
}
