import { sql } from 'kysely';
import { type Database, jsonText, plainDecimal, type Tx } from '../../platform/db/index.ts';
import { idFloor } from '../../platform/ids.ts';
import type { Actor } from '../identity/index.ts';
import { sumOf } from './amount.ts';
import type { SpendingScope, Spent } from './spending-limit.ts';

/** A scope to be summed up; with what counts as near and as reached for one run. */
export interface SummedScope {
  scope: SpendingScope;
  /** US dollars; absent where runs are not counted. */
  nearUsd?: string | undefined;
  reachedUsd?: string | undefined;
}

/** What was spent in a scope, and how many runs of this month cost how much. */
export interface ScopeSum extends Spent {
  nearLimit: number;
  atLimit: number;
}

interface SumRow {
  place: number;
  day_usd: string;
  month_usd: string;
  day_tokens: string;
  near_limit: number;
  at_limit: number;
  held_usd: string;
  held_tokens: string;
  called_day_usd: string;
  called_month_usd: string;
  called_day_tokens: string;
}

const inNamespaces = sql.raw(`(s.namespaces is null or namespace_id in (
  select n.id from namespace n where n.organization_id = w.org and n.name in (select jsonb_array_elements_text(s.namespaces))))`);
const ofAgent = sql.raw(`(s."agentId" is null or agent_id = s."agentId")
  and (s."agentName" is null or agent_name = s."agentName")`);

/** Adds up what runs and calls outside of runs cost. */
export class SpendingStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * What was spent in each scope since `day` and since `month`, in one statement. A run counts on the day on which it was
   * started, with what it has cost up to now; metered calls outside of runs count by the namespace of their endpoint.
   */
  async sums(
    actor: Actor,
    scopes: readonly SummedScope[],
    since: { day: Date; month: Date; db?: Tx | undefined },
  ): Promise<ScopeSum[]> {
    const { organizationId } = actor;
    const { day, month, db = this.#db } = since;
    const drafts = scopes.map(({ scope, nearUsd, reachedUsd }, place) => ({ ...scope, place, nearUsd, reachedUsd }));
    const { rows } = await sql<SumRow>`
      with w as (select ${organizationId}::text as org, ${day}::timestamptz as day, ${month}::timestamptz as month)
      select s.place, runs.*, held.*, called.*
      from w cross join jsonb_to_recordset(${jsonText(drafts)}::jsonb)
        as s(place int, namespaces jsonb, "agentName" text, "agentId" text, "nearUsd" numeric, "reachedUsd" numeric)
      cross join lateral (
        select coalesce(sum(cost) filter (where created_at >= w.day and currency = 'USD'), 0) as day_usd,
          coalesce(sum(cost) filter (where currency = 'USD'), 0) as month_usd,
          coalesce(sum(input_tokens::bigint + output_tokens) filter (where created_at >= w.day), 0) as day_tokens,
          (count(*) filter (where cost >= s."nearUsd" and currency = 'USD'))::int as near_limit,
          (count(*) filter (where cost >= s."reachedUsd" and currency = 'USD'))::int as at_limit
        from execution where organization_id = w.org and id >= ${idFloor('execution', month)} and created_at >= w.month
          and ${ofAgent} and ${inNamespaces}) runs
      cross join lateral (
        select coalesce(sum(greatest(reserved_usd - case when currency = 'USD' then cost else 0 end, 0)), 0) as held_usd,
          coalesce(sum(greatest(reserved_tokens - input_tokens - output_tokens, 0)), 0) as held_tokens
        from execution where organization_id = w.org and finished_at is null and reserved_usd is not null
          and ${ofAgent} and ${inNamespaces}) held
      cross join lateral (
        select coalesce(sum(cost) filter (where created_at >= w.day and currency = 'USD'), 0) as called_day_usd,
          coalesce(sum(cost) filter (where currency = 'USD'), 0) as called_month_usd,
          coalesce(sum(input_tokens::bigint + output_tokens) filter (where created_at >= w.day), 0) as called_day_tokens
        from model_usage where organization_id = w.org and created_at >= w.month and execution_id is null
          and s."agentId" is null and s."agentName" is null and ${inNamespaces}) called
      order by s.place`.execute(db);
    return rows.map(toSum);
  }
}

function toSum(row: SumRow): ScopeSum {
  return {
    dayUsd: sumOf([row.day_usd, row.called_day_usd]),
    monthUsd: sumOf([row.month_usd, row.called_month_usd]),
    dayTokens: Number(row.day_tokens) + Number(row.called_day_tokens),
    reservedUsd: plainDecimal(row.held_usd),
    reservedTokens: Number(row.held_tokens),
    nearLimit: row.near_limit,
    atLimit: row.at_limit,
  };
}
