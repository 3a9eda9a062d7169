import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Page, PageRequest } from '../../platform/db/index.ts';
import { type ErrorCode, isOrreryError, OrreryError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import type { Judge } from '../governance/index.ts';
import { type Actor, authorize } from '../identity/index.ts';
import { type Breakers, type BreakerView, callCost, type Message, type ModelGateway } from '../model/index.ts';
import { redact } from '../policy/index.ts';
import type { Resource } from '../resource/index.ts';
import { estimateCall } from './call-estimate.ts';
import { type ChatModel, chatModelOf, modelOfAgent, modelOfEndpoint, pageOf } from './chat-model.ts';
import type { Admission, CallEstimate, CallOutcome, CallSurroundings, DirectCall, DirectReply } from './direct-call.ts';
import { EndpointLimits } from './endpoint-limits.ts';
import type { CatalogEndpoint, ModelCatalog } from './model-catalog.ts';
import { autoModel, endpointsNamed, modelNotFound } from './model-name.ts';
import { type ModelProvider, providersOf } from './model-provider.ts';
import type { ModelRoute, ModelUsageFilter, ModelUsageRecord } from './model-usage.ts';
import type { ModelUsageStore } from './model-usage-store.ts';
import { byPreference, type ModelTier } from './preference.ts';
import { askedCall, breakerOpen, candidateOf, type Judgement, judgementOf, refusalOf } from './route.ts';
import type { UsageMeter } from './usage-meter.ts';

const callTimeoutMs = 300_000;
const resetChannel = 'breaker';

interface Wanted {
  model: string;
  /** Where the choice is ours: the tier that is wanted. Absent: the endpoints' own priorities count. */
  tier?: ModelTier | null | undefined;
  /** What the model is to be sent; asked for only when a policy reads it. */
  text: () => string;
  /** Whether the call is not going to be made, so that what policies say of it is no decision. */
  isForeseen: boolean;
}

interface Chosen {
  endpoint: CatalogEndpoint;
  redact: string[] | null;
  route: ModelRoute;
}

/** Model calls outside runs: who may call what, within which limits, and what it used. */
export class ModelAccessService {
  readonly #catalog: ModelCatalog;
  readonly #gateway: ModelGateway;
  readonly #breakers: Breakers;
  readonly #meter: UsageMeter;
  readonly #usage: ModelUsageStore;
  readonly #clock: Clock;
  readonly #bus: Bus;
  readonly #judge: Judge;
  readonly #limits = new EndpointLimits();

  constructor(deps: {
    catalog: ModelCatalog;
    gateway: ModelGateway;
    breakers: Breakers;
    meter: UsageMeter;
    usage: ModelUsageStore;
    clock: Clock;
    bus: Bus;
    judge: Judge;
  }) {
    this.#catalog = deps.catalog;
    this.#gateway = deps.gateway;
    this.#breakers = deps.breakers;
    this.#meter = deps.meter;
    this.#usage = deps.usage;
    this.#clock = deps.clock;
    this.#bus = deps.bus;
    this.#judge = deps.judge;
    deps.bus.subscribe(resetChannel, (endpointId) => this.#breakers.reset(endpointId));
  }

  /**
   * Calls a model. A call that the client leaves is ended and metered as cancelled.
   * @throws OrreryError MODEL_NOT_FOUND, POLICY_DENIED, BUDGET_EXCEEDED, and whatever `ModelGateway.call` throws
   */
  async call(actor: Actor, call: DirectCall, about: CallSurroundings): Promise<DirectReply> {
    return this.callAdmitted(
      await this.admit(actor, { model: call.model, text: () => JSON.stringify(call.messages) }),
      call,
      about,
    );
  }

  /** Makes the call that was admitted and settles it. @throws OrreryError as `call` */
  async callAdmitted(admission: Admission, call: DirectCall, about: CallSurroundings): Promise<DirectReply> {
    const { id, target, route, endpoint } = admission;
    const startedMs = performance.now();
    try {
      assertAffordable(call, estimateCall(endpoint, call, route));
      const reply = await this.#gateway.call({
        target,
        messages: admission.redact ? redacted(call.messages, admission.redact) : call.messages,
        tools: call.tools,
        toolChoice: call.toolChoice,
        parameters: { ...endpoint.resource.spec.parameters, ...withoutAbsent(call.parameters) },
        step: 1 + call.messages.filter((message) => message.role === 'assistant').length,
        idempotencyKey: id,
        signal: about.signal,
        timeoutMs: callTimeoutMs,
        onDelta: about.onDelta,
      });
      const { usage, providerModel: model, latencyMs, timeToFirstTokenMs } = reply;
      const cost = admission.settle({ usage, model, latencyMs, timeToFirstTokenMs });
      return { ...reply, id, route, cost, provider: target.provider, endpointId: endpoint.resource.id };
    } catch (error) {
      admission.settle({ error, latencyMs: Math.round(performance.now() - startedMs), timeToFirstTokenMs: null });
      throw error;
    }
  }

  /**
   * Chooses an endpoint for a call that the caller makes itself, and reserves its place: rights, policies, limits and
   * breaker are asked, and none of them asks the database. The caller has to settle what it is given.
   * @throws OrreryError FORBIDDEN, MODEL_NOT_FOUND, POLICY_DENIED, MODEL_RATE_LIMITED, MODEL_UNAVAILABLE, SECRET_UNRESOLVED
   */
  async admit(actor: Actor, asked: { model: string; text: () => string }): Promise<Admission> {
    authorize(actor, 'model:call');
    const { endpoint, route, redact: rules } = await this.#choose(actor, { ...asked, isForeseen: false });
    const target = await endpoint.target();
    const pass = this.#breakers.enter(endpoint.resource.id);
    const now = this.#clock.now();
    if (!pass) throw breakerOpen(endpoint, this.#breakers.view(endpoint.resource.id));
    this.#limits.countCall(endpoint, now.getTime());
    const id = newId('modelUsage', now);
    let cost: { amount: string; currency: string } | undefined;
    const settle = (outcome: CallOutcome): { amount: string; currency: string } => {
      if (cost) return cost;
      pass.settle(outcome.error);
      const { inputTokens = 0, outputTokens = 0 } = outcome.usage ?? {};
      cost = callCost({ inputTokens, outputTokens }, target.pricing);
      this.#limits.countTokens(endpoint, inputTokens + outputTokens, this.#clock.now().getTime());
      this.#meter.record({ ...placeOf(actor, endpoint, route), ...measured(outcome, cost), id, createdAt: now });
      return cost;
    };
    return { id, endpoint, target, route, redact: rules, settle };
  }

  /** What a call would take, without making it. @throws OrreryError as `admit` */
  async estimate(actor: Actor, call: DirectCall): Promise<CallEstimate> {
    authorize(actor, 'model:call');
    return (await this.foresee(actor, call)).estimate;
  }

  /**
   * The endpoint that a call would go to, and what it would take, without making it. With a `tier`, even null, `auto` is
   * the best of all: by tier, price, health and capabilities. @throws OrreryError as `admit`, BUDGET_EXCEEDED
   */
  async foresee(
    actor: Actor,
    call: DirectCall,
    tier?: ModelTier | null,
  ): Promise<{ endpoint: Resource<'ModelEndpoint'>; estimate: CallEstimate }> {
    authorize(actor, 'model:call');
    const asked = { model: call.model, tier, text: () => JSON.stringify(call.messages), isForeseen: true };
    const { endpoint, route } = await this.#choose(actor, asked);
    const estimate = estimateCall(endpoint, call, route);
    assertAffordable(call, estimate);
    return { endpoint: endpoint.resource, estimate };
  }

  /** The providers that have endpoints here, by name, with how they fare in this process. */
  async providers(actor: Actor): Promise<ModelProvider[]> {
    authorize(actor, 'resource:read');
    return providersOf(await this.#catalog.endpoints(actor), this.#breakers);
  }

  /**
   * Closes the breakers of a provider's endpoints, in this process at once and in the others soon after.
   * @throws OrreryError RESOURCE_NOT_FOUND when it has none here
   */
  async resetBreaker(actor: Actor, provider: string, options: { dryRun: boolean }): Promise<ModelProvider> {
    authorize(actor, 'model:call');
    const endpoints = await this.#catalog.endpoints(actor);
    for (const { resource } of endpoints) {
      if (resource.spec.provider === provider && !options.dryRun) this.#bus.publish(resetChannel, resource.id);
    }
    const found = providersOf(endpoints, this.#breakers).find(({ name }) => name === provider);
    if (found) return found;
    throw new OrreryError('RESOURCE_NOT_FOUND', `No model endpoint here has the provider ${provider}.`);
  }

  /** What a chat client may name as its model: endpoints and agents that are ready, sorted by id. */
  async chatModels(actor: Actor, page: { first: number; after?: string; before?: string }) {
    authorize(actor, 'resource:read');
    const [endpoints, agents] = await Promise.all([this.#catalog.endpoints(actor), this.#catalog.agents(actor)]);
    return pageOf([...endpoints.flatMap(modelOfEndpoint), ...agents.flatMap(modelOfAgent)], page);
  }

  /** The model that `id` names, in any of the forms that a call takes; undefined when there is none. */
  async chatModel(actor: Actor, id: string): Promise<ChatModel | undefined> {
    authorize(actor, 'resource:read');
    const [endpoints, agents] = await Promise.all([this.#catalog.endpoints(actor), this.#catalog.agents(actor)]);
    return chatModelOf({ endpoints, agents }, id);
  }

  /** Metered calls, newest first. @throws OrreryError CURSOR_INVALID, INPUT_INVALID */
  listUsage(actor: Actor, filter: ModelUsageFilter, page: PageRequest): Promise<Page<ModelUsageRecord>> {
    authorize(actor, 'usage:read');
    return this.#usage.list(actor, filter, page);
  }

  async #choose(actor: Actor, asked: Wanted): Promise<Chosen> {
    const refusals: OrreryError[] = [];
    const route: ModelRoute = { endpoint: '', candidates: [] };
    const named = await this.#named(actor, asked);
    for (const endpoint of named) {
      const judgement = await this.#judged(actor, endpoint, asked);
      route.candidates.push(candidateOf(endpoint, judgement));
      route.endpoint = endpoint.id;
      if (!('refusal' in judgement)) {
        const { effect, redact: rules } = judgement.decision;
        return { endpoint, route, redact: effect === 'MODIFY' ? rules : null };
      }
      refusals.push(judgement.refusal);
    }
    const refusal = refusalOf(refusals);
    const [first] = named;
    if (first) this.#noteRefusal(actor, first, { route, refusal });
    throw refusal;
  }

  /** A name that is not known may be newer than what is kept. */
  async #named(actor: Actor, { model, tier }: Wanted): Promise<readonly CatalogEndpoint[]> {
    if (tier !== undefined && model === autoModel)
      return byPreference(await this.#catalog.endpoints(actor), tier, this.#breakers);
    const known = endpointsNamed(await this.#catalog.endpoints(actor), model);
    if (known.length > 0) return known;
    this.#catalog.forget(actor);
    const found = endpointsNamed(await this.#catalog.endpoints(actor), model);
    if (found.length === 0 && model !== autoModel) throw modelNotFound(model);
    return found;
  }

  /** What spares an endpoint when it fails, as this process has seen it. */
  breakerOf(endpointId: string): BreakerView {
    return this.#breakers.view(endpointId);
  }

  async #judged(actor: Actor, endpoint: CatalogEndpoint, { text, isForeseen }: Wanted): Promise<Judgement> {
    const call = askedCall(actor, endpoint, text);
    const decision = await (isForeseen ? this.#judge.foresee(actor, call) : this.#judge.decide(actor, call));
    const judged = judgementOf(endpoint, decision);
    if ('refusal' in judged) return judged;
    const limited = this.#limits.refusal(endpoint, this.#clock.now().getTime());
    if (limited) return { refusal: limited };
    const breaker = this.#breakers.view(endpoint.resource.id);
    return breaker.isBlocked ? { refusal: breakerOpen(endpoint, breaker) } : judged;
  }

  #noteRefusal(actor: Actor, endpoint: CatalogEndpoint, about: { route: ModelRoute; refusal: OrreryError }): void {
    const now = this.#clock.now();
    const outcome: CallOutcome = { error: about.refusal, latencyMs: 0, timeToFirstTokenMs: null };
    this.#meter.record({
      ...placeOf(actor, endpoint, about.route),
      ...measured(outcome, callCost({ inputTokens: 0, outputTokens: 0 }, endpoint.resource.spec.pricing)),
      status: 'REFUSED',
      id: newId('modelUsage', now),
      createdAt: now,
    });
  }
}

function placeOf(actor: Actor, endpoint: CatalogEndpoint, route: ModelRoute) {
  const { resource, id } = endpoint;
  return {
    organizationId: actor.organizationId,
    namespaceId: resource.namespaceId,
    principalId: actor.principalId,
    executionId: null,
    endpointId: resource.id,
    endpoint: id,
    provider: resource.spec.provider,
    model: resource.spec.model,
    route,
    requestId: actor.requestId,
  };
}

function measured(outcome: CallOutcome, cost: { amount: string; currency: string }) {
  const { usage, error, latencyMs, timeToFirstTokenMs, model } = outcome;
  const errorCode = error === undefined ? null : codeOf(error);
  return {
    ...(model === undefined ? {} : { model }),
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
    usageSource: usage?.source ?? null,
    cost: cost.amount,
    currency: cost.currency,
    latencyMs,
    timeToFirstTokenMs,
    status: errorCode === null ? 'SUCCEEDED' : errorCode === 'CANCELLED' ? 'CANCELLED' : 'FAILED',
    errorCode,
  } as const;
}

function codeOf(error: unknown): ErrorCode {
  if (isOrreryError(error)) return error.code;
  return error instanceof Error && error.name === 'AbortError' ? 'CANCELLED' : 'INTERNAL';
}

function assertAffordable({ maxCost }: DirectCall, { cost, route }: CallEstimate): void {
  if (maxCost === undefined || Number(cost.low) <= Number(maxCost)) return;
  throw new OrreryError('BUDGET_EXCEEDED', `The call would cost ${cost.low} ${cost.currency} at least.`, {
    fix: 'Allow it to cost more, ask for less, or name a cheaper model.',
    facts: { endpoint: route.endpoint, ...cost, maxCost },
  });
}

function redacted(messages: readonly Message[], rules: string[]): Message[] {
  return messages.map((message) => ({
    ...message,
    content: String(redact(message.content, rules)),
    ...(message.toolCalls && {
      toolCalls: message.toolCalls.map((call) => ({
        ...call,
        arguments: redact(call.arguments, rules) as Record<string, unknown>,
      })),
    }),
  }));
}

/** Members that are given as undefined would hide those of the endpoint. */
function withoutAbsent<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
