import { OrreryError } from '../../../src/platform/errors.ts';
import { refusal } from '../../../src/server/index.ts';

/** What a client of a Kubernetes watch says of its stream. */
export interface WatchOptions {
  /** The watch ends cleanly after so long. */
  timeoutSeconds: number | undefined;
  /** Whether it takes frames that only move its cursor. */
  wantsBookmarks: boolean;
}

/** A timer takes no more. */
const longestSeconds = 2_147_483;

/** Reads `timeoutSeconds` and `allowWatchBookmarks`. @throws RequestRefused when they are not a number and a truth value */
export function watchOptions(query: URLSearchParams): WatchOptions {
  const seconds = query.get('timeoutSeconds') ?? '';
  const bookmarks = (query.get('allowWatchBookmarks') ?? '').toLowerCase();
  if (!/^\d{0,10}$/.test(seconds)) throw unfit(`timeoutSeconds is a number of seconds, not "${seconds.slice(0, 40)}".`);
  if (!['', 'true', 'false', '1', '0'].includes(bookmarks)) throw unfit('allowWatchBookmarks is true or false.');
  const timeout = Math.min(Number(seconds), longestSeconds);
  return {
    timeoutSeconds: timeout === 0 ? undefined : timeout,
    wantsBookmarks: bookmarks === 'true' || bookmarks === '1',
  };
}

function unfit(message: string): Error {
  return refusal(new OrreryError('INPUT_INVALID', message));
}
