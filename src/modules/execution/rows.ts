import { type Selectable, sql } from 'kysely';
import type { execution, step } from '../../platform/db/generated/schema.ts';
import { plainDecimal } from '../../platform/db/index.ts';
import type { ResourceKind } from '../resource/index.ts';
import type { Execution, PlannedExecution } from './execution.ts';
import type { GateStep, ModelStep, NodeStep, Step, StepDecision, StepError, ToolStep } from './step.ts';

/** The columns of an execution without its graph. */
export const executionColumns = [
  'id',
  'organization_id',
  'namespace_id',
  'kind',
  'name',
  'phase',
  'reason',
  'agent_id',
  'agent_name',
  'definition_kind',
  'definition_id',
  'definition_name',
  'wake_at',
  'worker_id',
  'input',
  'output',
  'failure',
  'labels',
  'trigger',
  'started_by',
  'parent_id',
  'forked_from_id',
  'forked_from_step',
  'replay_mode',
  'idempotency_key',
  'request_hash',
  'repeat_key',
  'conversation',
  'screening',
  'turn',
  'fence',
  'version',
  'max_steps',
  'timeout_ms',
  'deadline_at',
  'input_tokens',
  'output_tokens',
  'model_calls',
  'tool_calls',
  'cost',
  'currency',
  'reserved_usd',
  'reserved_tokens',
  'cost_limit_usd',
  'created_at',
  'updated_at',
  'started_at',
  'finished_at',
] as const satisfies (keyof execution)[];

export type ExecutionRow = Pick<Selectable<execution>, (typeof executionColumns)[number]> & {
  approval_ids?: string[];
  has_decisions?: boolean;
};

/** Reads the ids of an execution's approvals with its row. */
const approvalIds = 'array(select a.id from approval a where a.execution_id = execution.id order by a.id)';

/** Tells with an execution's row whether policies said anything of its tool calls: of most runs they did not. */
const hasDecisions = `exists(
  select from step s where s.execution_id = execution.id and s.kind = 'TOOL' and s.decision is not null)`;

/** The columns of an execution that is shown, and what is read beside them. */
export const shownColumns = [
  ...executionColumns,
  sql.raw<string[]>(approvalIds).as('approval_ids'),
  sql.raw<boolean>(hasDecisions).as('has_decisions'),
] as const;

/** The same as text. */
export const shownText = `${executionColumns.join(', ')}, ${approvalIds} as approval_ids, ${hasDecisions} as has_decisions`;

export function toPlanned(row: ExecutionRow & Pick<Selectable<execution>, 'graph'>): PlannedExecution {
  return { ...toExecution(row), graph: row.graph as PlannedExecution['graph'] };
}

/** An execution as its row says. */
export function toExecution(row: ExecutionRow): Execution {
  return {
    id: row.id,
    organizationId: row.organization_id,
    namespaceId: row.namespace_id,
    kind: row.kind as Execution['kind'],
    name: row.name,
    phase: row.phase as Execution['phase'],
    reason: row.reason,
    agentId: row.agent_id,
    agentName: row.agent_name,
    definition: definitionOf(row),
    wakeAt: row.wake_at,
    workerId: row.worker_id,
    ...(row.approval_ids && { approvalIds: row.approval_ids }),
    ...(row.has_decisions !== undefined && { hasDecisions: row.has_decisions }),
    input: row.input,
    output: row.output,
    failure: row.failure as Execution['failure'],
    labels: row.labels as Record<string, string>,
    trigger: row.trigger as Execution['trigger'],
    startedBy: row.started_by,
    parentId: row.parent_id,
    forkedFromId: row.forked_from_id,
    forkedFromStep: row.forked_from_step,
    replayMode: row.replay_mode as Execution['replayMode'],
    idempotencyKey: row.idempotency_key,
    requestHash: row.request_hash,
    repeatKey: row.repeat_key,
    conversation: row.conversation,
    screening: row.screening as Execution['screening'],
    turn: row.turn,
    fence: row.fence,
    version: row.version,
    maxSteps: row.max_steps,
    timeoutMs: row.timeout_ms === null ? null : Number(row.timeout_ms),
    deadlineAt: row.deadline_at,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    modelCalls: row.model_calls,
    toolCalls: row.tool_calls,
    cost: plainDecimal(row.cost),
    currency: row.currency,
    reserved:
      row.reserved_usd === null ? null : { usd: plainDecimal(row.reserved_usd), tokens: Number(row.reserved_tokens) },
    costLimitUsd: row.cost_limit_usd === null ? null : plainDecimal(row.cost_limit_usd),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

function definitionOf(row: ExecutionRow): Execution['definition'] {
  const { definition_kind: kind, definition_id: id, definition_name: name } = row;
  return kind === null || id === null || name === null ? null : { kind: kind as ResourceKind, id, name };
}

/** A step as its row says. */
export function toStep(row: Selectable<step>): Step {
  const common = {
    id: row.id,
    executionId: row.execution_id,
    organizationId: row.organization_id,
    key: row.key,
    ordinal: row.ordinal,
    node: row.node,
    name: row.name,
    phase: row.phase as Step['phase'],
    attempt: row.attempt,
    resourceId: row.resource_id,
    isError: row.is_error,
    error: row.error as StepError | null,
    decision: row.decision as StepDecision | null,
    idempotencyKey: row.idempotency_key,
    recordedFrom: row.recorded_from,
    version: row.version,
    latencyMs: row.latency_ms,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
  if (row.kind === 'TOOL') {
    return {
      ...common,
      kind: 'TOOL',
      arguments: row.arguments as ToolStep['arguments'],
      result: row.result,
      sideEffect: row.side_effect ?? 'READ_ONLY',
    };
  }
  if (row.kind === 'NODE') return { ...common, ...(ownOf(row) as Own<NodeStep>) };
  if (row.kind === 'GATE') return { ...common, ...(ownOf(row) as Own<GateStep>) };
  return {
    ...common,
    kind: 'MODEL',
    target: row.target as ModelStep['target'],
    result: row.result as ModelStep['result'],
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    usageSource: row.usage_source,
    cost: plainDecimal(row.cost),
    currency: row.currency,
    timeToFirstTokenMs: row.ttft_ms,
  };
}

/** What only activations of nodes, or only gates, have. */
type Own<S extends NodeStep | GateStep> = Pick<S, Extract<keyof S, 'kind' | 'arguments' | 'target' | 'result'>>;

function ownOf({ kind, arguments: given, target, result }: Selectable<step>): object {
  return { kind, arguments: given, target, result };
}
