import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/platform/db/database.ts';
import { createLogger } from '../../../src/platform/log.ts';
import { freshDatabase } from '../../support/database.ts';

test('a connection that is lost between two statements of a transaction fails that transaction and nothing else', async () => {
  const { db, pool, close } = openDatabase({ connectionString: await freshDatabase() }, createLogger('silent'));
  const lost = new Promise((resolve) => pool.once('connect', (client) => client.once('end', resolve)));
  const broken = db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db);
    await lost;
    await sql`select 1`.execute(trx);
  });
  await expect(broken).rejects.toThrow(/Client .* not queryable|Connection terminated/);
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  await close();
});
