import { OrreryError } from '../../../src/platform/errors.ts';
import { refusal } from '../../../src/server/index.ts';

/** What a client of a Kubernetes watch says of its stream. */
export interface WatchOptions {
  /** The watch ends cleanly after so long. */
  timeoutSeconds: number | undefined;
  /** Whether it takes frames that only move its cursor. */
  wantsBookmarks: boolean;
  /** Whether it wants to be told what is there, whatever its place is, and where that ends. */
  wantsInitialEvents: boolean;
}

/** A timer takes no more. */
const longestSeconds = 2_147_483;

/**
 * Reads `timeoutSeconds`, `allowWatchBookmarks` and `sendInitialEvents`.
 * @throws RequestRefused when they are not a number and truth values
 */
export function watchOptions(query: URLSearchParams): WatchOptions {
  const seconds = query.get('timeoutSeconds') ?? '';
  if (!/^\d{0,10}$/.test(seconds)) throw unfit(`timeoutSeconds is a number of seconds, not "${seconds.slice(0, 40)}".`);
  const timeout = Math.min(Number(seconds), longestSeconds);
  return {
    timeoutSeconds: timeout === 0 ? undefined : timeout,
    wantsBookmarks: isTrue(query, 'allowWatchBookmarks'),
    wantsInitialEvents: isTrue(query, 'sendInitialEvents'),
  };
}

function isTrue(query: URLSearchParams, name: string): boolean {
  const value = (query.get(name) ?? '').toLowerCase();
  if (!['', 'true', 'false', '1', '0'].includes(value)) throw unfit(`${name} is true or false.`);
  return value === 'true' || value === '1';
}

function unfit(message: string): Error {
  return refusal(new OrreryError('INPUT_INVALID', message));
}
