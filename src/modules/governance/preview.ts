import { setImmediate } from 'node:timers/promises';
import type { StepDecision } from '../execution/index.ts';
import type { PolicyDecision, PolicyRequest, Rulebook } from '../policy/index.ts';
import type { DecidedCall } from './decided-call.ts';
import type { ReplayableCall } from './decided-call-store.ts';
import { replay } from './replay.ts';

const patienceMs = 3_000;
/** The event loop is given back to others this often. */
const stretchMs = 10;

/** The rules in force, and those rules with a draft among them. */
export interface Compared {
  written: Rulebook;
  draft: Rulebook;
}

/** A call on which a draft would decide differently, or on which that cannot be told. */
export interface PreviewedCall {
  call: DecidedCall;
  /** What the rules in force say; what was decided then, where they read what was not kept. */
  before: StepDecision;
  /** What the draft says; null when that cannot be told. */
  after: StepDecision | null;
  /** What the draft reads and was not kept. */
  missing: string | null;
}

/** What came of deciding again on many calls. */
export interface PreviewedCalls {
  /** Calls that were looked at before the time ran out. */
  replayed: number;
  changes: PreviewedCall[];
  unknowns: PreviewedCall[];
}

/**
 * Decides again on calls, by what is written and by a draft: on as many of them as there is time for.
 *
 */
export async function previewCalls(rulebooks: Compared, calls: readonly ReplayableCall[]): Promise<PreviewedCalls> {
  const found: PreviewedCalls = { replayed: 0, changes: [], unknowns: [] };
  const startedMs = performance.now();
  let stretchedMs = startedMs;
  for (const recorded of calls) {
    const seen = compared(rulebooks, recorded);
    found.replayed += 1;
    if (seen) (seen.after ? found.changes : found.unknowns).push(seen);
    const nowMs = performance.now();
    if (nowMs - startedMs > patienceMs) break;
    if (nowMs - stretchedMs < stretchMs) continue;
    await setImmediate();
    stretchedMs = performance.now();
  }
  return found;
}

/** What a draft changes about a call; null for nothing. */
function compared({ written, draft }: Compared, recorded: ReplayableCall): PreviewedCall | null {
  const { call } = recorded;
  const { request, attached } = call.facts;
  // What the draft does not touch it does not change, whether or not all that the rules read was kept.
  const [basis, drafted] = [written, draft].map((rulebook) => rulebook.basisOf(request as PolicyRequest, attached));
  if (basis === drafted) return null;
  const now = replay(written, { ...recorded, facts: call.facts });
  const then = replay(draft, { ...recorded, facts: call.facts });
  const before = now.missing === null ? now.decision : call.decision;
  if (then.missing !== null) return { call, before, after: null, missing: then.missing };
  const isSame =
    now.missing === null
      ? saidBy(now.decision) === saidBy(then.decision)
      : call.decision.effect === then.decision.effect;
  return isSame ? null : { call, before, after: then.decision, missing: null };
}

/** What a decision means for the call, whoever made it. */
function saidBy({ effect, redact }: PolicyDecision): string {
  return [effect, ...redact].join(' ');
}
