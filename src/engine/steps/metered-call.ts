import type { ModelStep, RouteCandidate } from '../../modules/execution/index.ts';
import type { Breakers, ModelGateway, ModelReply, ModelRequest } from '../../modules/model/index.ts';
import type { ModelUsageRecord, UsageMeter } from '../../modules/model-access/index.ts';
import { newId } from '../../platform/ids.ts';
import type { BoundModel } from './bindings.ts';
import { describe } from './decision.ts';
import type { Run } from './run.ts';

/** What a run's model calls go through, as every other model call does. */
export interface CallRails {
  gateway: ModelGateway;
  breakers: Breakers;
  meter: UsageMeter;
}

/** The endpoints whose breaker lets calls through; all of them when none does, because a run has nothing else to try. */
export function reachable<T extends { bound: BoundModel }>(usable: readonly T[], breakers: Breakers): readonly T[] {
  const open = usable.filter(({ bound }) => !breakers.view(bound.resourceId).isBlocked);
  return open.length > 0 ? open : usable;
}

/** Calls one endpoint once for a run, tells its breaker how it went, and meters it. */
export async function meteredCall(
  run: Run,
  request: Omit<ModelRequest, 'target'>,
  about: { rails: CallRails; opened: ModelStep; bound: BoundModel; candidates: RouteCandidate[] },
): Promise<ModelReply> {
  const { rails, bound } = about;
  const target = await bound.target();
  const pass = rails.breakers.enter(bound.resourceId);
  const startedMs = performance.now();
  try {
    const reply = await rails.gateway.call({ ...request, target });
    pass?.settle();
    const { usage, cost, latencyMs, timeToFirstTokenMs, providerModel: model } = reply;
    const { inputTokens, outputTokens, source: usageSource } = usage;
    const used = { inputTokens, outputTokens, usageSource, cost: cost.amount, currency: cost.currency };
    rails.meter.record({ ...recordOf(run, about), ...used, model, latencyMs, timeToFirstTokenMs });
    return reply;
  } catch (error) {
    pass?.settle(error);
    const isCancelled = run.signal.aborted;
    rails.meter.record({
      ...recordOf(run, about),
      latencyMs: Math.round(performance.now() - startedMs),
      status: isCancelled ? 'CANCELLED' : 'FAILED',
      errorCode: isCancelled ? 'CANCELLED' : describe(error).code,
    });
    throw error;
  }
}

/** The record of a call that used nothing and went well, to be filled in. */
function recordOf(
  run: Run,
  { bound, opened, candidates }: { bound: BoundModel; opened: ModelStep; candidates: RouteCandidate[] },
): ModelUsageRecord {
  const { execution } = run;
  const createdAt = run.clock.now();
  return {
    id: newId('modelUsage', createdAt),
    organizationId: execution.organizationId,
    namespaceId: execution.namespaceId,
    principalId: execution.startedBy,
    executionId: execution.id,
    endpointId: bound.resourceId,
    endpoint: bound.endpoint,
    provider: bound.provider,
    model: bound.model,
    inputTokens: 0,
    outputTokens: 0,
    usageSource: null,
    cost: '0',
    currency: opened.currency,
    latencyMs: 0,
    timeToFirstTokenMs: null,
    status: 'SUCCEEDED',
    errorCode: null,
    route: { endpoint: bound.endpoint, candidates },
    requestId: null,
    createdAt,
  };
}
