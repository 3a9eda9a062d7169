import { vi } from 'vitest';
import { Journal } from '../../src/platform/journal/index.ts';
import type { Harness } from './harness.ts';

/** Trims the journal to nothing. What somebody's transaction may still look at is not trimmed before that is over. */
export async function forgetJournal(site: Harness): Promise<void> {
  const { db } = site.platform.store.database;
  const isEmpty = async () => {
    await new Journal(db).trim(new Date(Date.now() + 60_000));
    return (await db.selectFrom('event').select('seq').limit(1).execute()).length === 0;
  };
  await vi.waitUntil(isEmpty, { timeout: 10_000 });
}
