import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LocalBus } from '../../../src/platform/bus/index.ts';
import { type DatabaseHandle, openDatabase } from '../../../src/platform/db/index.ts';
import {
  appendEvents,
  comparePositions,
  Journal,
  type JournalItem,
  journalChannel,
  streamJournal,
  Tailer,
} from '../../../src/platform/journal/index.ts';
import { createLogger } from '../../../src/platform/log.ts';
import { freshDatabase } from '../../support/database.ts';

let database: DatabaseHandle;
let url: string;
const log = createLogger('silent');
const bus = new LocalBus();

beforeAll(async () => {
  url = await freshDatabase();
  database = openDatabase({ connectionString: url, max: 30 }, log);
});
afterAll(() => database.close());

function draft(n: number, executionId: string | null = null) {
  return {
    type: 'test',
    organizationId: 'org_1',
    namespaceId: 'ns_1',
    actorId: null,
    subjectId: `s${n}`,
    executionId,
    payload: { n },
  };
}

async function opened(): Promise<{ journal: Journal; tailer: Tailer }> {
  const journal = new Journal(database.db);
  await journal.state();
  const tailer = new Tailer({ journal, bus, log });
  await tailer.start();
  return { journal, tailer };
}

/** A promise, and what fulfils it. */
function signal(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Takes `count` events from a stream. */
async function take(stream: AsyncIterable<JournalItem>, count: number): Promise<number[]> {
  const seen: number[] = [];
  for await (const item of stream) {
    if (item.kind === 'event') seen.push((item.row.payload as { n: number }).n);
    if (seen.length === count) break;
  }
  return seen;
}

test('concurrent transactions that commit out of order are each seen once, in one order, live and again from the past', async () => {
  const { journal, tailer } = await opened();
  const controller = new AbortController();
  const start = journal.cursor(tailer.position);
  const filter = { organizationId: 'org_1' };
  const writers = 12;
  const rounds = 25;
  const total = writers * rounds * 2;
  const live = take(streamJournal(journal, tailer, { filter, after: start, signal: controller.signal }), total);
  let committed = 0;
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let round = 0; round < rounds; round++) {
        const n = (writer * rounds + round) * 2;
        const client = await database.pool.connect();
        await client.query('begin');
        await client.query(
          "insert into event (type, organization_id, namespace_id, subject_id, payload) values ('test', 'org_1', 'ns_1', 's', $1)",
          [{ n }],
        );
        await client.query('select pg_sleep($1)', [((writer * 7 + round * 3) % 11) / 1000]);
        await client.query(
          "insert into event (type, organization_id, namespace_id, subject_id, payload) values ('test', 'org_1', 'ns_1', 's', $1)",
          [{ n: n + 1 }],
        );
        await client.query('commit');
        client.release();
        committed += 2;
        bus.publish(journalChannel, '');
      }
    }),
  );
  const seen = await live;
  expect(committed).toBe(total);
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, n) => n));
  const again = await take(streamJournal(journal, tailer, { filter, after: start, signal: controller.signal }), total);
  expect(again).toEqual(seen);
  controller.abort();
  await tailer.stop();
});

test('a transaction that stays open holds back what commits after it, and nothing is skipped when it commits', async () => {
  const { journal, tailer } = await opened();
  const controller = new AbortController();
  const stream = streamJournal(journal, tailer, {
    filter: { organizationId: 'org_1' },
    after: journal.cursor(tailer.position),
    signal: controller.signal,
  });
  const early = new pg.Client({ connectionString: url });
  await early.connect();
  await early.query('begin');
  await early.query(
    "insert into event (type, organization_id, namespace_id, subject_id, payload) values ('test', 'org_1', 'ns_1', 's', '{\"n\": 1}')",
  );
  await database.db.transaction().execute((tx) => appendEvents(tx, [draft(2)]));
  bus.publish(journalChannel, '');
  const first = stream.next();
  const outcome = await Promise.race([
    first.then(() => 'seen'),
    database.pool.query('select pg_sleep(0.1)').then(() => 'held back'),
  ]);
  expect(outcome).toBe('held back');
  await early.query('commit');
  await early.end();
  const item = (await first).value as JournalItem;
  const rest = await take(stream, 1);
  expect(item.kind === 'event' && (item.row.payload as { n: number }).n).toBe(1);
  expect(rest).toEqual([2]);
  controller.abort();
  await tailer.stop();
});

test('a thousand streams cost no more statements than one', async () => {
  const { journal, tailer } = await opened();
  const controller = new AbortController();
  const streams = Array.from({ length: 1000 }, () =>
    take(streamJournal(journal, tailer, { filter: { organizationId: 'org_1' }, signal: controller.signal }), 1),
  );
  await new Promise((resolve) => setImmediate(resolve));
  const before = database.statements();
  await database.db.transaction().execute((tx) => appendEvents(tx, [draft(77)]));
  bus.publish(journalChannel, '');
  const seen = await Promise.all(streams);
  expect(seen.every(([n]) => n === 77)).toBe(true);
  expect(database.statements() - before).toBeLessThan(12);
  controller.abort();
  await tailer.stop();
});

test('the settled head comes to what was committed before it was asked for, however long another transaction is open', async () => {
  const { journal, tailer } = await opened();
  const [begun, ended] = [signal(), signal()];
  const older = database.db.transaction().execute(async (tx) => {
    await appendEvents(tx, [draft(0)]);
    begun.resolve();
    await ended.promise;
  });
  await begun.promise;
  const before = await journal.head();
  await database.db.transaction().execute((tx) => appendEvents(tx, [draft(1)]));
  expect(await journal.head()).toEqual(before);
  const asked = journal.settledHead();
  setTimeout(ended.resolve, 50);
  expect(comparePositions(await asked, before)).toBeGreaterThan(0);
  await older;
  await tailer.stop();
});

test('a cursor older than the journal gives a gap and then goes on; a foreign one as well; nonsense is refused', async () => {
  const { journal, tailer } = await opened();
  const controller = new AbortController();
  const old = journal.cursor(tailer.position);
  await database.db.transaction().execute((tx) => appendEvents(tx, [draft(1), draft(2)]));
  await expect
    .poll(
      async () =>
        comparePositions(await journal.head(), tailer.position) >= 0 &&
        (await journal.trim(new Date(Date.now() + 60_000))),
    )
    .toBeTruthy();
  await database.db.transaction().execute((tx) => appendEvents(tx, [draft(3)]));
  bus.publish(journalChannel, '');
  const stream = streamJournal(journal, tailer, {
    filter: { organizationId: 'org_1' },
    after: old,
    signal: controller.signal,
  });
  const gap = (await stream.next()).value as JournalItem;
  expect(gap).toMatchObject({ kind: 'gap', from: old });
  expect(await take(stream, 1)).toEqual([3]);
  const foreign = streamJournal(journal, tailer, {
    filter: { organizationId: 'org_1' },
    after: Buffer.from('deadbeef.1.1').toString('base64url'),
    signal: controller.signal,
  });
  expect((await foreign.next()).value).toMatchObject({ kind: 'gap' });
  const nonsense = streamJournal(journal, tailer, {
    filter: { organizationId: 'org_1' },
    after: 'nonsense',
    signal: controller.signal,
  });
  await expect(nonsense.next()).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  controller.abort();
  await tailer.stop();
});

test('a stream shows only what its filter asks for', async () => {
  const { journal, tailer } = await opened();
  const controller = new AbortController();
  const after = journal.cursor(tailer.position);
  const stream = streamJournal(journal, tailer, {
    filter: { organizationId: 'org_1', executionId: 'exe_b' },
    after,
    signal: controller.signal,
  });
  await database.db
    .transaction()
    .execute((tx) =>
      appendEvents(tx, [
        draft(1, 'exe_a'),
        draft(2, 'exe_b'),
        { ...draft(3, 'exe_b'), organizationId: 'org_2' },
        draft(4, 'exe_b'),
      ]),
    );
  bus.publish(journalChannel, '');
  expect(await take(stream, 2)).toEqual([2, 4]);
  controller.abort();
  await tailer.stop();
});

test('a stream for which nothing is wanted moves its cursor while others are busy, live and in a long past', async () => {
  const { journal, tailer } = await opened();
  const controller = new AbortController();
  const filter = { organizationId: 'org_1', executionId: 'exe_busy' };
  const start = journal.cursor(await journal.head());
  const write = (count: number) =>
    database.db.transaction().execute((tx) =>
      appendEvents(
        tx,
        Array.from({ length: count }, (_, n) => draft(n, 'exe_busy')),
      ),
    );
  await write(1_200);
  bus.publish(journalChannel, '');
  const end = await journal.head();
  await expect.poll(() => comparePositions(tailer.position, end)).toBe(0);
  const options = { filter, wanted: () => false, signal: controller.signal, bookmarkEveryMs: 20 };
  const past = streamJournal(journal, tailer, { ...options, after: start });
  const places: JournalItem[] = [];
  for (let n = 0; n < 3; n++) places.push((await past.next()).value as JournalItem);
  expect(places.map((item) => item.kind)).toEqual(['bookmark', 'bookmark', 'bookmark']);
  expect(places[2]).toMatchObject({ position: end });
  await write(1);
  bus.publish(journalChannel, '');
  await expect
    .poll(async () => {
      const item = (await past.next()).value as JournalItem;
      return item.kind === 'bookmark' && comparePositions(item.position, end) > 0;
    })
    .toBe(true);
  controller.abort();
  await tailer.stop();
});
