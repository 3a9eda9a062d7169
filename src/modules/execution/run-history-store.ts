import { sql } from 'kysely';
import { type Database, plainDecimal } from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Interval, RunHistory } from './run-history.ts';

const newest = 100;

type Percentiles = [number, number, number];

interface HistoryRow {
  agent_id: string;
  sample: number;
  input_tokens: Percentiles;
  output_tokens: Percentiles;
  calls: Percentiles;
  duration_ms: Percentiles;
  cost: [string, string, string];
  currency: string;
}

/** Reads what runs of agents took so far. */
export class RunHistoryStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Of many agents in one query; agents without a finished run are left out. */
  async ofAgents(actor: Actor, agentIds: readonly string[]): Promise<RunHistory[]> {
    const percentiles = sql.raw('percentile_disc(array[0.1, 0.5, 0.9])');
    // Amounts in another currency than the newest run's cannot be compared with it.
    const { rows } = await sql<HistoryRow>`
      select wanted.id as agent_id, history.* from unnest(${[...agentIds]}::text[]) as wanted(id)
      cross join lateral (
        select count(*)::int as sample, min(run.newest_currency) as currency,
          ${percentiles} within group (order by run.input_tokens) as input_tokens,
          ${percentiles} within group (order by run.output_tokens) as output_tokens,
          ${percentiles} within group (order by run.calls) as calls,
          ${percentiles} within group (order by run.duration_ms) as duration_ms,
          (${percentiles} within group (order by run.cost) filter (where run.currency = run.newest_currency))::text[] as cost
        from (
          select input_tokens, output_tokens, model_calls + tool_calls as calls, cost, currency,
            first_value(currency) over (order by id desc) as newest_currency,
            (extract(epoch from finished_at - started_at) * 1000)::int as duration_ms
          from execution
          where agent_id = wanted.id and organization_id = ${actor.organizationId} and trigger = 'MANUAL'
            and phase in ('SUCCEEDED', 'FAILED', 'TIMED_OUT') and started_at is not null
          order by id desc limit ${newest}) run) history
      where history.sample > 0`.execute(this.#db);
    return rows.map(toHistory);
  }
}

function toHistory(row: HistoryRow): RunHistory {
  const { agent_id: agentId, sample, currency } = row;
  return {
    agentId,
    sample,
    currency,
    inputTokens: toInterval(row.input_tokens),
    outputTokens: toInterval(row.output_tokens),
    calls: toInterval(row.calls),
    durationMs: toInterval(row.duration_ms),
    cost: toInterval(row.cost.map(plainDecimal) as HistoryRow['cost']),
  };
}

function toInterval<T>([low, expected, high]: [T, T, T]): Interval<T> {
  return { low, expected, high };
}
