import type { ModelStep, ReplyRecord, RouteCandidate } from '../../modules/execution/index.ts';
import { type AskedCall, isRefusal, type Judge, storedDecision } from '../../modules/governance/index.ts';
import type { ModelDelta, ModelReply } from '../../modules/model/index.ts';
import type { PolicyDecision } from '../../modules/policy/index.ts';
import { placesOf } from '../../modules/resource/index.ts';
import { isOrreryError, isRetryable, OrreryError } from '../../platform/errors.ts';
import { type ModelCallSpec, RunFailed } from '../workflow/ports.ts';
import { recordedReply } from '../workflow/recorded.ts';
import type { Bindings, BoundModel } from './bindings.ts';
import { describe } from './decision.ts';
import { type CallRails, meteredCall, reachable } from './metered-call.ts';
import { attachedPolicies, callPlace, policyRequest } from './policy-request.ts';
import { backoffMs, pause, type RetryRule, type Run } from './run.ts';
import { assertWithinBudget } from './run-budget.ts';

const callTimeoutMs = 300_000;

export interface ModelStepDeps {
  rails: CallRails;
  bindings: Bindings;
  judge: Judge;
  retry: RetryRule;
  /** Hears the tokens as they come; they are not kept. */
  onDelta: (step: SpeakingStep, delta: ModelDelta) => void;
}

/** A model call whose answer is on its way. */
export interface SpeakingStep {
  id: string;
  key: string;
  attempt: number;
  /** How many characters of the attempt's text came before. */
  at: number;
}

interface Route {
  usable: { bound: BoundModel; decision: PolicyDecision }[];
  candidates: RouteCandidate[];
}

/** Calls a model as a durable step: a recorded reply is reused, a lost one is asked for again with the same key. */
export async function modelStep(run: Run, spec: ModelCallSpec, deps: ModelStepDeps): Promise<ReplyRecord> {
  const recorded = run.settled(spec.key);
  if (recorded) return recordedReply(recorded);
  if (run.execution.replayMode === 'RECORDED') {
    throw new RunFailed('RECORDING_ENDED', `The recording has no model call ${spec.key}.`);
  }
  assertWithinBudget(run, spec);
  const route = await routeOf(run, spec, deps);
  const [first] = route.usable;
  if (!first) throw refusal(route);
  const opened = await open(run, spec, { route, first });
  const { reply, bound, attempt } = await call(run, spec, { deps, opened, route });
  return settle(run, opened, { reply, bound, attempt, candidates: withSelected(route.candidates, bound.endpoint) });
}

async function routeOf(
  run: Run,
  spec: ModelCallSpec,
  { bindings, judge }: Pick<ModelStepDeps, 'bindings' | 'judge'>,
): Promise<Route> {
  const { asked } = spec;
  const names = asked.kind === 'agent' ? [asked.model, ...asked.fallbackModels] : [asked.model];
  const bound = await bindings.models(asked);
  const route: Route = { usable: [], candidates: [] };
  for (const { namespace, name } of names) {
    const places = placesOf('ModelEndpoint', namespace);
    const [model] = places.flatMap((place) => bound.filter(({ endpoint }) => endpoint === `${place}/${name}`));
    if (!model) {
      const endpoint = `${namespace}/${name}`;
      route.candidates.push({ endpoint, selected: false, reason: 'There is no such model endpoint.' });
      continue;
    }
    const decision = await judge.decide(run.actor, askedCall(run, spec, { model, name }));
    if (!isRefusal('model.call', decision)) route.usable.push({ bound: model, decision });
    route.candidates.push({ endpoint: model.endpoint, selected: false, reason: decision.reason });
  }
  return route;
}

function askedCall(run: Run, spec: ModelCallSpec, { model, name }: { model: BoundModel; name: string }): AskedCall {
  const data = {
    get text() {
      return JSON.stringify(spec.messages);
    },
  };
  const about = { provider: model.provider, name: model.model, endpoint: name };
  return {
    request: { ...policyRequest(run, spec.asked), action: 'model.call', data, model: about },
    attached: attachedPolicies(spec.asked),
    place: callPlace(run, spec.key, model.resourceId),
  };
}

function refusal(route: Route): RunFailed {
  const reasons = route.candidates.map((candidate) => `${candidate.endpoint}: ${candidate.reason}`).join(' ');
  const isMissing = route.candidates.every((candidate) => candidate.reason.startsWith('There is no'));
  return new RunFailed(isMissing ? 'RESOURCE_NOT_FOUND' : 'POLICY_DENIED', `No model may be called. ${reasons}`);
}

function withSelected(candidates: RouteCandidate[], endpoint: string): RouteCandidate[] {
  return candidates.map((candidate) => ({ ...candidate, selected: candidate.endpoint === endpoint }));
}

async function open(
  run: Run,
  spec: ModelCallSpec,
  chosen: { route: Route; first: Route['usable'][number] },
): Promise<ModelStep> {
  const { bound, decision } = chosen.first;
  const identity = run.identify(spec.key);
  const candidates = withSelected(chosen.route.candidates, bound.endpoint);
  const target = { provider: bound.provider, model: bound.model, endpoint: bound.endpoint, candidates };
  const stored = storedDecision(decision);
  const opening = {
    ...identity,
    key: spec.key,
    node: spec.node,
    kind: 'MODEL' as const,
    name: bound.model,
    phase: 'RUNNING' as const,
    resourceId: bound.resourceId,
    decision: stored,
    error: null,
    result: null,
    isError: false,
    recordedFrom: null,
  };
  const started = { key: spec.key, provider: bound.provider, model: bound.model, attempt: identity.attempt };
  await run.store.openStep(run.fence, { ...opening, target, arguments: null, sideEffect: null }, [
    run.event('modelCall.started', identity.id, started),
  ]);
  run.written();
  const step: ModelStep = {
    ...opening,
    target,
    executionId: run.execution.id,
    organizationId: run.execution.organizationId,
    idempotencyKey: `${run.execution.id}:${spec.key}`,
    version: 1,
    latencyMs: null,
    createdAt: run.clock.now(),
    startedAt: run.clock.now(),
    finishedAt: null,
    inputTokens: 0,
    outputTokens: 0,
    usageSource: null,
    cost: '0',
    currency: 'USD',
    timeToFirstTokenMs: null,
  };
  run.remember(step);
  return step;
}

/** Tries the endpoints in order; each is asked again, with backoff, while its failure may pass. */
async function call(
  run: Run,
  spec: ModelCallSpec,
  about: { deps: ModelStepDeps; opened: ModelStep; route: Route },
): Promise<{ reply: ModelReply; bound: BoundModel; attempt: number }> {
  const { deps, opened, route } = about;
  const offers = spec.asked.kind === 'agent' ? (await deps.bindings.tools(spec.asked)).map((tool) => tool.offer) : [];
  let attempt = opened.attempt;
  const usable = reachable(route.usable, deps.rails.breakers);
  for (const [index, { bound }] of usable.entries()) {
    const isLastEndpoint = index === usable.length - 1;
    for (let tries = 1; ; tries++) {
      try {
        const request = {
          messages: spec.messages,
          tools: offers,
          parameters: { ...bound.parameters, ...spec.asked.parameters },
          step: spec.step,
          idempotencyKey: opened.idempotencyKey,
          signal: run.signal,
          timeoutMs: callTimeoutMs,
          onDelta: counted(deps.onDelta, { id: opened.id, key: opened.key, attempt }),
        };
        const candidates = withSelected(route.candidates, bound.endpoint);
        const reply = await meteredCall(run, request, { rails: deps.rails, opened, bound, candidates });
        return { reply, bound, attempt };
      } catch (error) {
        run.signal.throwIfAborted();
        const isLastTry = tries >= deps.retry.maxAttempts;
        if (!isRetryable(error) || (isLastTry && isLastEndpoint)) return await fail(run, opened, { error, attempt });
        const delayMs = isLastTry ? 0 : delayBefore(error, deps.retry, tries + 1);
        attempt++;
        await noteFailure(run, opened, { error, attempt, delayMs });
        await pause(delayMs, run.signal);
        if (isLastTry) break;
      }
    }
  }
  throw new OrreryError('INTERNAL', 'No endpoint was asked.');
}

/** Tells each piece of one attempt where its text begins. */
function counted(onDelta: ModelStepDeps['onDelta'], step: Omit<SpeakingStep, 'at'>): (delta: ModelDelta) => void {
  let at = 0;
  return (delta) => {
    onDelta({ ...step, at }, delta);
    if (delta.kind === 'text') at += delta.text.length;
  };
}

function delayBefore(error: unknown, rule: RetryRule, next: number): number {
  const asked = isOrreryError(error) ? error.facts['retryAfterMs'] : undefined;
  return typeof asked === 'number' ? Math.min(asked, rule.maxBackoffMs) : backoffMs(rule, next, Math.random());
}

async function noteFailure(
  run: Run,
  opened: ModelStep,
  failed: { error: unknown; attempt: number; delayMs: number },
): Promise<void> {
  const { code, message } = describe(failed.error);
  const payload = {
    key: opened.key,
    model: opened.name,
    attempt: failed.attempt - 1,
    code,
    message,
    retryInMs: failed.delayMs,
  };
  await run.store.noteAttempt(run.fence, opened.id, failed.attempt, [
    run.event('modelCall.failed', opened.id, payload),
  ]);
  run.written();
}

async function fail(run: Run, opened: ModelStep, failed: { error: unknown; attempt: number }): Promise<never> {
  const error = describe(failed.error);
  await run.store.settleStep(
    run.fence,
    {
      stepId: opened.id,
      phase: 'FAILED',
      attempt: failed.attempt,
      target: null,
      result: null,
      isError: true,
      error,
      usage: { inputTokens: 0, outputTokens: 0, source: null, cost: '0', currency: opened.currency },
      latencyMs: run.clock.now().getTime() - (opened.startedAt ?? run.clock.now()).getTime(),
      timeToFirstTokenMs: null,
      counts: { modelCalls: 1, toolCalls: 0 },
    },
    [
      run.event('modelCall.failed', opened.id, {
        key: opened.key,
        model: opened.name,
        attempt: failed.attempt,
        ...error,
        retryInMs: null,
      }),
    ],
  );
  run.written();
  run.remember({ ...opened, phase: 'FAILED', error });
  throw new RunFailed(error.code, error.message, opened.id);
}

async function settle(
  run: Run,
  opened: ModelStep,
  came: { reply: ModelReply; bound: BoundModel; attempt: number; candidates: RouteCandidate[] },
): Promise<ReplyRecord> {
  const { reply, bound, attempt, candidates } = came;
  const { usage, cost } = reply;
  const result: ReplyRecord = {
    content: reply.message.content,
    toolCalls: reply.message.toolCalls ?? [],
    finishReason: reply.finishReason,
  };
  const target = { provider: bound.provider, model: reply.providerModel, endpoint: bound.endpoint, candidates };
  const { inputTokens, outputTokens } = usage;
  const facts = {
    provider: bound.provider,
    model: reply.providerModel,
    attempt,
    inputTokens,
    outputTokens,
    latencyMs: reply.latencyMs,
  };
  const completed = { key: opened.key, ...facts, cost: cost.amount, currency: cost.currency };
  await run.store.settleStep(
    run.fence,
    {
      stepId: opened.id,
      phase: 'SUCCEEDED',
      attempt,
      target,
      result,
      isError: false,
      error: null,
      usage: { ...usage, cost: cost.amount, currency: cost.currency },
      latencyMs: reply.latencyMs,
      timeToFirstTokenMs: reply.timeToFirstTokenMs,
      counts: { modelCalls: 1, toolCalls: 0 },
    },
    [run.event('modelCall.completed', opened.id, completed)],
  );
  run.written();
  const { amount, currency } = cost;
  run.remember({ ...opened, phase: 'SUCCEEDED', result, target, inputTokens, outputTokens, cost: amount, currency });
  return result;
}
