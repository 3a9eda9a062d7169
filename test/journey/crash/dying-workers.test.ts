import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../../support/database.ts';
import { foldRun, type RunEvent, readRun, runEventFields } from '../../support/fold.ts';
import { startProcess } from '../../support/process.ts';
import { apply, ask, type Place, standingOf, startRun } from '../streams/client.ts';
import { subscribe } from '../streams/subscribe.ts';
import { deaths, killWorkers, Pacemaker, random } from './dying.ts';
import { outputOf, startWork, tenSteps } from './ten-steps.ts';

const runCount = 40;
const killCount = 8;
// How far the work may go on before the next worker dies, so that none dies when all is done.
const slack = 15;
/** Every event of every run from the first on, until all runs have finished. */
async function follow(place: Place, after: string): Promise<RunEvent[]> {
  const query = `subscription ($after: Cursor) { events(after: $after) { ${runEventFields} } }`;
  const seen: RunEvent[] = [];
  let finished = 0;
  const events = subscribe<{ events: RunEvent & { __typename: string } }>(place, 'websocket', {
    query,
    variables: { after },
  });
  for await (const { events: event } of events) {
    if (event.__typename === 'Bookmark') continue;
    expect(event.__typename).not.toBe('StreamGap');
    if (event.type.startsWith('RESOURCE_')) continue;
    seen.push(event);
    if (event.type === 'EXECUTION_FINISHED' && ++finished === runCount) break;
  }
  return seen;
}

async function endOfJournal(place: Place): Promise<string> {
  const query = '{ events(first: 100) { pageInfo { endCursor } } }';
  return (await ask<{ events: { pageInfo: { endCursor: string } } }>(place, query)).events.pageInfo.endCursor;
}

test('while workers are killed at random moments all runs finish, no finished step runs again, and no event is lost or doubled', {
  timeout: 120_000,
}, async () => {
  const databaseUrl = await freshDatabase();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  onTestFinished(() => pool.end());
  const draw = random();
  const pacemaker = new Pacemaker(deaths(runCount * tenSteps.length, killCount, draw), slack);
  const askedAgain: string[] = [];
  const work = await startWork({
    onArrival: async ({ idempotencyKey }) => {
      const sql = 'select phase from step where idempotency_key = $1';
      const { rows } = await pool.query<{ phase: string }>(sql, [idempotencyKey]);
      if (rows[0]?.phase !== 'RUNNING') askedAgain.push(`${idempotencyKey} is ${rows[0]?.phase}`);
      await pacemaker.request();
    },
  });
  const api = await startProcess({ command: 'api', databaseUrl });
  await apply(api, work.manifests);
  const events = follow(api, await endOfJournal(api));
  const names = Array.from({ length: runCount }, (_, index) => `run-${index + 1}`);
  const ids = await Promise.all(names.map((name) => startRun(api, 'worker', name)));
  const environment = { ORRERY_WORKER_CONCURRENCY: '8' };
  const kills = { kills: killCount, workers: 3, draw };
  const workers = killWorkers(pacemaker, kills, { command: 'worker', databaseUrl, environment });
  const [seen] = await Promise.all([events, workers]);

  expect(askedAgain).toEqual([]);
  expect(seen.map(({ cursor }) => cursor)).toEqual((await readRun(client)).map(({ cursor }) => cursor));
  for (const [index, id] of ids.entries()) {
    const name = names[index] ?? '';
    const fold = foldRun(await readRun(client, id));
    const asked = work.askedOf(name);
    expect(Object.keys(asked).sort(), name).toEqual([...tenSteps].sort());
    for (const key of tenSteps) {
      expect(fold.steps[key], `${name} ${key}`).toMatchObject({ completed: 1, failed: 0 });
      expect(fold.steps[key]?.started, `${name} ${key}`).toBeGreaterThanOrEqual(asked[key] ?? 0);
    }
    // The last answer is the one that was recorded, so it is the one that the output was made of.
    expect(await standingOf(api, id), name).toEqual({ phase: 'SUCCEEDED', output: outputOf(name, asked) });
  }
});
