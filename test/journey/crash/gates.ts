import pg from 'pg';
import { onTestFinished, vi } from 'vitest';

/** A write of a run that is to be held up: a step that comes into a phase, or the run itself when there is no step. */
export interface Gate {
  /** The name of the run. */
  run: string;
  key?: string;
  phase: 'RUNNING' | 'SUCCEEDED';
}

/** Holds up writes inside the database, so that a process can be killed between two of them and nowhere else. */
export interface Gates {
  /** A connection of the test's own, for its reading. */
  client: pg.Client;
  shut(gates: readonly Gate[]): Promise<void>;
  /** Resolves when so many writes are held up. */
  waitForHeld(count: number): Promise<void>;
  /** Takes back what the dead process was about to write, and lets everybody through. */
  open(): Promise<void>;
}

const lockNumber = 7_311;

const setup = `
create table gate (run text not null, key text not null, phase text not null);
create function hold_up(run_name text, step_key text, new_phase text) returns void language plpgsql as $$
begin
  if exists (select from gate where run = run_name and key = step_key and phase = new_phase) then
    perform pg_advisory_xact_lock(${lockNumber});
  end if;
end $$;
create function hold_up_step() returns trigger language plpgsql as $$
begin
  perform hold_up((select name from execution where id = new.execution_id), new.key, new.phase);
  return new;
end $$;
create function hold_up_run() returns trigger language plpgsql as $$
begin
  if new.phase is distinct from old.phase then perform hold_up(new.name, '', new.phase); end if;
  return new;
end $$;
create trigger hold_up before insert or update on step for each row execute function hold_up_step();
create trigger hold_up before update on execution for each row execute function hold_up_run();
select pg_advisory_lock(${lockNumber});`;

/** Puts gates, all of them open, into the database of a test. */
export async function installGates(databaseUrl: string): Promise<Gates> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(setup);
  return {
    client,
    shut: async (gates) => {
      for (const { run, key = '', phase } of gates)
        await client.query('insert into gate values ($1, $2, $3)', [run, key, phase]);
    },
    waitForHeld: (count) => waitUntil(async () => (await countOf(client, heldUp)) === count),
    open: async () => {
      await client.query(`select pg_terminate_backend(pid) ${others}`);
      await waitUntil(async () => (await countOf(client, others)) === 0);
      await client.query('truncate gate');
      await client.query(`select pg_advisory_unlock(${lockNumber})`);
    },
  };
}

/** Looks again and again until `isTrue`; fails when that takes half a minute. */
export async function waitUntil(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  await vi.waitUntil(isTrue, { timeout: 30_000, interval: 20 });
}

const heldUp = `from pg_locks where locktype = 'advisory' and objid = ${lockNumber} and not granted
  and database = (select oid from pg_database where datname = current_database())`;
const others = `from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;

async function countOf(client: pg.Client, source: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`select count(*)::int as count ${source}`);
  return rows[0]?.count ?? 0;
}
