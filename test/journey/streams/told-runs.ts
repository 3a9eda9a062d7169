import pg from 'pg';
import { type RunEvent, readRun } from '../../support/fold.ts';
import type { Harness } from '../../support/harness.ts';
import { start } from '../../support/runs.ts';
import type { Wanted } from './faces.ts';

/** Starts a run of an agent, and says where the journal stood before. */
export async function startAt(site: Harness, agent: string): Promise<Wanted> {
  const after = await journalEnd(site);
  const id = await start(site, agent);
  const { data } = await site.graphql<{ execution: { name: string } }>(
    'query ($id: ID!) { execution(id: $id) { name } }',
    { id },
  );
  return { id, name: data.execution.name, after };
}

/** The cursor of what was there last, as a list of Joch gives it. */
export async function journalEnd({ platform, adminToken }: Harness): Promise<string> {
  const answer = await fetch(`${platform.url}/v1/resources?limit=1`, {
    headers: { authorization: `Bearer ${adminToken}` },
  });
  const { metadata } = (await answer.json()) as { metadata: { resourceVersion: string } };
  return metadata.resourceVersion;
}

/** The events of a run from the journal's table, in the same words as those that a stream tells. */
export async function journalOf({ databaseUrl }: Harness, { id }: { id: string }): Promise<RunEvent[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const events = await readRun(client, id);
    return events.map((event) => ({ ...event, subjectId: 'its approval' }));
  } finally {
    await client.end();
  }
}
