import { BatchWriter } from '../../platform/batch-writer.ts';
import type { Clock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/log.ts';
import type { Actor } from '../identity/index.ts';
import type { PlacedName, PolicyDecision, PolicyRequest } from '../policy/index.ts';
import { type CallPlace, type DecidedCall, factsOf, isRefusal, storedDecision } from './decided-call.ts';
import type { DecidedCallStore } from './decided-call-store.ts';
import type { RulebookCatalog } from './rulebook-catalog.ts';

/** A call that somebody wants to make. */
export interface AskedCall {
  request: PolicyRequest;
  /** Policies of other namespaces that the agent names. */
  attached: readonly PlacedName[];
  place: CallPlace;
}

/**
 * Decides on calls by the organization's rulebook, and keeps each decision with what it was made on: refusals are written
 * at once, the others within 200 milliseconds, many together.
 */
export class Judge {
  readonly #rulebooks: RulebookCatalog;
  readonly #writer: BatchWriter<DecidedCall>;
  readonly #clock: Clock;

  constructor(deps: {
    rulebooks: RulebookCatalog;
    store: Pick<DecidedCallStore, 'insert'>;
    clock: Clock;
    log: Logger;
  }) {
    const { rulebooks, store, clock, log } = deps;
    this.#rulebooks = rulebooks;
    this.#clock = clock;
    this.#writer = new BatchWriter({ insert: (calls) => store.insert(calls), what: 'what policies decided', log });
  }

  /** What the rulebook says of a call. */
  async decide(actor: Actor, call: AskedCall): Promise<PolicyDecision> {
    const decision = await this.foresee(actor, call);
    this.note(call, decision);
    return decision;
  }

  /** The same for a call that is not about to be made yet: only a refusal is kept. */
  async decideEarly(actor: Actor, call: AskedCall): Promise<PolicyDecision> {
    const decision = await this.foresee(actor, call);
    if (isRefusal(call.request.action, decision)) this.note(call, decision);
    return decision;
  }

  /** What would be said of a call. Nothing is kept. */
  async foresee(actor: Actor, { request, attached }: Pick<AskedCall, 'request' | 'attached'>): Promise<PolicyDecision> {
    const rulebook = await this.#rulebooks.of(actor);
    return rulebook.decide(request, attached);
  }

  /** Keeps a decision that was made. */
  note({ request, attached, place }: AskedCall, decision: PolicyDecision): void {
    const createdAt = this.#clock.now();
    const isRefused = isRefusal(request.action, decision);
    const call: DecidedCall = {
      ...place,
      id: newId('decision', createdAt),
      action: request.action,
      subject: subjectOf(request),
      agentName: request.agent?.name ?? null,
      decision: storedDecision(decision),
      isRefused,
      facts: factsOf(request, attached),
      createdAt,
    };
    this.#writer.add(call, { isUrgent: isRefused });
  }

  /** Writes all that waits. */
  close(): Promise<void> {
    return this.#writer.close();
  }
}

function subjectOf({ action, tool, model, agent }: PolicyRequest): string {
  if (action === 'tool.call') return tool?.name ?? '';
  return (action === 'model.call' ? model?.name : agent?.name) ?? '';
}
