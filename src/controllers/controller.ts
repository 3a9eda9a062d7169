import type { Actor } from '../modules/identity/index.ts';
import type { Condition, JsonObject, Resource, ResourceKind, ResourcePhase } from '../modules/resource/index.ts';

/** What a controller found out about a resource. */
export interface Finding {
  /** Facts of this controller, by types that no other controller sets; `ReferencesResolved` is the store's own. */
  conditions: Condition[];
  /** How far it has come; what the conditions amount to when absent. */
  phase?: ResourcePhase;
  /** Why work that is carried out came to nothing; for anything else a condition says what is wrong. */
  lastError?: string;
  /** What the kind's status tells besides, as its shape has it. */
  details?: JsonObject;
  /** When to look again, in milliseconds; absent when only a change can make a difference. */
  againAfterMs?: number;
  /** Whether the next look comes at that time exactly, and not a little earlier. */
  isPunctual?: boolean;
  /** Whether each look that ends so doubles the time to the next one, up to five minutes. */
  backOff?: boolean;
}

/** A condition that holds. */
export function holds(type: string, reason: string, message: string): Condition {
  return { type, status: 'True', reason, message };
}

/** A condition that does not hold; the message is shown as what is wrong. */
export function fails(type: string, reason: string, message: string): Condition {
  return { type, status: 'False', reason, message };
}

/** Brings the world and the status of the resources of one kind in line with what they declare. */
export interface Controller<K extends ResourceKind> {
  kind: K;
  /** Looks at one resource as it is now. Must be safe to repeat: it may be called again before its finding is kept. */
  reconcile(actor: Actor, resource: Resource<K>): Promise<Finding>;
}
