import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../../support/database.ts';
import { foldRun, type RunEvent, readRun, runEventFields } from '../../support/fold.ts';
import { type PlatformProcess, type ProcessOptions, startProcess } from '../../support/process.ts';
import { apply, ask, type Place, standingOf, startRun } from '../streams/client.ts';
import { subscribe } from '../streams/subscribe.ts';
import { waitUntil } from './gates.ts';
import { outputOf, startWork, tenSteps } from './ten-steps.ts';

const runCount = 40;
const killCount = 8;
// How far the work may go on before the next worker dies, so that none dies when all is done.
const slack = 15;
const seed = 20_261_122;

/** Numbers from 0 to 1 that are the same each time. */
function random(): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** After how many requests a worker dies, in rising order. */
function deaths(draw: () => number): number[] {
  const share = (runCount * tenSteps.length) / (killCount + 1);
  return Array.from({ length: killCount }, (_, index) => Math.round(share * (index + 0.5 + draw())));
}

/** Lets requests through until the next death is due, and says when it is. */
class Pacemaker {
  readonly #deaths: number[];
  #requests = 0;
  #died = 0;
  readonly #waiting = new Set<() => void>();

  constructor(due: number[]) {
    this.#deaths = due;
  }

  /** Resolves when this request may be answered. */
  async request(): Promise<void> {
    const number = ++this.#requests;
    this.#wake();
    await this.#until(() => number < (this.#deaths[this.#died] ?? Number.POSITIVE_INFINITY) + slack);
  }

  /** Resolves at the instant of the next death. */
  due(): Promise<void> {
    return this.#until(() => this.#requests >= (this.#deaths[this.#died] ?? 0));
  }

  died(): void {
    this.#died++;
    this.#wake();
  }

  #wake(): void {
    for (const check of this.#waiting) check();
  }

  #until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!isTrue()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }
}

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

/** Kills a worker whenever it is due, and puts another in its place. */
async function killWorkers(pacemaker: Pacemaker, draw: () => number, options: ProcessOptions): Promise<void> {
  const alive = await Promise.all([1, 2, 3].map(() => startProcess(options)));
  const replacements: Promise<void>[] = [];
  for (let kill = 0; kill < killCount; kill++) {
    await pacemaker.due();
    await waitUntil(() => alive.length > 0);
    const [victim] = alive.splice(Math.floor(draw() * alive.length), 1) as [PlatformProcess];
    expect(await victim.kill()).toEqual({ code: null, signal: 'SIGKILL' });
    pacemaker.died();
    replacements.push(startProcess(options).then((next) => void alive.push(next)));
  }
  await Promise.all(replacements);
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
  const pacemaker = new Pacemaker(deaths(draw));
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
  const workers = killWorkers(pacemaker, draw, { command: 'worker', databaseUrl, environment });
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
