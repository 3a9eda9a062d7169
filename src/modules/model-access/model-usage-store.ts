import { type Selectable, sql } from 'kysely';
import type { model_usage } from '../../platform/db/generated/schema.ts';
import {
  type Database,
  jsonText,
  keyset,
  type Page,
  type PageRequest,
  plainDecimal,
  toPage,
} from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';
import type { ModelRoute, ModelUsageFilter, ModelUsageRecord, ModelUsageStatus } from './model-usage.ts';

const columns = {
  id: 'text',
  organization_id: 'text',
  namespace_id: 'text',
  principal_id: 'text',
  execution_id: 'text',
  endpoint_id: 'text',
  endpoint: 'text',
  provider: 'text',
  model: 'text',
  input_tokens: 'integer',
  output_tokens: 'integer',
  usage_source: 'text',
  cost: 'numeric',
  currency: 'text',
  latency_ms: 'integer',
  ttft_ms: 'integer',
  status: 'text',
  error_code: 'text',
  route: 'jsonb',
  request_id: 'text',
  created_at: 'timestamptz',
} as const;
const columnList = sql.raw(Object.keys(columns).join(', '));
const recordType = sql.raw(
  Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', '),
);

/** Writes and reads metered calls. */
export class ModelUsageStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Writes many at once. Safe to repeat. */
  async insert(records: readonly ModelUsageRecord[]): Promise<void> {
    const rows = records.map(toRow);
    await sql`insert into model_usage (${columnList})
      select ${columnList} from jsonb_to_recordset(${jsonText(rows)}::jsonb) as draft(${recordType})
      on conflict (id) do nothing`.execute(this.#db);
  }

  /** Newest first, within the actor's organization. @throws OrreryError CURSOR_INVALID, INPUT_INVALID */
  async list(actor: Actor, filter: ModelUsageFilter, page: PageRequest): Promise<Page<ModelUsageRecord>> {
    const keys = keyset(page);
    let query = this.#db
      .selectFrom('model_usage')
      .selectAll()
      .where('organization_id', '=', actor.organizationId)
      .orderBy('id', keys.backward ? 'asc' : 'desc')
      .limit(keys.limit);
    if (filter.namespaceId !== undefined) query = query.where('namespace_id', '=', filter.namespaceId);
    if (filter.principalId !== undefined) query = query.where('principal_id', '=', filter.principalId);
    if (filter.executionId !== undefined) query = query.where('execution_id', '=', filter.executionId);
    if (filter.endpoint !== undefined) query = query.where('endpoint', '=', filter.endpoint);
    if (filter.provider !== undefined) query = query.where('provider', '=', filter.provider);
    if (filter.model !== undefined) query = query.where('model', '=', filter.model);
    if (filter.status !== undefined) query = query.where('status', '=', filter.status);
    if (filter.since !== undefined) query = query.where('created_at', '>=', filter.since);
    if (filter.until !== undefined) query = query.where('created_at', '<', filter.until);
    if (keys.after !== undefined) query = query.where('id', '<', keys.after);
    if (keys.before !== undefined) query = query.where('id', '>', keys.before);
    const rows = await query.execute();
    return toPage(rows.map(toRecord), keys);
  }
}

/** What a provider counts is not ours to trust: more than the column holds counts as that much. */
function countOf(tokens: number): number {
  return Math.min(Math.round(tokens), 2 ** 31 - 1);
}

function toRow(record: ModelUsageRecord): Record<keyof typeof columns, unknown> {
  return {
    id: record.id,
    organization_id: record.organizationId,
    namespace_id: record.namespaceId,
    principal_id: record.principalId,
    execution_id: record.executionId,
    endpoint_id: record.endpointId,
    endpoint: record.endpoint,
    provider: record.provider,
    model: record.model,
    input_tokens: countOf(record.inputTokens),
    output_tokens: countOf(record.outputTokens),
    usage_source: record.usageSource,
    cost: record.cost,
    currency: record.currency,
    latency_ms: record.latencyMs,
    ttft_ms: record.timeToFirstTokenMs,
    status: record.status,
    error_code: record.errorCode,
    route: record.route,
    request_id: record.requestId,
    created_at: record.createdAt,
  };
}

function toRecord(row: Selectable<model_usage>): ModelUsageRecord {
  return {
    id: row.id,
    organizationId: row.organization_id,
    namespaceId: row.namespace_id,
    principalId: row.principal_id,
    executionId: row.execution_id,
    endpointId: row.endpoint_id,
    endpoint: row.endpoint,
    provider: row.provider,
    model: row.model,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    usageSource: row.usage_source as ModelUsageRecord['usageSource'],
    cost: plainDecimal(row.cost),
    currency: row.currency,
    latencyMs: row.latency_ms,
    timeToFirstTokenMs: row.ttft_ms,
    status: row.status as ModelUsageStatus,
    errorCode: row.error_code,
    route: row.route as ModelRoute,
    requestId: row.request_id,
    createdAt: row.created_at,
  };
}
