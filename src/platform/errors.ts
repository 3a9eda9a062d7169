/** Error words of the five APIs for one code; an API that is silent falls back to its own word for the status. */
export interface ApiWords {
  joch?: string;
  fabric?: string;
  swarm?: string;
  roboticus?: string;
}

export interface CatalogueRow extends ApiWords {
  /** Status of an HTTP answer that carries this code. */
  http: number;
  /** Whether the same call may succeed later without a change. */
  retryable: boolean;
}

/** One row per code. HTTP status, retry rule and each API's own word are read from here and nowhere else. */
export const catalogue = {
  // requests
  REQUEST_INVALID: { http: 400, retryable: false, joch: 'Invalid', fabric: 'invalid_request' },
  INPUT_INVALID: { http: 400, retryable: false, joch: 'Invalid', fabric: 'validation_failed' },
  QUERY_TOO_COSTLY: { http: 400, retryable: false, joch: 'Invalid', fabric: 'invalid_request' },
  DOCUMENT_NOT_TRUSTED: { http: 400, retryable: false, joch: 'Invalid', fabric: 'invalid_request' },
  BODY_TOO_LARGE: { http: 413, retryable: false, joch: 'Invalid', fabric: 'payload_too_large' },
  CURSOR_INVALID: { http: 400, retryable: false, joch: 'Invalid', fabric: 'invalid_cursor' },
  CURSOR_EXPIRED: { http: 410, retryable: false, joch: 'Expired', fabric: 'cursor_expired' },
  // identity
  UNAUTHENTICATED: { http: 401, retryable: false, joch: 'Unauthorized', fabric: 'unauthorized' },
  FORBIDDEN: { http: 403, retryable: false, joch: 'Forbidden', fabric: 'forbidden' },
  API_KEY_NOT_FOUND: { http: 404, retryable: false, joch: 'NotFound', fabric: 'not_found' },
  // resources
  RESOURCE_NOT_FOUND: { http: 404, retryable: false, joch: 'NotFound', fabric: 'not_found' },
  RESOURCE_VERSION_CONFLICT: { http: 409, retryable: true, joch: 'Conflict', fabric: 'conflict' },
  MANIFESTS_INVALID: { http: 400, retryable: false, joch: 'Invalid', fabric: 'validation_failed' },
  // memories
  MEMORY_ITEM_NOT_FOUND: { http: 404, retryable: false, joch: 'NotFound', fabric: 'not_found' },
  MEMORY_UNAVAILABLE: { http: 503, retryable: false, joch: 'Unavailable', fabric: 'unavailable' },
  // executions
  EXECUTION_NOT_FOUND: { http: 404, retryable: false, joch: 'NotFound', fabric: 'not_found' },
  EXECUTION_STATE_CONFLICT: { http: 409, retryable: false, joch: 'Conflict', fabric: 'conflict' },
  EXECUTION_TIMED_OUT: { http: 504, retryable: true, joch: 'ExecutionFailed', fabric: 'timeout' },
  STEP_NOT_FOUND: { http: 404, retryable: false, joch: 'NotFound', fabric: 'not_found' },
  NODE_TIMED_OUT: { http: 504, retryable: true, joch: 'ExecutionFailed', fabric: 'timeout' },
  STEP_LIMIT_REACHED: { http: 422, retryable: false, joch: 'ExecutionFailed', fabric: 'limit_reached' },
  NAME_TAKEN: { http: 409, retryable: false, joch: 'Conflict', fabric: 'conflict' },
  IDEMPOTENCY_CONFLICT: { http: 422, retryable: false, joch: 'Conflict', fabric: 'idempotency_conflict' },
  DUPLICATE_IN_FLIGHT: {
    http: 429,
    retryable: true,
    joch: 'Conflict',
    fabric: 'conflict',
    swarm: 'duplicate_in_flight',
    roboticus: 'duplicate_request',
  },
  CONVERSATION_NOT_FOUND: {
    http: 404,
    retryable: false,
    joch: 'NotFound',
    fabric: 'not_found',
    swarm: 'not_found',
    roboticus: 'session not found',
  },
  CONVERSATION_MISMATCH: {
    http: 409,
    retryable: false,
    joch: 'Conflict',
    fabric: 'conflict',
    swarm: 'conflict',
    roboticus: 'session belongs to another agent',
  },
  INPUT_BLOCKED: {
    http: 403,
    retryable: false,
    joch: 'PolicyDenied',
    fabric: 'policy_denied',
    swarm: 'input_blocked',
    roboticus: 'message_blocked',
  },
  INPUT_TOO_LARGE: { http: 413, retryable: false, joch: 'Invalid', fabric: 'payload_too_large' },
  // schedules
  SCHEDULE_BUSY: { http: 409, retryable: true, joch: 'Conflict', fabric: 'conflict' },
  // approvals and policy
  APPROVAL_NOT_FOUND: { http: 404, retryable: false, joch: 'NotFound', fabric: 'not_found' },
  APPROVAL_CONFLICT: { http: 409, retryable: false, joch: 'Conflict', fabric: 'conflict' },
  APPROVAL_REQUIRED: { http: 403, retryable: false, joch: 'ApprovalRequired', fabric: 'approval_required' },
  APPROVAL_DENIED: { http: 403, retryable: false, joch: 'ApprovalDenied', fabric: 'approval_denied' },
  POLICY_DENIED: { http: 403, retryable: false, joch: 'PolicyDenied', fabric: 'policy_denied' },
  // models and tools
  BUDGET_EXCEEDED: { http: 402, retryable: false, joch: 'BudgetExceeded', fabric: 'budget_exceeded' },
  RECORDING_ENDED: { http: 409, retryable: false, joch: 'ExecutionFailed', fabric: 'conflict' },
  MODEL_NOT_FOUND: { http: 404, retryable: false, joch: 'NotFound', fabric: 'not_found' },
  MODEL_UNAVAILABLE: { http: 503, retryable: true, joch: 'ModelUnavailable', fabric: 'provider_unavailable' },
  MODEL_RATE_LIMITED: { http: 429, retryable: true, joch: 'ModelRateLimited', fabric: 'provider_rate_limited' },
  MODEL_REFUSED: { http: 502, retryable: false, joch: 'ModelError', fabric: 'provider_error' },
  MODEL_TIMED_OUT: { http: 504, retryable: true, joch: 'ModelTimeout', fabric: 'provider_timeout' },
  TOOL_INPUT_INVALID: { http: 422, retryable: false, joch: 'Invalid', fabric: 'validation_failed' },
  TOOL_FAILED: { http: 502, retryable: false, joch: 'ToolError', fabric: 'tool_error' },
  TOOL_UNAVAILABLE: { http: 503, retryable: true, joch: 'ToolUnavailable', fabric: 'tool_unavailable' },
  TOOL_TIMED_OUT: { http: 504, retryable: true, joch: 'ToolTimeout', fabric: 'tool_timeout' },
  MCP_SERVER_ERROR: { http: 502, retryable: true, joch: 'MCPServerError', fabric: 'tool_error' },
  MCP_SERVER_TIMEOUT: { http: 504, retryable: true, joch: 'MCPServerTimeout', fabric: 'tool_timeout' },
  SECRET_UNRESOLVED: { http: 422, retryable: false, joch: 'Invalid', fabric: 'validation_failed' },
  OUTBOUND_REFUSED: { http: 403, retryable: false, joch: 'Forbidden', fabric: 'forbidden' },
  OUTBOUND_TOO_LARGE: { http: 502, retryable: false, joch: 'ToolError', fabric: 'tool_error' },
  // the service itself
  CANCELLED: { http: 499, retryable: false, joch: 'Cancelled', fabric: 'cancelled' },
  UNAVAILABLE: { http: 503, retryable: true, joch: 'Unavailable', fabric: 'unavailable' },
  INTERNAL: { http: 500, retryable: true, joch: 'Internal', fabric: 'internal' },
} as const satisfies Record<string, CatalogueRow>;

export type ErrorCode = keyof typeof catalogue;

export interface ErrorDetails {
  /** What the caller can do about it, in one sentence. */
  fix?: string;
  /** Machine-readable facts that are safe to show the caller. */
  facts?: Record<string, unknown>;
  /** What went wrong underneath; logged, never shown. */
  cause?: unknown;
}

/**
 * A failure that was planned: its code is in the catalogue and its message is fit for the caller.
 * Anything else that is thrown is logged and masked. Compare `code`, never the class, across a boundary.
 */
export class OrreryError extends Error {
  readonly code: ErrorCode;
  readonly fix: string | undefined;
  readonly facts: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.fix = details.fix;
    this.facts = details.facts ?? {};
  }

  get retryable(): boolean {
    return catalogue[this.code].retryable;
  }
}

/** Whether `error` is a planned failure, also when it comes from another copy of this module. */
export function isOrreryError(error: unknown): error is OrreryError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code in catalogue;
}

/** The same of a failure that is known by its code alone. */
export function isRetryableCode(code: string): boolean {
  return Object.hasOwn(catalogue, code) ? catalogue[code as ErrorCode].retryable : true;
}

/** Whether the same call may succeed later: planned failures say so themselves, unknown ones are worth a retry. */
export function isRetryable(error: unknown): boolean {
  return isOrreryError(error) ? catalogue[error.code].retryable : true;
}
