import type {
  Message,
  ModelDelta,
  ModelParameters,
  ModelReply,
  ModelTarget,
  ModelUsage,
  ToolChoice,
  ToolOffer,
} from '../model/index.ts';
import type { CatalogEndpoint } from './model-catalog.ts';
import type { ModelRoute } from './model-usage.ts';

/** A model call outside every run. */
export interface DirectCall {
  /** `auto`, an endpoint, or a model, as `endpointsNamed` reads it. */
  model: string;
  messages: Message[];
  tools: ToolOffer[];
  toolChoice?: ToolChoice | undefined;
  parameters: ModelParameters;
  /** Refuses the call when it would surely cost more: an exact decimal in the currency of the endpoint. */
  maxCost?: string | undefined;
}

/** What goes with a direct call and is not part of it. */
export interface CallSurroundings {
  /** Ends the call and the provider's work. */
  signal: AbortSignal;
  onDelta?: ((delta: ModelDelta) => void) | undefined;
}

/** The answer to a direct call, with the place it came from. */
export interface DirectReply extends ModelReply {
  /** The id under which the call is metered. */
  id: string;
  provider: string;
  /** The ModelEndpoint that answered. */
  endpointId: string;
  route: ModelRoute;
}

/** How an admitted call ended. Times are whole milliseconds. */
export interface CallOutcome {
  usage?: ModelUsage | undefined;
  /** The model as the provider names it; the endpoint's own when not known. */
  model?: string | undefined;
  latencyMs: number;
  timeToFirstTokenMs: number | null;
  /** Why there is no answer, or no whole one. */
  error?: unknown;
}

/** The right to make one call of one endpoint. Whoever has it must settle it. */
export interface Admission {
  /** The id under which the call is metered. */
  id: string;
  endpoint: CatalogEndpoint;
  target: ModelTarget;
  route: ModelRoute;
  /** What policies want taken out of the messages before they are sent, in the words of `redact`; null for nothing. */
  redact: string[] | null;
  /** Meters the call and tells the breaker how it went. Only the first word counts. @returns what it cost */
  settle(outcome: CallOutcome): { amount: string; currency: string };
}

/** What a call would take, between a low and a high guess, before it is made. */
export interface CallEstimate {
  /** The ModelEndpoint that would be called. */
  endpointId: string;
  provider: string;
  model: string;
  route: ModelRoute;
  inputTokens: { low: number; high: number };
  outputTokens: { low: number; high: number };
  /** Exact decimals. */
  cost: { low: string; high: string; currency: string };
}
