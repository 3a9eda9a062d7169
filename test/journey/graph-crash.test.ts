import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { foldRun, type RunEvent, readRun, runEventFields } from '../support/fold.ts';
import { startProcess } from '../support/process.ts';
import { deaths, killWorkers, Pacemaker, random } from './crash/dying.ts';
import { placesOfTask, startGraphWork } from './crash/graph-work.ts';
import { apply, ask, type Place } from './streams/client.ts';
import { subscribe } from './streams/subscribe.ts';

const taskCount = 6;
const killCount = 4;
// How far the work may go on before the next worker dies, so that none dies when all is done.
const slack = 10;

const tasks = Array.from({ length: taskCount }, (_, index) => `task-${index + 1}`);

function taskManifests(): string {
  const manifests = tasks.map((name) => ({
    ...{ apiVersion: 'orrery.dev/v1', kind: 'Task', metadata: { name } },
    spec: { system: { name: 'round-trip' }, input: { topic: name }, maxTurns: 2 },
  }));
  return manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n');
}

/** Every event of every run from the first on, until all tasks have finished. */
async function follow(place: Place, after: string, onFinished: () => void): Promise<RunEvent[]> {
  const query = `subscription ($after: Cursor) { events(after: $after) { ${runEventFields} } }`;
  const seen: RunEvent[] = [];
  let finished = 0;
  type Told = { events: RunEvent & { __typename: string } };
  for await (const { events: event } of subscribe<Told>(place, 'websocket', { query, variables: { after } })) {
    if (event.__typename === 'Bookmark') continue;
    expect(event.__typename).not.toBe('StreamGap');
    seen.push(event);
    if (event.type === 'EXECUTION_FINISHED' && ++finished === taskCount) break;
  }
  onFinished();
  return seen;
}

async function endOfJournal(place: Place): Promise<string> {
  const query = '{ events(first: 100) { pageInfo { endCursor } } }';
  return (await ask<{ events: { pageInfo: { endCursor: string } } }>(place, query)).events.pageInfo.endCursor;
}

interface Pending {
  id: string;
  review: { output: unknown };
}

/** Sends the first output of each task back and approves all others, until `isOver`. */
async function decide(place: Place, isOver: () => boolean): Promise<void> {
  const query = `{ approvals(filter: { phases: [PENDING] }, first: 50) {
    edges { node { id review { output } } } } }`;
  const mutation = `mutation ($input: DecideApprovalInput!) {
    result: decideApproval(input: $input) { __typename ... on Failure { message } } }`;
  while (!isOver()) {
    const { approvals } = await ask<{ approvals: { edges: { node: Pending }[] } }>(place, query);
    for (const { node } of approvals.edges) {
      const isFirst = node.review.output === 'both/model:1';
      const verdict = { decision: isFirst ? 'REQUEST_CHANGES' : 'APPROVE', comment: 'Once more.' };
      const { result } = await ask<{ result: object }>(place, mutation, { input: { id: node.id, ...verdict } });
      expect(result).toEqual({ __typename: 'Approval' });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function runsOf(place: Place): Promise<{ id: string; definitionName: string; phase: string; output: unknown }[]> {
  const query =
    '{ executions(filter: { kinds: [TASK_RUN] }, first: 50) { edges { node { id definitionName phase output } } } }';
  type Found = { executions: { edges: { node: Awaited<ReturnType<typeof runsOf>>[number] }[] } };
  return (await ask<Found>(place, query)).executions.edges.map(({ node }) => node);
}

test('while workers are killed at random moments, graphs with joins, rounds and reviews finish, no finished step runs again, and no event is lost or doubled', {
  timeout: 120_000,
}, async () => {
  const databaseUrl = await freshDatabase();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  onTestFinished(() => pool.end());
  const draw = random();
  const pacemaker = new Pacemaker(deaths(taskCount * placesOfTask.length, killCount, draw), slack);
  const askedAgain: string[] = [];
  const work = await startGraphWork(async (idempotencyKey) => {
    const sql = 'select phase from step where idempotency_key = $1';
    const { rows } = await pool.query<{ phase: string }>(sql, [idempotencyKey]);
    if (rows[0]?.phase !== 'RUNNING') askedAgain.push(`${idempotencyKey} is ${rows[0]?.phase}`);
    await pacemaker.request();
  });
  const api = await startProcess({ command: 'api', databaseUrl });
  await apply(api, work.manifests);
  let isOver = false;
  const events = follow(api, await endOfJournal(api), () => {
    isOver = true;
  });
  await apply(api, taskManifests());
  const environment = { ORRERY_WORKER_CONCURRENCY: '8' };
  const kills = { kills: killCount, workers: 3, draw };
  const workers = killWorkers(pacemaker, kills, { command: 'worker', databaseUrl, environment });
  const [seen] = await Promise.all([events, workers, decide(api, () => isOver)]);

  expect(askedAgain).toEqual([]);
  const written = (await readRun(client)).map(({ cursor }) => cursor);
  const known = new Set(written);
  expect(seen.map(({ cursor }) => cursor).filter((cursor) => known.has(cursor))).toEqual(written);
  const runs = await runsOf(api);
  expect(runs.map(({ definitionName }) => definitionName).sort()).toEqual([...tasks].sort());
  for (const { id, definitionName, phase, output } of runs) {
    expect({ phase, output }, definitionName).toEqual({ phase: 'SUCCEEDED', output: 'end#2/model:1' });
    const fold = foldRun(await readRun(client, id));
    const calls = Object.keys(fold.steps).filter((key) => /\/(?:model|tool):/.test(key));
    expect(calls.sort(), definitionName).toEqual([...placesOfTask].sort());
    // In the first round no way leads to the end.
    const { end: _skipped, ...steps } = fold.steps;
    for (const [key, step] of Object.entries(steps))
      expect(step, `${definitionName} ${key}`).toMatchObject({ completed: 1, failed: 0 });
    const others = `select key, phase from step where execution_id = $1 and phase <> 'SUCCEEDED'`;
    expect((await client.query(others, [id])).rows, definitionName).toEqual([{ key: 'end', phase: 'SKIPPED' }]);
  }
});
