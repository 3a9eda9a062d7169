import type { RouteCandidate } from '../execution/index.ts';

/** How a metered call ended. REFUSED calls never reached the provider. */
export type ModelUsageStatus = 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'REFUSED';

/** How the endpoint of a call was chosen, and what the policies said about it. */
export interface ModelRoute {
  endpoint: string;
  candidates: RouteCandidate[];
}

/** One call of a model as it is metered, whichever face it came through. */
export interface ModelUsageRecord {
  id: string;
  organizationId: string;
  namespaceId: string;
  principalId: string;
  /** The run that made the call; null for a direct one. */
  executionId: string | null;
  endpointId: string;
  /** `<namespace>/<name>` of the endpoint at the time. */
  endpoint: string;
  provider: string;
  model: string;
  inputTokens: number;
  outputTokens: number;
  /** Whether the provider counted the tokens; null when no call was made. */
  usageSource: 'provider' | 'estimated' | null;
  /** Exact decimal. */
  cost: string;
  currency: string;
  latencyMs: number;
  timeToFirstTokenMs: number | null;
  status: ModelUsageStatus;
  errorCode: string | null;
  route: ModelRoute;
  requestId: string | null;
  createdAt: Date;
}

/** Which calls are wanted; what is absent is not asked for. */
export interface ModelUsageFilter {
  namespaceId?: string | undefined;
  principalId?: string | undefined;
  executionId?: string | undefined;
  endpoint?: string | undefined;
  provider?: string | undefined;
  model?: string | undefined;
  status?: ModelUsageStatus | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
}
