// Made by `npm run generate` from the operations of rest-compat. Never edited.

/** The variables of GET /anthropic/v1/models. */
export interface AnthropicListModelsVariables {
  limit?: number;
  after?: string | null;
  before?: string | null;
}

/** What GET /anthropic/v1/models gives. */
export type AnthropicListModelsAnswer = {
  data: Array<{
    type: "model";
    id: string;
    display_name: string;
    created_at: string;
  }>;
  has_more: boolean;
  first_id: string | null;
  last_id: string | null;
};

/** The variables of GET /healthz. */
export interface FabricGetHealthzVariables {}

/** What GET /healthz gives. */
export type FabricGetHealthzAnswer = {
  status: "ok";
  version: string;
};

/** The variables of GET /readyz. */
export interface FabricGetReadyzVariables {}

/** What GET /readyz gives. */
export type FabricGetReadyzAnswer = {
  status: "ready";
  checks: Array<{
    name: string;
    outcome: string;
  }>;
};

/** The variables of GET /v1/events/stream. */
export interface FabricStreamEventsVariables {
  after?: string | null;
}

/** What GET /v1/events/stream gives. */
export type FabricStreamEventsAnswer = {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "approval.decided";
  payload: {
    approval_id: string;
    phase: "pending" | "approved" | "denied" | "changes_requested" | "expired" | "overridden" | "cancelled";
    comment: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "approval.deleted";
  payload: {
    approval_id: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "approval.requested";
  payload: {
    approval_id: string;
    question: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "approval.updated";
  payload: {
    approval_id: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.created";
  payload: {
    name: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.failed" | "workflow.run.completed" | "workflow.run.cancelled";
  payload: {
    phase: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
    reason: string | null;
    output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.paused";
  payload: {
    reason: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.queued";
  payload: {
    turn: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.started";
  payload: {
    turn: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.waiting";
  payload: {
    reason: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "memory.deleted";
  payload: {
    memory: string;
    key: string;
    reason: "deleted" | "expired" | "superseded";
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "memory.written";
  payload: {
    memory: string;
    key: string;
    created: boolean;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.completed";
  payload: {
    call: string;
    provider: string;
    model: string;
    attempt: number;
    input_tokens: number;
    output_tokens: number;
    latency_ms: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.failed";
  payload: {
    call: string;
    attempt: number;
    code: string;
    message: string;
    retry_in_ms: number | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.started";
  payload: {
    call: string;
    provider: string;
    model: string;
    attempt: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.completed";
  payload: {
    node: string;
    stage: string | null;
    attempt: number;
    latency_ms: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.failed";
  payload: {
    node: string;
    stage: string | null;
    attempt: number;
    code: string;
    message: string;
    retry_in_ms: number | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.skipped";
  payload: {
    node: string;
    stage: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.started";
  payload: {
    node: string;
    stage: string | null;
    attempt: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "policy.decided";
  payload: {
    decision: {
      effect: "allow" | "deny" | "modify" | "require_approval";
      policy: string | null;
      rule: string | null;
      reason: string;
    };
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "resource.created" | "resource.updated";
  payload: {
    resource: string;
    name: string;
    generation: number;
    resource_version: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "resource.deleted";
  payload: {
    resource: string;
    name: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "resource.status";
  payload: {
    resource: string;
    name: string;
    ready: boolean;
    resource_version: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.completed";
  payload: {
    call: string;
    tool: string;
    attempt: number;
    is_error: boolean;
    latency_ms: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.failed";
  payload: {
    call: string;
    tool: string;
    attempt: number;
    code: string;
    message: string;
    retry_in_ms: number | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.ready";
  payload: {
    call: string;
    tool: string;
    side_effect: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.started";
  payload: {
    call: string;
    tool: string;
  };
};

/** The variables of GET /v1/events/ws. */
export interface FabricSocketEventsVariables {
  after?: string | null;
}

/** What GET /v1/events/ws gives. */
export type FabricSocketEventsAnswer = {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "approval.decided";
  payload: {
    approval_id: string;
    phase: "pending" | "approved" | "denied" | "changes_requested" | "expired" | "overridden" | "cancelled";
    comment: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "approval.deleted";
  payload: {
    approval_id: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "approval.requested";
  payload: {
    approval_id: string;
    question: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "approval.updated";
  payload: {
    approval_id: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.created";
  payload: {
    name: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.failed" | "workflow.run.completed" | "workflow.run.cancelled";
  payload: {
    phase: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
    reason: string | null;
    output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.paused";
  payload: {
    reason: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.queued";
  payload: {
    turn: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.started";
  payload: {
    turn: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.waiting";
  payload: {
    reason: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "memory.deleted";
  payload: {
    memory: string;
    key: string;
    reason: "deleted" | "expired" | "superseded";
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "memory.written";
  payload: {
    memory: string;
    key: string;
    created: boolean;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.completed";
  payload: {
    call: string;
    provider: string;
    model: string;
    attempt: number;
    input_tokens: number;
    output_tokens: number;
    latency_ms: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.failed";
  payload: {
    call: string;
    attempt: number;
    code: string;
    message: string;
    retry_in_ms: number | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.started";
  payload: {
    call: string;
    provider: string;
    model: string;
    attempt: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.completed";
  payload: {
    node: string;
    stage: string | null;
    attempt: number;
    latency_ms: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.failed";
  payload: {
    node: string;
    stage: string | null;
    attempt: number;
    code: string;
    message: string;
    retry_in_ms: number | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.skipped";
  payload: {
    node: string;
    stage: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.started";
  payload: {
    node: string;
    stage: string | null;
    attempt: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "policy.decided";
  payload: {
    decision: {
      effect: "allow" | "deny" | "modify" | "require_approval";
      policy: string | null;
      rule: string | null;
      reason: string;
    };
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "resource.created" | "resource.updated";
  payload: {
    resource: string;
    name: string;
    generation: number;
    resource_version: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "resource.deleted";
  payload: {
    resource: string;
    name: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "resource.status";
  payload: {
    resource: string;
    name: string;
    ready: boolean;
    resource_version: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.completed";
  payload: {
    call: string;
    tool: string;
    attempt: number;
    is_error: boolean;
    latency_ms: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.failed";
  payload: {
    call: string;
    tool: string;
    attempt: number;
    code: string;
    message: string;
    retry_in_ms: number | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.ready";
  payload: {
    call: string;
    tool: string;
    side_effect: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.started";
  payload: {
    call: string;
    tool: string;
  };
};

/** The variables of GET /v1/jobs. */
export interface FabricListJobsVariables {
  status?: Array<"CANCELLED" | "DEAD_LETTERED" | "FAILED" | "PAUSED" | "PENDING" | "QUEUED" | "RUNNING" | "SUCCEEDED" | "TIMED_OUT" | "WAITING"> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/jobs gives. */
export type FabricListJobsAnswer = Array<{
  job_id: string;
  workflow_run_id: string;
  status: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
  modality: "text" | "image" | "audio" | "video" | "embedding";
  tier: "local" | "basic" | "premium" | null;
  model: string | null;
  provider: string | null;
  input: unknown;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  usage: {
    input_tokens: number;
    output_tokens: number;
    estimated_cost_usd: number;
  };
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
}>;

/** The variables of POST /v1/jobs. */
export interface FabricCreateJobVariables {
  modality?: "AUDIO" | "EMBEDDING" | "IMAGE" | "TEXT" | "VIDEO" | null;
  tier?: "BASIC" | "LOCAL" | "PREMIUM" | null;
  model?: string | null;
  prompt?: string | null;
  messages?: Array<{
    content?: string;
    name?: string;
    role: "ASSISTANT" | "SYSTEM" | "TOOL" | "USER";
    toolCallId?: string;
    toolCalls?: Array<{
      arguments?: unknown;
      id: string;
      name: string;
    }>;
  }> | null;
  temperature?: number | null;
  topP?: number | null;
  maxTokens?: number | null;
  organization?: string | null;
  idempotencyKey?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
}

/** What POST /v1/jobs gives. */
export type FabricCreateJobAnswer = {
  job_id: string;
  workflow_run_id: string;
  status: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
  modality: "text" | "image" | "audio" | "video" | "embedding";
  tier: "local" | "basic" | "premium" | null;
  model: string | null;
  provider: string | null;
  input: unknown;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  usage: {
    input_tokens: number;
    output_tokens: number;
    estimated_cost_usd: number;
  };
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
  estimated_cost_usd: number;
};

/** The variables of GET /v1/jobs/{id}. */
export interface FabricGetJobVariables {
  id: string;
}

/** What GET /v1/jobs/{id} gives. */
export type FabricGetJobAnswer = {
  job_id: string;
  workflow_run_id: string;
  status: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
  modality: "text" | "image" | "audio" | "video" | "embedding";
  tier: "local" | "basic" | "premium" | null;
  model: string | null;
  provider: string | null;
  input: unknown;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  usage: {
    input_tokens: number;
    output_tokens: number;
    estimated_cost_usd: number;
  };
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
};

/** The variables of GET /v1/jobs/{id}/events. */
export interface FabricStreamJobEventsVariables {
  id: string;
  after?: string | null;
  internal?: boolean;
}

/** What GET /v1/jobs/{id}/events gives. */
export type FabricStreamJobEventsAnswer = {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "job.created";
  payload: {
    name: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "job.failed" | "job.completed" | "job.cancelled";
  payload: {
    phase: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
    reason: string | null;
    output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "job.started";
  payload: {
    turn: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "model_call_completed";
    call: string;
    provider: string;
    model: string;
    attempt: number;
    input_tokens: number;
    output_tokens: number;
    latency_ms: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "model_call_failed";
    call: string;
    attempt: number;
    code: string;
    message: string;
    retry_in_ms: number | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "model_call_started";
    call: string;
    provider: string;
    model: string;
    attempt: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "tool_call_completed";
    call: string;
    tool: string;
    attempt: number;
    is_error: boolean;
    latency_ms: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "tool_call_failed";
    call: string;
    tool: string;
    attempt: number;
    code: string;
    message: string;
    retry_in_ms: number | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "tool_call_requested";
    call: string;
    tool: string;
    side_effect: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "tool_call_started";
    call: string;
    tool: string;
  };
};

/** The variables of GET /v1/jobs/{id}/usage. */
export interface FabricGetJobUsageVariables {
  id: string;
}

/** What GET /v1/jobs/{id}/usage gives. */
export type FabricGetJobUsageAnswer = {
  job_id: string;
  status: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
  input_tokens: number;
  output_tokens: number;
  total_cost_usd: number;
  model_calls: number;
  records: Array<{
    id: string;
    call: string;
    status: "pending" | "running" | "waiting" | "completed" | "failed" | "skipped" | "cancelled";
    provider: string;
    model: string;
    usage: {
      input_tokens: number;
      output_tokens: number;
      estimated_cost_usd: number;
    };
    latency_ms: number | null;
  }>;
};

/** The variables of GET /v1/me. */
export interface FabricGetMeVariables {}

/** What GET /v1/me gives. */
export type FabricGetMeAnswer = {
  id: string;
  name: string;
  kind: "user" | "api_key" | "system";
  role: "viewer" | "controller" | "operator" | "admin";
  organization_id: string;
};

/** The variables of GET /v1/me/organizations. */
export interface FabricListMyOrganizationsVariables {}

/** What GET /v1/me/organizations gives. */
export type FabricListMyOrganizationsAnswer = Array<{
  id: string;
  slug: string;
  name: string;
  created_at: string;
}>;

/** The variables of GET /v1/me/permissions. */
export interface FabricListMyPermissionsVariables {}

/** What GET /v1/me/permissions gives. */
export type FabricListMyPermissionsAnswer = {
  principal_id: string;
  role: "viewer" | "controller" | "operator" | "admin";
  permissions: Array<"API_KEY_READ" | "API_KEY_WRITE" | "APPROVAL_DECIDE" | "APPROVAL_OVERRIDE" | "APPROVAL_READ" | "APPROVAL_REQUEST" | "AUDIT_READ" | "EVENT_READ" | "EXECUTION_CONTROL" | "EXECUTION_READ" | "EXECUTION_START" | "IDENTITY_READ" | "MEMORY_READ" | "MEMORY_WRITE" | "MODEL_CALL" | "RESOURCE_DELETE" | "RESOURCE_READ" | "RESOURCE_STATUS" | "RESOURCE_WRITE" | "TEAM_WRITE" | "TOOL_UNISOLATE" | "USAGE_READ">;
};

/** The variables of GET /v1/me/teams. */
export interface FabricListMyTeamsVariables {}

/** What GET /v1/me/teams gives. */
export type FabricListMyTeamsAnswer = Array<{
  id: string;
  organization_id: string;
  slug: string;
  name: string;
  created_at: string;
}>;

/** The variables of GET /v1/providers. */
export interface FabricListProvidersVariables {}

/** What GET /v1/providers gives. */
export type FabricListProvidersAnswer = Array<{
  name: string;
  tier: "local" | "basic" | "premium";
  modalities: Array<"text" | "image" | "audio" | "embedding">;
  streaming: boolean;
  health: "healthy" | "degraded" | "unavailable";
  local: boolean;
  models: Array<string>;
  estimated_cost_per_request: number;
}>;

/** The variables of POST /v1/providers/estimate. */
export interface FabricEstimateProviderVariables {
  modality?: "AUDIO" | "EMBEDDING" | "IMAGE" | "TEXT" | "VIDEO" | null;
  model?: string;
  prompt?: string | null;
  messages?: Array<{
    content?: string;
    name?: string;
    role: "ASSISTANT" | "SYSTEM" | "TOOL" | "USER";
    toolCallId?: string;
    toolCalls?: Array<{
      arguments?: unknown;
      id: string;
      name: string;
    }>;
  }> | null;
  maxTokens?: number | null;
}

/** What POST /v1/providers/estimate gives. */
export type FabricEstimateProviderAnswer = {
  provider: string;
  model: string;
  estimated_cost_usd: number;
  lowest_cost_usd: number;
  input_tokens: number;
  output_tokens: number;
};

/** The variables of POST /v1/providers/execute. */
export interface FabricExecuteProviderVariables {
  modality?: "AUDIO" | "EMBEDDING" | "IMAGE" | "TEXT" | "VIDEO" | null;
  model?: string;
  prompt?: string | null;
  messages?: Array<{
    content?: string;
    name?: string;
    role: "ASSISTANT" | "SYSTEM" | "TOOL" | "USER";
    toolCallId?: string;
    toolCalls?: Array<{
      arguments?: unknown;
      id: string;
      name: string;
    }>;
  }> | null;
  temperature?: number | null;
  topP?: number | null;
  maxTokens?: number | null;
}

/** What POST /v1/providers/execute gives. */
export type FabricExecuteProviderAnswer = {
  id: string;
  provider: string;
  model: string;
  output: string;
  tool_calls: Array<{
    id: string;
    name: string;
    arguments: unknown;
  }>;
  finish_reason: string;
  usage: {
    input_tokens: number;
    output_tokens: number;
    estimated_cost_usd: number;
  };
  latency_ms: number;
};

/** The variables of POST /v1/providers/execute/stream. */
export interface FabricStreamProviderVariables {
  modality?: "AUDIO" | "EMBEDDING" | "IMAGE" | "TEXT" | "VIDEO" | null;
  model?: string;
  prompt?: string | null;
  messages?: Array<{
    content?: string;
    name?: string;
    role: "ASSISTANT" | "SYSTEM" | "TOOL" | "USER";
    toolCallId?: string;
    toolCalls?: Array<{
      arguments?: unknown;
      id: string;
      name: string;
    }>;
  }> | null;
  temperature?: number | null;
  topP?: number | null;
  maxTokens?: number | null;
}

/** What POST /v1/providers/execute/stream gives. */
export type FabricStreamProviderAnswer = {
  kind: "done";
  id: string;
  provider: string;
  model: string;
  output: string;
  tool_calls: Array<{
    id: string;
    name: string;
    arguments: unknown;
  }>;
  finish_reason: string;
  usage: {
    input_tokens: number;
    output_tokens: number;
    estimated_cost_usd: number;
  };
  latency_ms: number;
} | {
  kind: "token";
  token: string;
  tool_call: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
} | {
  kind: "usage";
  input_tokens: number;
  output_tokens: number;
  estimated_cost_usd: number;
};

/** The variables of GET /v1/workflow-definitions. */
export interface FabricListDefinitionsVariables {
  limit?: number;
  after?: string | null;
}

/** What GET /v1/workflow-definitions gives. */
export type FabricListDefinitionsAnswer = Array<{
  id: string;
  name: string;
  version: number;
  description: string | null;
  nodes: Array<{
    key: string;
    operation: string;
    runtime: "native" | "tool" | "provider" | "wasm" | null;
    config: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
    inputs: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
    outputs: Record<string, string>;
    merge: unknown;
    depends_on: Array<string>;
    requires: Array<string>;
    policy: {
      timeout_ms: number | null;
      retries: number;
    };
    title: string | null;
    stage: string | null;
  }>;
  created_at: string;
  updated_at: string;
}>;

/** The variables of POST /v1/workflow-definitions. */
export interface FabricCreateDefinitionVariables {
  name: string;
  description?: string | null;
  nodes: Array<{
    config?: unknown;
    dependsOn?: Array<string>;
    inputs?: unknown;
    key: string;
    merge?: unknown;
    operation: string;
    outputs?: unknown;
    policy?: {
      retries?: number;
      timeoutMs?: number;
    };
    requires?: Array<string>;
    runtime?: string;
    stage?: string;
    title?: string;
  }>;
  organization?: string | null;
}

/** What POST /v1/workflow-definitions gives. */
export type FabricCreateDefinitionAnswer = {
  id: string;
  name: string;
  version: number;
  description: string | null;
  nodes: Array<{
    key: string;
    operation: string;
    runtime: "native" | "tool" | "provider" | "wasm" | null;
    config: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
    inputs: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
    outputs: Record<string, string>;
    merge: unknown;
    depends_on: Array<string>;
    requires: Array<string>;
    policy: {
      timeout_ms: number | null;
      retries: number;
    };
    title: string | null;
    stage: string | null;
  }>;
  created_at: string;
  updated_at: string;
};

/** The variables of POST /v1/workflow-runs. */
export interface FabricCreateRunVariables {
  definition: string;
  input?: unknown;
  organization?: string | null;
  name?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  idempotencyKey?: string | null;
}

/** What POST /v1/workflow-runs gives. */
export type FabricCreateRunAnswer = {
  id: string;
  run_id: string;
  definition_id: string | null;
  definition_name: string | null;
  name: string;
  status: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
  reason: string | null;
  input: unknown;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  usage: {
    input_tokens: number;
    output_tokens: number;
    estimated_cost_usd: number;
  };
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
};

/** The variables of GET /v1/workflow-runs/{id}. */
export interface FabricGetRunVariables {
  id: string;
}

/** What GET /v1/workflow-runs/{id} gives. */
export type FabricGetRunAnswer = {
  id: string;
  run_id: string;
  definition_id: string | null;
  definition_name: string | null;
  name: string;
  status: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
  reason: string | null;
  input: unknown;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  usage: {
    input_tokens: number;
    output_tokens: number;
    estimated_cost_usd: number;
  };
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
};

/** The variables of POST /v1/workflow-runs/{id}/cancel. */
export interface FabricCancelRunVariables {
  id: string;
  reason?: string | null;
}

/** What POST /v1/workflow-runs/{id}/cancel gives. */
export type FabricCancelRunAnswer = {
  id: string;
  run_id: string;
  definition_id: string | null;
  definition_name: string | null;
  name: string;
  status: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
  reason: string | null;
  input: unknown;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  usage: {
    input_tokens: number;
    output_tokens: number;
    estimated_cost_usd: number;
  };
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
};

/** The variables of GET /v1/workflow-runs/{id}/events. */
export interface FabricStreamRunEventsVariables {
  id: string;
  after?: string | null;
  internal?: boolean;
}

/** What GET /v1/workflow-runs/{id}/events gives. */
export type FabricStreamRunEventsAnswer = {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.created";
  payload: {
    name: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.failed" | "workflow.run.completed" | "workflow.run.cancelled";
  payload: {
    phase: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
    reason: string | null;
    output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.paused";
  payload: {
    reason: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.queued";
  payload: {
    turn: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.started";
  payload: {
    turn: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.run.waiting";
  payload: {
    reason: string;
    wake_at: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "model_call_completed";
    call: string;
    provider: string;
    model: string;
    attempt: number;
    input_tokens: number;
    output_tokens: number;
    latency_ms: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "model_call_failed";
    call: string;
    attempt: number;
    code: string;
    message: string;
    retry_in_ms: number | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "model_call_started";
    call: string;
    provider: string;
    model: string;
    attempt: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.completed";
  payload: {
    node: string;
    stage: string | null;
    attempt: number;
    latency_ms: number;
    output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.failed";
  payload: {
    node: string;
    stage: string | null;
    attempt: number;
    code: string;
    message: string;
    retry_in_ms: number | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.skipped";
  payload: {
    node: string;
    stage: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.started";
  payload: {
    node: string;
    stage: string | null;
    attempt: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "tool_call_completed";
    call: string;
    tool: string;
    attempt: number;
    is_error: boolean;
    latency_ms: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "tool_call_failed";
    call: string;
    tool: string;
    attempt: number;
    code: string;
    message: string;
    retry_in_ms: number | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "tool_call_requested";
    call: string;
    tool: string;
    side_effect: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  kind: "workflow.node.progress";
  payload: {
    state: "tool_call_started";
    call: string;
    tool: string;
  };
};

/** The variables of POST /v1/workflow-runs/{id}/pause. */
export interface FabricPauseRunVariables {
  id: string;
  reason?: string | null;
}

/** What POST /v1/workflow-runs/{id}/pause gives. */
export type FabricPauseRunAnswer = {
  id: string;
  run_id: string;
  definition_id: string | null;
  definition_name: string | null;
  name: string;
  status: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
  reason: string | null;
  input: unknown;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  usage: {
    input_tokens: number;
    output_tokens: number;
    estimated_cost_usd: number;
  };
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
};

/** The variables of POST /v1/workflow-runs/{id}/resume. */
export interface FabricResumeRunVariables {
  id: string;
  reason?: string | null;
}

/** What POST /v1/workflow-runs/{id}/resume gives. */
export type FabricResumeRunAnswer = {
  id: string;
  run_id: string;
  definition_id: string | null;
  definition_name: string | null;
  name: string;
  status: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
  reason: string | null;
  input: unknown;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  usage: {
    input_tokens: number;
    output_tokens: number;
    estimated_cost_usd: number;
  };
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
};

/** The variables of POST /v1/workflow-runs/{id}/start. */
export interface FabricStartRunVariables {
  id: string;
  reason?: string | null;
}

/** What POST /v1/workflow-runs/{id}/start gives. */
export type FabricStartRunAnswer = {
  id: string;
  run_id: string;
  definition_id: string | null;
  definition_name: string | null;
  name: string;
  status: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
  reason: string | null;
  input: unknown;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  usage: {
    input_tokens: number;
    output_tokens: number;
    estimated_cost_usd: number;
  };
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
};

/** The variables of POST /v1/approvals. */
export interface JochRequestApprovalVariables {
  namespace?: string;
  name?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  annotations?: Array<{
    key: string;
    value: string;
  }> | null;
  execution?: string | null;
  category?: "CUSTOM" | "OVERRIDE" | "PROMOTION" | "REVIEW" | "TOOL_CALL";
  toolCall?: string | null;
  tool?: string | null;
  arguments?: unknown | null;
  risk?: "CRITICAL" | "HIGH" | "LOW" | "MEDIUM";
  summary?: string;
  reason?: string | null;
  approvers?: Array<string> | null;
  timeout?: string | null;
  onTimeout?: "APPROVED" | "DENIED";
}

/** What POST /v1/approvals gives. */
export type JochRequestApprovalAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "Approval";
  id: string;
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
    uid: string;
    generation: number;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec: {
    requestedBy: {
      executionRef?: {
        name: string;
      };
    };
    action: {
      type: "tool_call" | "promotion" | "override" | "output_review" | "custom";
      tool?: string;
      input: unknown;
      toolCallRef?: {
        name: string;
      };
    };
    policyRef?: {
      name?: string;
    };
    risk: {
      level: "low" | "medium" | "high" | "critical";
      summary: string;
    };
    routing: {
      approvers: Array<string>;
      timeoutMinutes: number;
      timeoutAt: string;
      onTimeout: "pending" | "approve" | "deny";
    };
    options: ["approve","reject","edit"];
  };
  status: {
    phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
    observedGeneration: number;
    decision?: "approve" | "reject" | "edit" | "request_changes";
    decidedBy?: string;
    decidedAt?: string;
    rationale?: string;
    editedRequest?: unknown;
  };
};

/** The variables of POST /v1/approvals/{id}/decide. */
export interface JochDecideApprovalVariables {
  id: string;
  namespace?: string;
  decision: "APPROVE" | "DENY" | "EDIT" | "REQUEST_CHANGES";
  rationale?: string | null;
  edited?: unknown | null;
}

/** What POST /v1/approvals/{id}/decide gives. */
export type JochDecideApprovalAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "Approval";
  id: string;
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
    uid: string;
    generation: number;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec: {
    requestedBy: {
      executionRef?: {
        name: string;
      };
    };
    action: {
      type: "tool_call" | "promotion" | "override" | "output_review" | "custom";
      tool?: string;
      input: unknown;
      toolCallRef?: {
        name: string;
      };
    };
    policyRef?: {
      name?: string;
    };
    risk: {
      level: "low" | "medium" | "high" | "critical";
      summary: string;
    };
    routing: {
      approvers: Array<string>;
      timeoutMinutes: number;
      timeoutAt: string;
      onTimeout: "pending" | "approve" | "deny";
    };
    options: ["approve","reject","edit"];
  };
  status: {
    phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
    observedGeneration: number;
    decision?: "approve" | "reject" | "edit" | "request_changes";
    decidedBy?: string;
    decidedAt?: string;
    rationale?: string;
    editedRequest?: unknown;
  };
};

/** The variables of POST /v1/approvals/{id}/override. */
export interface JochOverrideApprovalVariables {
  id: string;
  namespace?: string;
  decision: "APPROVE" | "DENY" | "EDIT" | "REQUEST_CHANGES";
  grantBy: string;
  reason: string;
}

/** What POST /v1/approvals/{id}/override gives. */
export type JochOverrideApprovalAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "Approval";
  id: string;
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
    uid: string;
    generation: number;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec: {
    requestedBy: {
      executionRef?: {
        name: string;
      };
    };
    action: {
      type: "tool_call" | "promotion" | "override" | "output_review" | "custom";
      tool?: string;
      input: unknown;
      toolCallRef?: {
        name: string;
      };
    };
    policyRef?: {
      name?: string;
    };
    risk: {
      level: "low" | "medium" | "high" | "critical";
      summary: string;
    };
    routing: {
      approvers: Array<string>;
      timeoutMinutes: number;
      timeoutAt: string;
      onTimeout: "pending" | "approve" | "deny";
    };
    options: ["approve","reject","edit"];
  };
  status: {
    phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
    observedGeneration: number;
    decision?: "approve" | "reject" | "edit" | "request_changes";
    decidedBy?: string;
    decidedAt?: string;
    rationale?: string;
    editedRequest?: unknown;
  };
};

/** The variables of GET /v1/namespaces/{ns}/approvals. */
export interface JochListApprovalsVariables {
  ns: string;
  execution?: string | null;
  phase?: Array<"APPROVED" | "CANCELLED" | "CHANGES_REQUESTED" | "DENIED" | "EXPIRED" | "OVERRIDDEN" | "PENDING"> | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  limit?: number;
  continue?: string | null;
}

/** What GET /v1/namespaces/{ns}/approvals gives. */
export type JochListApprovalsAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ApprovalList";
  metadata: {
    resourceVersion: string;
    continue?: string | null;
  };
  items: Array<{
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Approval";
    id: string;
    metadata: {
      name: string;
      namespace: string;
      labels: Record<string, string>;
      annotations: Record<string, string>;
      uid: string;
      generation: number;
      creationTimestamp: string;
      resourceVersion: string;
    };
    spec: {
      requestedBy: {
        executionRef?: {
          name: string;
        };
      };
      action: {
        type: "tool_call" | "promotion" | "override" | "output_review" | "custom";
        tool?: string;
        input: unknown;
        toolCallRef?: {
          name: string;
        };
      };
      policyRef?: {
        name?: string;
      };
      risk: {
        level: "low" | "medium" | "high" | "critical";
        summary: string;
      };
      routing: {
        approvers: Array<string>;
        timeoutMinutes: number;
        timeoutAt: string;
        onTimeout: "pending" | "approve" | "deny";
      };
      options: ["approve","reject","edit"];
    };
    status: {
      phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      observedGeneration: number;
      decision?: "approve" | "reject" | "edit" | "request_changes";
      decidedBy?: string;
      decidedAt?: string;
      rationale?: string;
      editedRequest?: unknown;
    };
  }>;
};

/** The variables of GET /v1/namespaces/{ns}/approvals. */
export interface JochWatchApprovalsVariables {
  ns: string;
  execution?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  after?: string | null;
  initial?: boolean;
}

/** What GET /v1/namespaces/{ns}/approvals gives. */
export type JochWatchApprovalsAnswer = {
  type: "MODIFIED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Approval";
    metadata: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      uid?: string;
      generation?: number;
      creationTimestamp?: string;
      resourceVersion: string;
    };
    spec?: {
      requestedBy: {
        executionRef?: {
          name: string;
        };
      };
      action: {
        type: "tool_call" | "promotion" | "override" | "output_review" | "custom";
        tool?: string;
        input: unknown;
        toolCallRef?: {
          name: string;
        };
      };
      policyRef?: {
        name?: string;
      };
      risk: {
        level: "low" | "medium" | "high" | "critical";
        summary: string;
      };
      routing: {
        approvers: Array<string>;
        timeoutMinutes: number;
        timeoutAt: string;
        onTimeout: "pending" | "approve" | "deny";
      };
      options: ["approve","reject","edit"];
    };
    status?: {
      phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      observedGeneration: number;
      decision?: "approve" | "reject" | "edit" | "request_changes";
      decidedBy?: string;
      decidedAt?: string;
      rationale?: string;
      editedRequest?: unknown;
    };
  };
} | {
  type: "DELETED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Approval";
    metadata: {
      name: string;
      namespace: string;
      labels: Record<string, string>;
      uid: string;
      resourceVersion: string;
    };
  };
} | {
  type: "ADDED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Approval";
    metadata: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      uid?: string;
      generation?: number;
      creationTimestamp?: string;
      resourceVersion: string;
    };
    spec?: {
      requestedBy: {
        executionRef?: {
          name: string;
        };
      };
      action: {
        type: "tool_call" | "promotion" | "override" | "output_review" | "custom";
        tool?: string;
        input: unknown;
        toolCallRef?: {
          name: string;
        };
      };
      policyRef?: {
        name?: string;
      };
      risk: {
        level: "low" | "medium" | "high" | "critical";
        summary: string;
      };
      routing: {
        approvers: Array<string>;
        timeoutMinutes: number;
        timeoutAt: string;
        onTimeout: "pending" | "approve" | "deny";
      };
      options: ["approve","reject","edit"];
    };
    status?: {
      phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      observedGeneration: number;
      decision?: "approve" | "reject" | "edit" | "request_changes";
      decidedBy?: string;
      decidedAt?: string;
      rationale?: string;
      editedRequest?: unknown;
    };
  };
} | {
  type: "ADDED" | "MODIFIED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Approval";
    metadata: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      uid?: string;
      generation?: number;
      creationTimestamp?: string;
      resourceVersion: string;
    };
    spec?: {
      requestedBy: {
        executionRef?: {
          name: string;
        };
      };
      action: {
        type: "tool_call" | "promotion" | "override" | "output_review" | "custom";
        tool?: string;
        input: unknown;
        toolCallRef?: {
          name: string;
        };
      };
      policyRef?: {
        name?: string;
      };
      risk: {
        level: "low" | "medium" | "high" | "critical";
        summary: string;
      };
      routing: {
        approvers: Array<string>;
        timeoutMinutes: number;
        timeoutAt: string;
        onTimeout: "pending" | "approve" | "deny";
      };
      options: ["approve","reject","edit"];
    };
    status?: {
      phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      observedGeneration: number;
      decision?: "approve" | "reject" | "edit" | "request_changes";
      decidedBy?: string;
      decidedAt?: string;
      rationale?: string;
      editedRequest?: unknown;
    };
  };
};

/** The variables of GET /v1/namespaces/{ns}/approvals/{name}. */
export interface JochGetApprovalVariables {
  ns: string;
  name: string;
}

/** What GET /v1/namespaces/{ns}/approvals/{name} gives. */
export type JochGetApprovalAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "Approval";
  id: string;
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
    uid: string;
    generation: number;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec: {
    requestedBy: {
      executionRef?: {
        name: string;
      };
    };
    action: {
      type: "tool_call" | "promotion" | "override" | "output_review" | "custom";
      tool?: string;
      input: unknown;
      toolCallRef?: {
        name: string;
      };
    };
    policyRef?: {
      name?: string;
    };
    risk: {
      level: "low" | "medium" | "high" | "critical";
      summary: string;
    };
    routing: {
      approvers: Array<string>;
      timeoutMinutes: number;
      timeoutAt: string;
      onTimeout: "pending" | "approve" | "deny";
    };
    options: ["approve","reject","edit"];
  };
  status: {
    phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
    observedGeneration: number;
    decision?: "approve" | "reject" | "edit" | "request_changes";
    decidedBy?: string;
    decidedAt?: string;
    rationale?: string;
    editedRequest?: unknown;
  };
};

/** The variables of GET /v1/namespaces/{ns}/executions. */
export interface JochListExecutionsVariables {
  ns: string;
  agent?: string | null;
  phase?: Array<"CANCELLED" | "DEAD_LETTERED" | "FAILED" | "PAUSED" | "PENDING" | "QUEUED" | "RUNNING" | "SUCCEEDED" | "TIMED_OUT" | "WAITING"> | null;
  since?: string | null;
  selector?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  limit?: number;
  continue?: string | null;
}

/** What GET /v1/namespaces/{ns}/executions gives. */
export type JochListExecutionsAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ExecutionList";
  metadata: {
    resourceVersion: string;
    continue?: string | null;
  };
  items: Array<{
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Execution";
    metadata: {
      name: string;
      namespace: string;
      labels: Record<string, string>;
      uid: string;
      generation: 1;
      creationTimestamp: string;
      resourceVersion: string;
    };
    spec: {
      trigger: {
        type: "manual" | "schedule" | "replay" | "fork";
        sourceRef?: {
          kind: "Execution";
          name: string;
        };
      };
      input: unknown;
      agentRef: {
        name?: string;
      };
      conversationRef: {
        name: string;
      };
    } | {
      trigger: {
        type: "manual" | "schedule" | "replay" | "fork";
        sourceRef?: {
          kind: "Execution";
          name: string;
        };
      };
      input: unknown;
      agentRef?: {
        name: string;
      };
      toolRef?: {
        name: string;
      };
    };
    status: {
      phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
      observedGeneration: 1;
      message?: string;
      startedAt?: string;
      completedAt?: string;
      costUsd: number;
      tokensIn: number;
      tokensOut: number;
      modelCalls: number;
      toolCalls: number;
      durationMs: number;
      approvals: Array<string>;
      hookDecisions: Array<{
        hook: "steps/toolCallRequest";
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      }>;
      output?: unknown;
      failure?: {
        code: string;
        message: string;
      };
    };
  }>;
};

/** The variables of GET /v1/namespaces/{ns}/executions. */
export interface JochWatchExecutionsVariables {
  ns: string;
  agent?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  after?: string | null;
  initial?: boolean;
}

/** What GET /v1/namespaces/{ns}/executions gives. */
export type JochWatchExecutionsAnswer = {
  type: "ADDED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Execution";
    metadata: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      uid?: string;
      generation: 1;
      creationTimestamp?: string;
      resourceVersion: string;
    };
    spec?: {
      trigger: {
        type: "manual" | "schedule" | "replay" | "fork";
        sourceRef?: {
          kind: "Execution";
          name: string;
        };
      };
      input: unknown;
      agentRef: {
        name?: string;
      };
      conversationRef: {
        name: string;
      };
    } | {
      trigger: {
        type: "manual" | "schedule" | "replay" | "fork";
        sourceRef?: {
          kind: "Execution";
          name: string;
        };
      };
      input: unknown;
      agentRef?: {
        name: string;
      };
      toolRef?: {
        name: string;
      };
    };
    status?: {
      phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
      observedGeneration: 1;
      message?: string;
      startedAt?: string;
      completedAt?: string;
      costUsd: number;
      tokensIn: number;
      tokensOut: number;
      modelCalls: number;
      toolCalls: number;
      durationMs: number;
      approvals: Array<string>;
      hookDecisions: Array<{
        hook: "steps/toolCallRequest";
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      }>;
      output?: unknown;
      failure?: {
        code: string;
        message: string;
      };
    };
  };
} | {
  type: "MODIFIED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Execution";
    metadata: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      uid?: string;
      generation: 1;
      creationTimestamp?: string;
      resourceVersion: string;
    };
    spec?: {
      trigger: {
        type: "manual" | "schedule" | "replay" | "fork";
        sourceRef?: {
          kind: "Execution";
          name: string;
        };
      };
      input: unknown;
      agentRef: {
        name?: string;
      };
      conversationRef: {
        name: string;
      };
    } | {
      trigger: {
        type: "manual" | "schedule" | "replay" | "fork";
        sourceRef?: {
          kind: "Execution";
          name: string;
        };
      };
      input: unknown;
      agentRef?: {
        name: string;
      };
      toolRef?: {
        name: string;
      };
    };
    status?: {
      phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
      observedGeneration: 1;
      message?: string;
      startedAt?: string;
      completedAt?: string;
      costUsd: number;
      tokensIn: number;
      tokensOut: number;
      modelCalls: number;
      toolCalls: number;
      durationMs: number;
      approvals: Array<string>;
      hookDecisions: Array<{
        hook: "steps/toolCallRequest";
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      }>;
      output?: unknown;
      failure?: {
        code: string;
        message: string;
      };
    };
  };
};

/** The variables of POST /v1/namespaces/{ns}/executions. */
export interface JochStartExecutionVariables {
  ns: string;
  name?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  agent: string;
  input: unknown;
  model?: {
    name: string;
    namespace?: string;
  } | null;
  idempotencyKey?: string | null;
}

/** What POST /v1/namespaces/{ns}/executions gives. */
export type JochStartExecutionAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "Execution";
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    uid: string;
    generation: 1;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec: {
    agentRef: {
      name?: string;
    };
    conversationRef: {
      name: string;
    };
    trigger: {
      type: "manual" | "schedule" | "replay" | "fork";
      sourceRef?: {
        kind: "Execution";
        name: string;
      };
    };
    input: unknown;
  };
  status: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
    observedGeneration: 1;
    message?: string;
    startedAt?: string;
    completedAt?: string;
    costUsd: number;
    tokensIn: number;
    tokensOut: number;
    modelCalls: number;
    toolCalls: number;
    durationMs: number;
    approvals: Array<string>;
    hookDecisions: Array<{
      hook: "steps/toolCallRequest";
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    }>;
    output?: unknown;
    failure?: {
      code: string;
      message: string;
    };
  };
};

/** The variables of GET /v1/namespaces/{ns}/executions/{name}. */
export interface JochGetExecutionVariables {
  ns: string;
  name: string;
}

/** What GET /v1/namespaces/{ns}/executions/{name} gives. */
export type JochGetExecutionAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "Execution";
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    uid: string;
    generation: 1;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec: {
    trigger: {
      type: "manual" | "schedule" | "replay" | "fork";
      sourceRef?: {
        kind: "Execution";
        name: string;
      };
    };
    input: unknown;
    agentRef: {
      name?: string;
    };
    conversationRef: {
      name: string;
    };
  } | {
    trigger: {
      type: "manual" | "schedule" | "replay" | "fork";
      sourceRef?: {
        kind: "Execution";
        name: string;
      };
    };
    input: unknown;
    agentRef?: {
      name: string;
    };
    toolRef?: {
      name: string;
    };
  };
  status: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
    observedGeneration: 1;
    message?: string;
    startedAt?: string;
    completedAt?: string;
    costUsd: number;
    tokensIn: number;
    tokensOut: number;
    modelCalls: number;
    toolCalls: number;
    durationMs: number;
    approvals: Array<string>;
    hookDecisions: Array<{
      hook: "steps/toolCallRequest";
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    }>;
    output?: unknown;
    failure?: {
      code: string;
      message: string;
    };
  };
};

/** The variables of POST /v1/namespaces/{ns}/executions/{name}/cancel. */
export interface JochCancelExecutionVariables {
  ns: string;
  name: string;
  reason?: string | null;
}

/** What POST /v1/namespaces/{ns}/executions/{name}/cancel gives. */
export type JochCancelExecutionAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "Execution";
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    uid: string;
    generation: 1;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec: {
    trigger: {
      type: "manual" | "schedule" | "replay" | "fork";
      sourceRef?: {
        kind: "Execution";
        name: string;
      };
    };
    input: unknown;
    agentRef: {
      name?: string;
    };
    conversationRef: {
      name: string;
    };
  } | {
    trigger: {
      type: "manual" | "schedule" | "replay" | "fork";
      sourceRef?: {
        kind: "Execution";
        name: string;
      };
    };
    input: unknown;
    agentRef?: {
      name: string;
    };
    toolRef?: {
      name: string;
    };
  };
  status: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
    observedGeneration: 1;
    message?: string;
    startedAt?: string;
    completedAt?: string;
    costUsd: number;
    tokensIn: number;
    tokensOut: number;
    modelCalls: number;
    toolCalls: number;
    durationMs: number;
    approvals: Array<string>;
    hookDecisions: Array<{
      hook: "steps/toolCallRequest";
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    }>;
    output?: unknown;
    failure?: {
      code: string;
      message: string;
    };
  };
};

/** The variables of GET /v1/namespaces/{ns}/executions/{name}/events. */
export interface JochExecutionEventsVariables {
  ns: string;
  name: string;
  after?: string | null;
}

/** What GET /v1/namespaces/{ns}/executions/{name}/events gives. */
export type JochExecutionEventsAnswer = {
  type: "ApprovalRequested" | "ApprovalGranted" | "ApprovalDenied";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  payload: {
    approvalId: string;
    phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
    rationale?: string;
  };
} | {
  type: "ApprovalRequested";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  payload: {
    approvalId: string;
    summary: string;
  };
} | {
  type: "ExecutionCreated";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  payload: {
    name: string;
  };
} | {
  type: "ExecutionFailed" | "ExecutionSucceeded" | "ExecutionCancelled";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  payload: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
    reason?: string;
  };
} | {
  type: "ExecutionPaused";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  payload: {
    reason?: string;
  };
} | {
  type: "ExecutionScheduled";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  payload: {
    turn: number;
  };
} | {
  type: "ExecutionStarted";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  payload: {
    turn: number;
  };
} | {
  type: "ExecutionWaiting";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  payload: {
    reason: string;
    approvals: Array<string>;
  };
} | {
  type: "ModelCallCompleted";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  stepId: string;
  payload: {
    key: string;
    provider: string;
    model: string;
    attempt: number;
    inputTokens: number;
    outputTokens: number;
    costUsd: number;
    latencyMs: number;
  };
} | {
  type: "ModelCallFailed";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  stepId: string;
  payload: {
    key: string;
    attempt: number;
    code: string;
    message: string;
    retryInMs?: number;
  };
} | {
  type: "ModelCallStarted";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  stepId: string;
  payload: {
    key: string;
    provider: string;
    model: string;
    attempt: number;
  };
} | {
  type: "HookDecision" | "PolicyDenied";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  stepId: string;
  payload: {
    decision: "allow" | "deny" | "modify" | "require_approval";
    policyId?: string;
    policyVersion?: string;
    rule?: string;
    reason: string;
  };
} | {
  type: "ToolCallCompleted";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  stepId: string;
  payload: {
    key: string;
    tool: string;
    attempt: number;
    isError: boolean;
    latencyMs: number;
  };
} | {
  type: "ToolCallFailed";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  stepId: string;
  payload: {
    key: string;
    tool: string;
    attempt: number;
    code: string;
    message: string;
    retryInMs?: number;
  };
} | {
  type: "ToolCallRequested";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  stepId: string;
  payload: {
    key: string;
    tool: string;
    sideEffect: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
  };
} | {
  type: "ToolCallStarted";
  cursor: string;
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  agentRef?: {
    name: string;
  };
  stepId: string;
  payload: {
    key: string;
    tool: string;
  };
};

/** The variables of POST /v1/namespaces/{ns}/executions/{name}/replay. */
export interface JochReplayExecutionVariables {
  ns: string;
  name: string;
  mode?: "LIVE" | "LIVE_WITH_SIDE_EFFECTS" | "RECORDED" | null;
  fromStep?: string | null;
}

/** What POST /v1/namespaces/{ns}/executions/{name}/replay gives. */
export type JochReplayExecutionAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "Execution";
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    uid: string;
    generation: 1;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec: {
    trigger: {
      type: "manual" | "schedule" | "replay" | "fork";
      sourceRef?: {
        kind: "Execution";
        name: string;
      };
    };
    input: unknown;
    agentRef: {
      name?: string;
    };
    conversationRef: {
      name: string;
    };
  } | {
    trigger: {
      type: "manual" | "schedule" | "replay" | "fork";
      sourceRef?: {
        kind: "Execution";
        name: string;
      };
    };
    input: unknown;
    agentRef?: {
      name: string;
    };
    toolRef?: {
      name: string;
    };
  };
  status: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
    observedGeneration: 1;
    message?: string;
    startedAt?: string;
    completedAt?: string;
    costUsd: number;
    tokensIn: number;
    tokensOut: number;
    modelCalls: number;
    toolCalls: number;
    durationMs: number;
    approvals: Array<string>;
    hookDecisions: Array<{
      hook: "steps/toolCallRequest";
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    }>;
    output?: unknown;
    failure?: {
      code: string;
      message: string;
    };
  };
};

/** The variables of GET /v1/namespaces/{ns}/toolcalls. */
export interface JochListToolCallsVariables {
  ns: string;
  execution?: string | null;
  tool?: string | null;
  phase?: Array<"CANCELLED" | "FAILED" | "PENDING" | "RUNNING" | "SKIPPED" | "SUCCEEDED" | "WAITING"> | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  limit?: number;
  continue?: string | null;
}

/** What GET /v1/namespaces/{ns}/toolcalls gives. */
export type JochListToolCallsAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ToolCallList";
  metadata: {
    resourceVersion: string;
    continue?: string | null;
  };
  items: Array<{
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "ToolCall";
    id: string;
    metadata: {
      name: string;
      namespace: string;
      labels: Record<string, string>;
      uid: string;
      generation: 1;
      creationTimestamp: string;
      resourceVersion: string;
    };
    spec: {
      executionRef: {
        name: string;
      };
      agentRef?: {
        name: string;
      };
      toolRef?: {
        name: string;
      };
      toolName: string;
      input: unknown;
      sideEffects: {
        level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
        idempotent?: boolean;
        idempotencyKey: string;
      };
      approval?: {
        id: string;
        required: true;
        status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
        approvedBy?: string;
        approvedAt?: string;
      };
      hookContext: {
        aosStepId: string;
      };
    };
    status: {
      phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
      observedGeneration: 1;
      startedAt?: string;
      completedAt?: string;
      output?: unknown;
      isError: boolean;
      error?: {
        code: string;
        message: string;
      };
      durationMs?: number;
      attempt: number;
      hookDecisions: Array<{
        hook: "steps/toolCallRequest";
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      }>;
    };
  }>;
};

/** The variables of GET /v1/namespaces/{ns}/toolcalls. */
export interface JochWatchToolCallsVariables {
  ns: string;
  execution?: string | null;
  tool?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  after?: string | null;
  initial?: boolean;
}

/** What GET /v1/namespaces/{ns}/toolcalls gives. */
export type JochWatchToolCallsAnswer = {
  type: "MODIFIED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "ToolCall";
    metadata: {
      name: string;
      namespace: string;
      labels: Record<string, string>;
      uid: string;
      generation: 1;
      creationTimestamp: string;
      resourceVersion: string;
    };
    spec: {
      executionRef: {
        name: string;
      };
      agentRef?: {
        name: string;
      };
      toolRef?: {
        name: string;
      };
      toolName: string;
      input: unknown;
      sideEffects: {
        level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
        idempotent?: boolean;
        idempotencyKey: string;
      };
      approval?: {
        id: string;
        required: true;
        status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
        approvedBy?: string;
        approvedAt?: string;
      };
      hookContext: {
        aosStepId: string;
      };
    };
    status: {
      phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
      observedGeneration: 1;
      startedAt?: string;
      completedAt?: string;
      output?: unknown;
      isError: boolean;
      error?: {
        code: string;
        message: string;
      };
      durationMs?: number;
      attempt: number;
      hookDecisions: Array<{
        hook: "steps/toolCallRequest";
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      }>;
    };
  };
} | {
  type: "ADDED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "ToolCall";
    metadata: {
      name: string;
      namespace: string;
      labels: Record<string, string>;
      uid: string;
      generation: 1;
      creationTimestamp: string;
      resourceVersion: string;
    };
    spec: {
      executionRef: {
        name: string;
      };
      agentRef?: {
        name: string;
      };
      toolRef?: {
        name: string;
      };
      toolName: string;
      input: unknown;
      sideEffects: {
        level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
        idempotent?: boolean;
        idempotencyKey: string;
      };
      approval?: {
        id: string;
        required: true;
        status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
        approvedBy?: string;
        approvedAt?: string;
      };
      hookContext: {
        aosStepId: string;
      };
    };
    status: {
      phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
      observedGeneration: 1;
      startedAt?: string;
      completedAt?: string;
      output?: unknown;
      isError: boolean;
      error?: {
        code: string;
        message: string;
      };
      durationMs?: number;
      attempt: number;
      hookDecisions: Array<{
        hook: "steps/toolCallRequest";
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      }>;
    };
  };
};

/** The variables of GET /v1/namespaces/{ns}/toolcalls/{name}. */
export interface JochGetToolCallOfNamespaceVariables {
  ns: string;
  name: string;
}

/** What GET /v1/namespaces/{ns}/toolcalls/{name} gives. */
export type JochGetToolCallOfNamespaceAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ToolCall";
  id: string;
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    uid: string;
    generation: 1;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec: {
    executionRef: {
      name: string;
    };
    agentRef?: {
      name: string;
    };
    toolRef?: {
      name: string;
    };
    toolName: string;
    input: unknown;
    sideEffects: {
      level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
      idempotent?: boolean;
      idempotencyKey: string;
    };
    approval?: {
      id: string;
      required: true;
      status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      approvedBy?: string;
      approvedAt?: string;
    };
    hookContext: {
      aosStepId: string;
    };
  };
  status: {
    phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
    observedGeneration: 1;
    startedAt?: string;
    completedAt?: string;
    output?: unknown;
    isError: boolean;
    error?: {
      code: string;
      message: string;
    };
    durationMs?: number;
    attempt: number;
    hookDecisions: Array<{
      hook: "steps/toolCallRequest";
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    }>;
  };
};

/** The variables of GET /v1/namespaces/{ns}/{kind}. */
export interface JochListResourcesVariables {
  ns: string;
  kind: "AGENT" | "AGENT_ROLE" | "AGENT_SYSTEM" | "AG_BOM" | "ARTIFACT" | "BUDGET" | "CONVERSATION" | "DEPLOYMENT" | "ENVIRONMENT" | "EVAL" | "FRAMEWORK_ADAPTER" | "HANDOFF" | "KNOWLEDGE_SOURCE" | "MCP_SERVER" | "MEMORY" | "MODEL_ENDPOINT" | "MODEL_ROUTE" | "POLICY" | "RAG" | "SCHEDULE" | "SEALED_SECRET" | "SECRET" | "STATE_CHECKPOINT" | "TASK" | "TASK_WEBHOOK" | "TEAM" | "TOOL" | "TOOL_PERMISSION" | "TRACE" | "WORKER" | "WORKFLOW";
  limit?: number;
  continue?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
}

/** What GET /v1/namespaces/{ns}/{kind} gives. */
export type JochListResourcesAnswer = {
  apiVersion: "joch.dev/v1alpha1";
  kind: "List";
  metadata: {
    resourceVersion: string;
    continue?: string | null;
  };
  items: Array<unknown>;
};

/** The variables of DELETE /v1/namespaces/{ns}/{kind}/{name}. */
export interface JochDeleteResourceVariables {
  ns: string;
  kind: "AGENT" | "AGENT_ROLE" | "AGENT_SYSTEM" | "AG_BOM" | "ARTIFACT" | "BUDGET" | "CONVERSATION" | "DEPLOYMENT" | "ENVIRONMENT" | "EVAL" | "FRAMEWORK_ADAPTER" | "HANDOFF" | "KNOWLEDGE_SOURCE" | "MCP_SERVER" | "MEMORY" | "MODEL_ENDPOINT" | "MODEL_ROUTE" | "POLICY" | "RAG" | "SCHEDULE" | "SEALED_SECRET" | "SECRET" | "STATE_CHECKPOINT" | "TASK" | "TASK_WEBHOOK" | "TEAM" | "TOOL" | "TOOL_PERMISSION" | "TRACE" | "WORKER" | "WORKFLOW";
  name: string;
  version?: string | null;
  dryRun?: boolean;
}

/** What DELETE /v1/namespaces/{ns}/{kind}/{name} gives. */
export type JochDeleteResourceAnswer = unknown;

/** The variables of GET /v1/namespaces/{ns}/{kind}/{name}. */
export interface JochGetResourceVariables {
  ns: string;
  kind: "AGENT" | "AGENT_ROLE" | "AGENT_SYSTEM" | "AG_BOM" | "ARTIFACT" | "BUDGET" | "CONVERSATION" | "DEPLOYMENT" | "ENVIRONMENT" | "EVAL" | "FRAMEWORK_ADAPTER" | "HANDOFF" | "KNOWLEDGE_SOURCE" | "MCP_SERVER" | "MEMORY" | "MODEL_ENDPOINT" | "MODEL_ROUTE" | "POLICY" | "RAG" | "SCHEDULE" | "SEALED_SECRET" | "SECRET" | "STATE_CHECKPOINT" | "TASK" | "TASK_WEBHOOK" | "TEAM" | "TOOL" | "TOOL_PERMISSION" | "TRACE" | "WORKER" | "WORKFLOW";
  name: string;
}

/** What GET /v1/namespaces/{ns}/{kind}/{name} gives. */
export type JochGetResourceAnswer = unknown;

/** The variables of PATCH /v1/namespaces/{ns}/{kind}/{name}. */
export interface JochPatchResourceVariables {
  ns: string;
  kind: "AGENT" | "AGENT_ROLE" | "AGENT_SYSTEM" | "AG_BOM" | "ARTIFACT" | "BUDGET" | "CONVERSATION" | "DEPLOYMENT" | "ENVIRONMENT" | "EVAL" | "FRAMEWORK_ADAPTER" | "HANDOFF" | "KNOWLEDGE_SOURCE" | "MCP_SERVER" | "MEMORY" | "MODEL_ENDPOINT" | "MODEL_ROUTE" | "POLICY" | "RAG" | "SCHEDULE" | "SEALED_SECRET" | "SECRET" | "STATE_CHECKPOINT" | "TASK" | "TASK_WEBHOOK" | "TEAM" | "TOOL" | "TOOL_PERMISSION" | "TRACE" | "WORKER" | "WORKFLOW";
  name: string;
  patch: unknown;
  version?: string | null;
  dryRun?: boolean;
}

/** What PATCH /v1/namespaces/{ns}/{kind}/{name} gives. */
export type JochPatchResourceAnswer = unknown;

/** The variables of GET /v1/resources. */
export interface JochListAllApprovalsVariables {
  namespace?: string | null;
  execution?: string | null;
  phase?: Array<"APPROVED" | "CANCELLED" | "CHANGES_REQUESTED" | "DENIED" | "EXPIRED" | "OVERRIDDEN" | "PENDING"> | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  limit?: number;
  continue?: string | null;
}

/** What GET /v1/resources gives. */
export type JochListAllApprovalsAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ApprovalList";
  metadata: {
    resourceVersion: string;
    continue?: string | null;
  };
  items: Array<{
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Approval";
    id: string;
    metadata: {
      name: string;
      namespace: string;
      labels: Record<string, string>;
      annotations: Record<string, string>;
      uid: string;
      generation: number;
      creationTimestamp: string;
      resourceVersion: string;
    };
    spec: {
      requestedBy: {
        executionRef?: {
          name: string;
        };
      };
      action: {
        type: "tool_call" | "promotion" | "override" | "output_review" | "custom";
        tool?: string;
        input: unknown;
        toolCallRef?: {
          name: string;
        };
      };
      policyRef?: {
        name?: string;
      };
      risk: {
        level: "low" | "medium" | "high" | "critical";
        summary: string;
      };
      routing: {
        approvers: Array<string>;
        timeoutMinutes: number;
        timeoutAt: string;
        onTimeout: "pending" | "approve" | "deny";
      };
      options: ["approve","reject","edit"];
    };
    status: {
      phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      observedGeneration: number;
      decision?: "approve" | "reject" | "edit" | "request_changes";
      decidedBy?: string;
      decidedAt?: string;
      rationale?: string;
      editedRequest?: unknown;
    };
  }>;
};

/** The variables of GET /v1/resources. */
export interface JochListAllExecutionsVariables {
  namespace?: string | null;
  agent?: string | null;
  phase?: Array<"CANCELLED" | "DEAD_LETTERED" | "FAILED" | "PAUSED" | "PENDING" | "QUEUED" | "RUNNING" | "SUCCEEDED" | "TIMED_OUT" | "WAITING"> | null;
  since?: string | null;
  selector?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  limit?: number;
  continue?: string | null;
}

/** What GET /v1/resources gives. */
export type JochListAllExecutionsAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ExecutionList";
  metadata: {
    resourceVersion: string;
    continue?: string | null;
  };
  items: Array<{
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Execution";
    metadata: {
      name: string;
      namespace: string;
      labels: Record<string, string>;
      uid: string;
      generation: 1;
      creationTimestamp: string;
      resourceVersion: string;
    };
    spec: {
      trigger: {
        type: "manual" | "schedule" | "replay" | "fork";
        sourceRef?: {
          kind: "Execution";
          name: string;
        };
      };
      input: unknown;
      agentRef: {
        name?: string;
      };
      conversationRef: {
        name: string;
      };
    } | {
      trigger: {
        type: "manual" | "schedule" | "replay" | "fork";
        sourceRef?: {
          kind: "Execution";
          name: string;
        };
      };
      input: unknown;
      agentRef?: {
        name: string;
      };
      toolRef?: {
        name: string;
      };
    };
    status: {
      phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
      observedGeneration: 1;
      message?: string;
      startedAt?: string;
      completedAt?: string;
      costUsd: number;
      tokensIn: number;
      tokensOut: number;
      modelCalls: number;
      toolCalls: number;
      durationMs: number;
      approvals: Array<string>;
      hookDecisions: Array<{
        hook: "steps/toolCallRequest";
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      }>;
      output?: unknown;
      failure?: {
        code: string;
        message: string;
      };
    };
  }>;
};

/** The variables of GET /v1/resources. */
export interface JochListAllResourcesVariables {
  namespace?: string | null;
  kind?: "AGENT" | "AGENT_ROLE" | "AGENT_SYSTEM" | "AG_BOM" | "ARTIFACT" | "BUDGET" | "CONVERSATION" | "DEPLOYMENT" | "ENVIRONMENT" | "EVAL" | "FRAMEWORK_ADAPTER" | "HANDOFF" | "KNOWLEDGE_SOURCE" | "MCP_SERVER" | "MEMORY" | "MODEL_ENDPOINT" | "MODEL_ROUTE" | "POLICY" | "RAG" | "SCHEDULE" | "SEALED_SECRET" | "SECRET" | "STATE_CHECKPOINT" | "TASK" | "TASK_WEBHOOK" | "TEAM" | "TOOL" | "TOOL_PERMISSION" | "TRACE" | "WORKER" | "WORKFLOW" | null;
  limit?: number;
  continue?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
}

/** What GET /v1/resources gives. */
export type JochListAllResourcesAnswer = {
  apiVersion: "joch.dev/v1alpha1";
  kind: "List";
  metadata: {
    resourceVersion: string;
    continue?: string | null;
  };
  items: Array<unknown>;
};

/** The variables of GET /v1/resources. */
export interface JochListAllToolCallsVariables {
  namespace?: string | null;
  execution?: string | null;
  tool?: string | null;
  phase?: Array<"CANCELLED" | "FAILED" | "PENDING" | "RUNNING" | "SKIPPED" | "SUCCEEDED" | "WAITING"> | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  limit?: number;
  continue?: string | null;
}

/** What GET /v1/resources gives. */
export type JochListAllToolCallsAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ToolCallList";
  metadata: {
    resourceVersion: string;
    continue?: string | null;
  };
  items: Array<{
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "ToolCall";
    id: string;
    metadata: {
      name: string;
      namespace: string;
      labels: Record<string, string>;
      uid: string;
      generation: 1;
      creationTimestamp: string;
      resourceVersion: string;
    };
    spec: {
      executionRef: {
        name: string;
      };
      agentRef?: {
        name: string;
      };
      toolRef?: {
        name: string;
      };
      toolName: string;
      input: unknown;
      sideEffects: {
        level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
        idempotent?: boolean;
        idempotencyKey: string;
      };
      approval?: {
        id: string;
        required: true;
        status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
        approvedBy?: string;
        approvedAt?: string;
      };
      hookContext: {
        aosStepId: string;
      };
    };
    status: {
      phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
      observedGeneration: 1;
      startedAt?: string;
      completedAt?: string;
      output?: unknown;
      isError: boolean;
      error?: {
        code: string;
        message: string;
      };
      durationMs?: number;
      attempt: number;
      hookDecisions: Array<{
        hook: "steps/toolCallRequest";
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      }>;
    };
  }>;
};

/** The variables of GET /v1/resources. */
export interface JochWatchAllApprovalsVariables {
  namespace?: string | null;
  execution?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  after?: string | null;
  initial?: boolean;
}

/** What GET /v1/resources gives. */
export type JochWatchAllApprovalsAnswer = {
  type: "MODIFIED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Approval";
    metadata: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      uid?: string;
      generation?: number;
      creationTimestamp?: string;
      resourceVersion: string;
    };
    spec?: {
      requestedBy: {
        executionRef?: {
          name: string;
        };
      };
      action: {
        type: "tool_call" | "promotion" | "override" | "output_review" | "custom";
        tool?: string;
        input: unknown;
        toolCallRef?: {
          name: string;
        };
      };
      policyRef?: {
        name?: string;
      };
      risk: {
        level: "low" | "medium" | "high" | "critical";
        summary: string;
      };
      routing: {
        approvers: Array<string>;
        timeoutMinutes: number;
        timeoutAt: string;
        onTimeout: "pending" | "approve" | "deny";
      };
      options: ["approve","reject","edit"];
    };
    status?: {
      phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      observedGeneration: number;
      decision?: "approve" | "reject" | "edit" | "request_changes";
      decidedBy?: string;
      decidedAt?: string;
      rationale?: string;
      editedRequest?: unknown;
    };
  };
} | {
  type: "DELETED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Approval";
    metadata: {
      name: string;
      namespace: string;
      labels: Record<string, string>;
      uid: string;
      resourceVersion: string;
    };
  };
} | {
  type: "ADDED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Approval";
    metadata: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      uid?: string;
      generation?: number;
      creationTimestamp?: string;
      resourceVersion: string;
    };
    spec?: {
      requestedBy: {
        executionRef?: {
          name: string;
        };
      };
      action: {
        type: "tool_call" | "promotion" | "override" | "output_review" | "custom";
        tool?: string;
        input: unknown;
        toolCallRef?: {
          name: string;
        };
      };
      policyRef?: {
        name?: string;
      };
      risk: {
        level: "low" | "medium" | "high" | "critical";
        summary: string;
      };
      routing: {
        approvers: Array<string>;
        timeoutMinutes: number;
        timeoutAt: string;
        onTimeout: "pending" | "approve" | "deny";
      };
      options: ["approve","reject","edit"];
    };
    status?: {
      phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      observedGeneration: number;
      decision?: "approve" | "reject" | "edit" | "request_changes";
      decidedBy?: string;
      decidedAt?: string;
      rationale?: string;
      editedRequest?: unknown;
    };
  };
} | {
  type: "ADDED" | "MODIFIED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Approval";
    metadata: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      uid?: string;
      generation?: number;
      creationTimestamp?: string;
      resourceVersion: string;
    };
    spec?: {
      requestedBy: {
        executionRef?: {
          name: string;
        };
      };
      action: {
        type: "tool_call" | "promotion" | "override" | "output_review" | "custom";
        tool?: string;
        input: unknown;
        toolCallRef?: {
          name: string;
        };
      };
      policyRef?: {
        name?: string;
      };
      risk: {
        level: "low" | "medium" | "high" | "critical";
        summary: string;
      };
      routing: {
        approvers: Array<string>;
        timeoutMinutes: number;
        timeoutAt: string;
        onTimeout: "pending" | "approve" | "deny";
      };
      options: ["approve","reject","edit"];
    };
    status?: {
      phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      observedGeneration: number;
      decision?: "approve" | "reject" | "edit" | "request_changes";
      decidedBy?: string;
      decidedAt?: string;
      rationale?: string;
      editedRequest?: unknown;
    };
  };
};

/** The variables of GET /v1/resources. */
export interface JochWatchAllExecutionsVariables {
  namespace?: string | null;
  agent?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  after?: string | null;
  initial?: boolean;
}

/** What GET /v1/resources gives. */
export type JochWatchAllExecutionsAnswer = {
  type: "ADDED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Execution";
    metadata: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      uid?: string;
      generation: 1;
      creationTimestamp?: string;
      resourceVersion: string;
    };
    spec?: {
      trigger: {
        type: "manual" | "schedule" | "replay" | "fork";
        sourceRef?: {
          kind: "Execution";
          name: string;
        };
      };
      input: unknown;
      agentRef: {
        name?: string;
      };
      conversationRef: {
        name: string;
      };
    } | {
      trigger: {
        type: "manual" | "schedule" | "replay" | "fork";
        sourceRef?: {
          kind: "Execution";
          name: string;
        };
      };
      input: unknown;
      agentRef?: {
        name: string;
      };
      toolRef?: {
        name: string;
      };
    };
    status?: {
      phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
      observedGeneration: 1;
      message?: string;
      startedAt?: string;
      completedAt?: string;
      costUsd: number;
      tokensIn: number;
      tokensOut: number;
      modelCalls: number;
      toolCalls: number;
      durationMs: number;
      approvals: Array<string>;
      hookDecisions: Array<{
        hook: "steps/toolCallRequest";
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      }>;
      output?: unknown;
      failure?: {
        code: string;
        message: string;
      };
    };
  };
} | {
  type: "MODIFIED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Execution";
    metadata: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      uid?: string;
      generation: 1;
      creationTimestamp?: string;
      resourceVersion: string;
    };
    spec?: {
      trigger: {
        type: "manual" | "schedule" | "replay" | "fork";
        sourceRef?: {
          kind: "Execution";
          name: string;
        };
      };
      input: unknown;
      agentRef: {
        name?: string;
      };
      conversationRef: {
        name: string;
      };
    } | {
      trigger: {
        type: "manual" | "schedule" | "replay" | "fork";
        sourceRef?: {
          kind: "Execution";
          name: string;
        };
      };
      input: unknown;
      agentRef?: {
        name: string;
      };
      toolRef?: {
        name: string;
      };
    };
    status?: {
      phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
      observedGeneration: 1;
      message?: string;
      startedAt?: string;
      completedAt?: string;
      costUsd: number;
      tokensIn: number;
      tokensOut: number;
      modelCalls: number;
      toolCalls: number;
      durationMs: number;
      approvals: Array<string>;
      hookDecisions: Array<{
        hook: "steps/toolCallRequest";
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      }>;
      output?: unknown;
      failure?: {
        code: string;
        message: string;
      };
    };
  };
};

/** The variables of GET /v1/resources. */
export interface JochWatchAllToolCallsVariables {
  namespace?: string | null;
  execution?: string | null;
  tool?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  after?: string | null;
  initial?: boolean;
}

/** What GET /v1/resources gives. */
export type JochWatchAllToolCallsAnswer = {
  type: "MODIFIED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "ToolCall";
    metadata: {
      name: string;
      namespace: string;
      labels: Record<string, string>;
      uid: string;
      generation: 1;
      creationTimestamp: string;
      resourceVersion: string;
    };
    spec: {
      executionRef: {
        name: string;
      };
      agentRef?: {
        name: string;
      };
      toolRef?: {
        name: string;
      };
      toolName: string;
      input: unknown;
      sideEffects: {
        level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
        idempotent?: boolean;
        idempotencyKey: string;
      };
      approval?: {
        id: string;
        required: true;
        status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
        approvedBy?: string;
        approvedAt?: string;
      };
      hookContext: {
        aosStepId: string;
      };
    };
    status: {
      phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
      observedGeneration: 1;
      startedAt?: string;
      completedAt?: string;
      output?: unknown;
      isError: boolean;
      error?: {
        code: string;
        message: string;
      };
      durationMs?: number;
      attempt: number;
      hookDecisions: Array<{
        hook: "steps/toolCallRequest";
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      }>;
    };
  };
} | {
  type: "ADDED";
  object: {
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "ToolCall";
    metadata: {
      name: string;
      namespace: string;
      labels: Record<string, string>;
      uid: string;
      generation: 1;
      creationTimestamp: string;
      resourceVersion: string;
    };
    spec: {
      executionRef: {
        name: string;
      };
      agentRef?: {
        name: string;
      };
      toolRef?: {
        name: string;
      };
      toolName: string;
      input: unknown;
      sideEffects: {
        level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
        idempotent?: boolean;
        idempotencyKey: string;
      };
      approval?: {
        id: string;
        required: true;
        status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
        approvedBy?: string;
        approvedAt?: string;
      };
      hookContext: {
        aosStepId: string;
      };
    };
    status: {
      phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
      observedGeneration: 1;
      startedAt?: string;
      completedAt?: string;
      output?: unknown;
      isError: boolean;
      error?: {
        code: string;
        message: string;
      };
      durationMs?: number;
      attempt: number;
      hookDecisions: Array<{
        hook: "steps/toolCallRequest";
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      }>;
    };
  };
};

/** The variables of GET /v1/resources. */
export interface JochWatchResourcesVariables {
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  name?: string | null;
  namespace?: string | null;
  kind?: "AGENT" | "AGENT_ROLE" | "AGENT_SYSTEM" | "AG_BOM" | "ARTIFACT" | "BUDGET" | "CONVERSATION" | "DEPLOYMENT" | "ENVIRONMENT" | "EVAL" | "FRAMEWORK_ADAPTER" | "HANDOFF" | "KNOWLEDGE_SOURCE" | "MCP_SERVER" | "MEMORY" | "MODEL_ENDPOINT" | "MODEL_ROUTE" | "POLICY" | "RAG" | "SCHEDULE" | "SEALED_SECRET" | "SECRET" | "STATE_CHECKPOINT" | "TASK" | "TASK_WEBHOOK" | "TEAM" | "TOOL" | "TOOL_PERMISSION" | "TRACE" | "WORKER" | "WORKFLOW" | null;
  after?: string | null;
  initial?: boolean;
}

/** What GET /v1/resources gives. */
export type JochWatchResourcesAnswer = {
  type: "ADDED" | "MODIFIED";
  object?: unknown;
} | {
  type: "DELETED";
  object?: unknown;
} | {
  type: "ADDED";
  object?: unknown;
} | {
  type: "MODIFIED";
  object?: unknown;
};

/** The variables of POST /v1/resources/apply. */
export interface JochApplyResourcesVariables {
  manifests: string;
  namespace?: string | null;
  dryRun?: boolean;
}

/** What POST /v1/resources/apply gives. */
export type JochApplyResourcesAnswer = {
  apiVersion: "joch.dev/v1alpha1";
  kind: "List";
  metadata: {
    resourceVersion: string;
  };
  dryRun: boolean;
  changes: Array<{
    action: "created" | "deleted" | "unchanged" | "updated";
    kind: "Agent" | "AgentRole" | "AgentSystem" | "AgBOM" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "MCPServer" | "Memory" | "Model" | "ModelRoute" | "Policy" | "RAG" | "Schedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
    namespace: string;
    name: string;
    diff: Array<{
      op: "add" | "change" | "remove";
      path: string;
      before?: unknown;
      after?: unknown;
    }>;
  }>;
  items: Array<unknown>;
};

/** The variables of POST /v1/resources/diff. */
export interface JochDiffResourcesVariables {
  manifests: string;
  namespace?: string | null;
}

/** What POST /v1/resources/diff gives. */
export type JochDiffResourcesAnswer = {
  changes: Array<{
    action: "created" | "deleted" | "unchanged" | "updated";
    kind: "Agent" | "AgentRole" | "AgentSystem" | "AgBOM" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "MCPServer" | "Memory" | "Model" | "ModelRoute" | "Policy" | "RAG" | "Schedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
    namespace: string;
    name: string;
    diff: Array<{
      op: "add" | "change" | "remove";
      path: string;
      before?: unknown;
      after?: unknown;
    }>;
    affected: Array<{
      kind: "Agent" | "AgentRole" | "AgentSystem" | "AgBOM" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "MCPServer" | "Memory" | "Model" | "ModelRoute" | "Policy" | "RAG" | "Schedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
      namespace: string;
      name: string;
    }>;
  }>;
};

/** The variables of POST /v1/resources/validate. */
export interface JochValidateResourcesVariables {
  manifests: string;
  namespace?: string | null;
}

/** What POST /v1/resources/validate gives. */
export type JochValidateResourcesAnswer = {
  valid: true;
  items: Array<unknown>;
};

/** The variables of POST /v1/tool-calls. */
export interface JochCallToolVariables {
  namespace?: string;
  tool: string;
  agent?: string | null;
  arguments?: unknown | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  idempotencyKey?: string | null;
}

/** What POST /v1/tool-calls gives. */
export type JochCallToolAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ToolCall";
  id: string;
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    uid: string;
    generation: 1;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec: {
    executionRef: {
      name: string;
    };
    agentRef?: {
      name: string;
    };
    toolRef?: {
      name: string;
    };
    toolName: string;
    input: unknown;
    sideEffects: {
      level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
      idempotent?: boolean;
      idempotencyKey: string;
    };
    approval?: {
      id: string;
      required: true;
      status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      approvedBy?: string;
      approvedAt?: string;
    };
    hookContext: {
      aosStepId: string;
    };
  };
  status: {
    phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
    observedGeneration: 1;
    startedAt?: string;
    completedAt?: string;
    output?: unknown;
    isError: boolean;
    error?: {
      code: string;
      message: string;
    };
    durationMs?: number;
    attempt: number;
    hookDecisions: Array<{
      hook: "steps/toolCallRequest";
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    }>;
  };
};

/** The variables of GET /v1/tool-calls/{id}. */
export interface JochGetToolCallVariables {
  id: string;
}

/** What GET /v1/tool-calls/{id} gives. */
export type JochGetToolCallAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ToolCall";
  id: string;
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    uid: string;
    generation: 1;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec: {
    executionRef: {
      name: string;
    };
    agentRef?: {
      name: string;
    };
    toolRef?: {
      name: string;
    };
    toolName: string;
    input: unknown;
    sideEffects: {
      level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
      idempotent?: boolean;
      idempotencyKey: string;
    };
    approval?: {
      id: string;
      required: true;
      status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      approvedBy?: string;
      approvedAt?: string;
    };
    hookContext: {
      aosStepId: string;
    };
  };
  status: {
    phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
    observedGeneration: 1;
    startedAt?: string;
    completedAt?: string;
    output?: unknown;
    isError: boolean;
    error?: {
      code: string;
      message: string;
    };
    durationMs?: number;
    attempt: number;
    hookDecisions: Array<{
      hook: "steps/toolCallRequest";
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    }>;
  };
};

/** The variables of POST /v1/tool-calls/{id}/approve. */
export interface JochApproveToolCallVariables {
  id: string;
  comment?: string | null;
  edited?: unknown | null;
}

/** What POST /v1/tool-calls/{id}/approve gives. */
export type JochApproveToolCallAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ToolCall";
  id?: string;
  metadata?: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    uid: string;
    generation: 1;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec?: {
    executionRef: {
      name: string;
    };
    agentRef?: {
      name: string;
    };
    toolRef?: {
      name: string;
    };
    toolName: string;
    input: unknown;
    sideEffects: {
      level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
      idempotent?: boolean;
      idempotencyKey: string;
    };
    approval?: {
      id: string;
      required: true;
      status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      approvedBy?: string;
      approvedAt?: string;
    };
    hookContext: {
      aosStepId: string;
    };
  };
  status?: {
    phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
    observedGeneration: 1;
    startedAt?: string;
    completedAt?: string;
    output?: unknown;
    isError: boolean;
    error?: {
      code: string;
      message: string;
    };
    durationMs?: number;
    attempt: number;
    hookDecisions: Array<{
      hook: "steps/toolCallRequest";
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    }>;
  };
};

/** The variables of POST /v1/tool-calls/{id}/cancel. */
export interface JochCancelToolCallVariables {
  id: string;
  reason?: string | null;
}

/** What POST /v1/tool-calls/{id}/cancel gives. */
export type JochCancelToolCallAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ToolCall";
  id: string;
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    uid: string;
    generation: 1;
    creationTimestamp: string;
    resourceVersion: string;
  };
  spec: {
    executionRef: {
      name: string;
    };
    agentRef?: {
      name: string;
    };
    toolRef?: {
      name: string;
    };
    toolName: string;
    input: unknown;
    sideEffects: {
      level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
      idempotent?: boolean;
      idempotencyKey: string;
    };
    approval?: {
      id: string;
      required: true;
      status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      approvedBy?: string;
      approvedAt?: string;
    };
    hookContext: {
      aosStepId: string;
    };
  };
  status: {
    phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
    observedGeneration: 1;
    startedAt?: string;
    completedAt?: string;
    output?: unknown;
    isError: boolean;
    error?: {
      code: string;
      message: string;
    };
    durationMs?: number;
    attempt: number;
    hookDecisions: Array<{
      hook: "steps/toolCallRequest";
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    }>;
  };
};

/** The variables of GET /v1/models. */
export interface OpenaiListModelsVariables {}

/** What GET /v1/models gives. */
export type OpenaiListModelsAnswer = {
  object: "list";
  data: Array<{
    id: string;
    object: "model";
    created: number;
    owned_by: string;
  }>;
};

/** The variables of GET /v1/models/{model}. */
export interface OpenaiGetModelVariables {
  model: string;
}

/** What GET /v1/models/{model} gives. */
export type OpenaiGetModelAnswer = {
  id: string;
  object: "model";
  created: number;
  owned_by: string;
};

/** The variables of GET /v1/agent-policies. */
export interface OrlojListAgentPolicyVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/agent-policies gives. */
export type OrlojListAgentPolicyAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/agent-policies. */
export interface OrlojCreateAgentPolicyVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/agent-policies gives. */
export type OrlojCreateAgentPolicyAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of DELETE /v1/agent-policies/{name}. */
export interface OrlojDeleteAgentPolicyVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/agent-policies/{name} gives. */
export type OrlojDeleteAgentPolicyAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/agent-policies/{name}. */
export interface OrlojGetAgentPolicyVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/agent-policies/{name} gives. */
export type OrlojGetAgentPolicyAnswer = unknown;

/** The variables of PUT /v1/agent-policies/{name}. */
export interface OrlojReplaceAgentPolicyVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/agent-policies/{name} gives. */
export type OrlojReplaceAgentPolicyAnswer = unknown;

/** The variables of GET /v1/agent-policies/{name}/status. */
export interface OrlojGetAgentPolicyStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/agent-policies/{name}/status gives. */
export type OrlojGetAgentPolicyStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/agent-policies/{name}/status. */
export interface OrlojSetAgentPolicyStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/agent-policies/{name}/status gives. */
export type OrlojSetAgentPolicyStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/agent-roles. */
export interface OrlojListAgentRoleVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/agent-roles gives. */
export type OrlojListAgentRoleAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/agent-roles. */
export interface OrlojCreateAgentRoleVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/agent-roles gives. */
export type OrlojCreateAgentRoleAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of DELETE /v1/agent-roles/{name}. */
export interface OrlojDeleteAgentRoleVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/agent-roles/{name} gives. */
export type OrlojDeleteAgentRoleAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/agent-roles/{name}. */
export interface OrlojGetAgentRoleVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/agent-roles/{name} gives. */
export type OrlojGetAgentRoleAnswer = unknown;

/** The variables of PUT /v1/agent-roles/{name}. */
export interface OrlojReplaceAgentRoleVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/agent-roles/{name} gives. */
export type OrlojReplaceAgentRoleAnswer = unknown;

/** The variables of GET /v1/agent-roles/{name}/status. */
export interface OrlojGetAgentRoleStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/agent-roles/{name}/status gives. */
export type OrlojGetAgentRoleStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/agent-roles/{name}/status. */
export interface OrlojSetAgentRoleStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/agent-roles/{name}/status gives. */
export type OrlojSetAgentRoleStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/agent-systems. */
export interface OrlojListAgentSystemVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/agent-systems gives. */
export type OrlojListAgentSystemAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/agent-systems. */
export interface OrlojCreateAgentSystemVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/agent-systems gives. */
export type OrlojCreateAgentSystemAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of DELETE /v1/agent-systems/{name}. */
export interface OrlojDeleteAgentSystemVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/agent-systems/{name} gives. */
export type OrlojDeleteAgentSystemAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/agent-systems/{name}. */
export interface OrlojGetAgentSystemVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/agent-systems/{name} gives. */
export type OrlojGetAgentSystemAnswer = unknown;

/** The variables of PUT /v1/agent-systems/{name}. */
export interface OrlojReplaceAgentSystemVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/agent-systems/{name} gives. */
export type OrlojReplaceAgentSystemAnswer = unknown;

/** The variables of GET /v1/agent-systems/{name}/status. */
export interface OrlojGetAgentSystemStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/agent-systems/{name}/status gives. */
export type OrlojGetAgentSystemStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/agent-systems/{name}/status. */
export interface OrlojSetAgentSystemStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/agent-systems/{name}/status gives. */
export type OrlojSetAgentSystemStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/agents. */
export interface OrlojListAgentVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/agents gives. */
export type OrlojListAgentAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/agents. */
export interface OrlojCreateAgentVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/agents gives. */
export type OrlojCreateAgentAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of GET /v1/agents/watch. */
export interface OrlojWatchAgentVariables {
  namespace?: string | null;
  name?: string | null;
  resourceVersion?: number | null;
}

/** What GET /v1/agents/watch gives. */
export type OrlojWatchAgentAnswer = {
  type?: "added" | "updated";
  action?: "created" | "updated";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: unknown;
} | {
  type: "deleted";
  action: "deleted";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: {
    metadata?: {
      name?: string;
      namespace?: string;
    };
  };
} | {
  type: "added";
  action: "created";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: unknown;
} | {
  type: "updated";
  action: "updated";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: unknown;
};

/** The variables of DELETE /v1/agents/{name}. */
export interface OrlojDeleteAgentVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/agents/{name} gives. */
export type OrlojDeleteAgentAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/agents/{name}. */
export interface OrlojGetAgentVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/agents/{name} gives. */
export type OrlojGetAgentAnswer = unknown;

/** The variables of PUT /v1/agents/{name}. */
export interface OrlojReplaceAgentVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/agents/{name} gives. */
export type OrlojReplaceAgentAnswer = unknown;

/** The variables of GET /v1/agents/{name}/logs. */
export interface OrlojGetAgentLogsVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/agents/{name}/logs gives. */
export type OrlojGetAgentLogsAnswer = {
  name?: string;
  logs: Array<string>;
};

/** The variables of GET /v1/agents/{name}/status. */
export interface OrlojGetAgentStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/agents/{name}/status gives. */
export type OrlojGetAgentStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/agents/{name}/status. */
export interface OrlojSetAgentStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/agents/{name}/status gives. */
export type OrlojSetAgentStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/capabilities. */
export interface OrlojListCapabilitiesVariables {}

/** What GET /v1/capabilities gives. */
export type OrlojListCapabilitiesAnswer = {
  generated_at?: string;
  capabilities?: Array<{
    id?: string;
    enabled: boolean;
    description?: string;
    source?: string;
  }>;
};

/** The variables of GET /v1/events/watch. */
export interface OrlojWatchEventsVariables {
  after?: string | null;
  namespace?: string | null;
}

/** What GET /v1/events/watch gives. */
export type OrlojWatchEventsAnswer = {
  id?: string;
  timestamp?: string;
  source: "apiserver";
  type?: "resource.updated" | "resource.approved" | "resource.denied" | "resource.request_changes" | "resource.status";
  kind?: "ToolApproval" | "PromotionApproval" | "OverrideApproval" | "TaskApproval" | "CustomApproval";
  name?: string;
  action?: "updated" | "approved" | "denied" | "request_changes" | "status";
  data?: {
    apiVersion: "orloj.dev/v1";
    kind?: "ToolApproval" | "PromotionApproval" | "OverrideApproval" | "TaskApproval" | "CustomApproval";
    metadata?: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      resourceVersion?: string;
      generation?: number;
      createdAt?: string;
    };
    spec?: {
      task_ref: string;
      tool?: string;
      operation_class?: string;
      checkpoint_id: string | null;
      checkpoint_type?: "agent_output" | "task_output";
      supersedes?: string;
      allow_request_changes: boolean | null;
      max_review_cycles?: number;
      review_cycle?: number;
      output?: unknown;
      output_format?: "text" | "json";
      resume_context?: unknown;
      agent?: string;
      input?: string;
      reason?: string;
      ttl?: string;
    };
    status?: {
      phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
      decision?: "" | "approved" | "denied" | "request_changes";
      decided_by?: string;
      decided_at?: string;
      comment?: string;
      expires_at?: string;
    };
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "apiserver";
  type: "resource.deleted";
  kind?: "ToolApproval" | "PromotionApproval" | "OverrideApproval" | "TaskApproval" | "CustomApproval";
  name?: string;
  action: "deleted";
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "apiserver";
  type: "resource.created";
  kind?: "ToolApproval" | "PromotionApproval" | "OverrideApproval" | "TaskApproval" | "CustomApproval";
  name?: string;
  action: "created";
  data?: {
    apiVersion: "orloj.dev/v1";
    kind?: "ToolApproval" | "PromotionApproval" | "OverrideApproval" | "TaskApproval" | "CustomApproval";
    metadata?: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      resourceVersion?: string;
      generation?: number;
      createdAt?: string;
    };
    spec?: {
      task_ref: string;
      tool?: string;
      operation_class?: string;
      checkpoint_id: string | null;
      checkpoint_type?: "agent_output" | "task_output";
      supersedes?: string;
      allow_request_changes: boolean | null;
      max_review_cycles?: number;
      review_cycle?: number;
      output?: unknown;
      output_format?: "text" | "json";
      resume_context?: unknown;
      agent?: string;
      input?: string;
      reason?: string;
      ttl?: string;
    };
    status?: {
      phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
      decision?: "" | "approved" | "denied" | "request_changes";
      decided_by?: string;
      decided_at?: string;
      comment?: string;
      expires_at?: string;
    };
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "apiserver";
  type: "resource.updated";
  kind?: "ToolApproval" | "PromotionApproval" | "OverrideApproval" | "TaskApproval" | "CustomApproval";
  name?: string;
  action: "updated";
  data?: {
    apiVersion: "orloj.dev/v1";
    kind?: "ToolApproval" | "PromotionApproval" | "OverrideApproval" | "TaskApproval" | "CustomApproval";
    metadata?: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      resourceVersion?: string;
      generation?: number;
      createdAt?: string;
    };
    spec?: {
      task_ref: string;
      tool?: string;
      operation_class?: string;
      checkpoint_id: string | null;
      checkpoint_type?: "agent_output" | "task_output";
      supersedes?: string;
      allow_request_changes: boolean | null;
      max_review_cycles?: number;
      review_cycle?: number;
      output?: unknown;
      output_format?: "text" | "json";
      resume_context?: unknown;
      agent?: string;
      input?: string;
      reason?: string;
      ttl?: string;
    };
    status?: {
      phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
      decision?: "" | "approved" | "denied" | "request_changes";
      decided_by?: string;
      decided_at?: string;
      comment?: string;
      expires_at?: string;
    };
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "apiserver";
  type: "resource.created";
  kind: "Task";
  name?: string;
  action: "created";
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "task-controller";
  type?: "task.failed" | "task.succeeded" | "task.deadletter";
  kind: "Task";
  name?: string;
  action?: "failed" | "succeeded" | "deadletter";
  data?: {
    phase?: "Pending" | "Running" | "WaitingApproval" | "Succeeded" | "Failed" | "DeadLetter";
    reason?: string;
    output?: {
      result?: string;
    };
    startedAt?: string;
    completedAt?: string;
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "task-controller";
  type: "task.paused";
  kind: "Task";
  name?: string;
  action: "paused";
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "task-controller";
  type: "task.claimed";
  kind: "Task";
  name?: string;
  action: "claimed";
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "task-controller";
  type: "task.running";
  kind: "Task";
  name?: string;
  action: "running";
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "task-controller";
  type: "task.waiting_approval";
  kind: "Task";
  name?: string;
  action: "waiting_approval";
  data?: {
    reason?: string;
    approvals?: Array<string>;
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "worker";
  type: "task.trace";
  kind: "Task";
  name?: string;
  action: "model_output";
  data?: {
    type: "model_output";
    step_id?: string;
    attempt?: number;
    model?: string;
    provider?: string;
    latency_ms?: number;
    input_tokens?: number;
    output_tokens?: number;
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "worker";
  type: "task.trace";
  kind: "Task";
  name?: string;
  action: "model_error";
  data?: {
    type: "model_error";
    step_id?: string;
    attempt?: number;
    error_code?: string;
    message?: string;
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "worker";
  type: "task.trace";
  kind: "Task";
  name?: string;
  action: "model_call";
  data?: {
    type: "model_call";
    step_id?: string;
    attempt?: number;
    model?: string;
    provider?: string;
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "worker";
  type: "task.trace";
  kind: "Task";
  name?: string;
  action: "policy_decision";
  data?: {
    type: "policy_decision";
    decision?: {
      effect?: "ALLOW" | "DENY" | "MODIFY" | "REQUIRE_APPROVAL";
      reason?: string;
    };
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "apiserver";
  type?: "resource.created" | "resource.updated";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  action?: "created" | "updated";
  data?: unknown;
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "apiserver";
  type: "resource.deleted";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  action: "deleted";
  data?: {
    metadata?: {
      name?: string;
      namespace?: string;
    };
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "apiserver";
  type: "resource.status";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  action: "status";
  data?: unknown;
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "task-schedule-controller";
  kind: "TaskSchedule";
  name?: string;
  type: "taskschedule.missed_deadline";
  action: "missed_deadline";
  data?: {
    slot?: string;
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "task-schedule-controller";
  kind: "TaskSchedule";
  name?: string;
  type: "taskschedule.retention_pruned";
  action: "retention_pruned";
  data?: {
    tasks?: Array<string>;
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "task-schedule-controller";
  kind: "TaskSchedule";
  name?: string;
  type: "taskschedule.skipped_forbid";
  action: "skipped_forbid";
  data?: {
    slot?: string;
    activeRuns?: Array<string>;
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "task-schedule-controller";
  kind: "TaskSchedule";
  name?: string;
  type: "taskschedule.triggered";
  action: "triggered";
  data?: {
    slot?: string;
    task?: string;
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "worker";
  type: "task.trace";
  kind: "Task";
  name?: string;
  action: "tool_output";
  data?: {
    type: "tool_output";
    step_id?: string;
    tool_attempt?: number;
    tool?: string;
    latency_ms?: number;
    is_error?: boolean;
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "worker";
  type: "task.trace";
  kind: "Task";
  name?: string;
  action: "tool_error";
  data?: {
    type: "tool_error";
    step_id?: string;
    tool_attempt?: number;
    tool?: string;
    error_code?: string;
    message?: string;
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "worker";
  type: "task.trace";
  kind: "Task";
  name?: string;
  action: "tool_call_requested";
  data?: {
    type: "tool_call_requested";
    step_id?: string;
    tool?: string;
  };
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "worker";
  type: "task.trace";
  kind: "Task";
  name?: string;
  action: "tool_call";
  data?: {
    type: "tool_call";
    step_id?: string;
    tool?: string;
  };
  namespace?: string;
  message?: string;
};

/** The variables of GET /v1/mcp-servers. */
export interface OrlojListMcpServerVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/mcp-servers gives. */
export type OrlojListMcpServerAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/mcp-servers. */
export interface OrlojCreateMcpServerVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/mcp-servers gives. */
export type OrlojCreateMcpServerAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of DELETE /v1/mcp-servers/{name}. */
export interface OrlojDeleteMcpServerVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/mcp-servers/{name} gives. */
export type OrlojDeleteMcpServerAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/mcp-servers/{name}. */
export interface OrlojGetMcpServerVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/mcp-servers/{name} gives. */
export type OrlojGetMcpServerAnswer = unknown;

/** The variables of PUT /v1/mcp-servers/{name}. */
export interface OrlojReplaceMcpServerVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/mcp-servers/{name} gives. */
export type OrlojReplaceMcpServerAnswer = unknown;

/** The variables of GET /v1/mcp-servers/{name}/status. */
export interface OrlojGetMcpServerStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/mcp-servers/{name}/status gives. */
export type OrlojGetMcpServerStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/mcp-servers/{name}/status. */
export interface OrlojSetMcpServerStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/mcp-servers/{name}/status gives. */
export type OrlojSetMcpServerStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/memories. */
export interface OrlojListMemoryVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/memories gives. */
export type OrlojListMemoryAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/memories. */
export interface OrlojCreateMemoryVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/memories gives. */
export type OrlojCreateMemoryAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of DELETE /v1/memories/{name}. */
export interface OrlojDeleteMemoryVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/memories/{name} gives. */
export type OrlojDeleteMemoryAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/memories/{name}. */
export interface OrlojGetMemoryVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/memories/{name} gives. */
export type OrlojGetMemoryAnswer = unknown;

/** The variables of PUT /v1/memories/{name}. */
export interface OrlojReplaceMemoryVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/memories/{name} gives. */
export type OrlojReplaceMemoryAnswer = unknown;

/** The variables of GET /v1/memories/{name}/entries. */
export interface OrlojListMemoryEntriesVariables {
  name: string;
  namespace?: string;
  q?: string | null;
  prefix?: string | null;
  limit?: number;
}

/** What GET /v1/memories/{name}/entries gives. */
export type OrlojListMemoryEntriesAnswer = {
  entries: Array<{
    key: string;
    value: string;
    score?: number;
  }>;
  count: number;
};

/** The variables of GET /v1/memories/{name}/status. */
export interface OrlojGetMemoryStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/memories/{name}/status gives. */
export type OrlojGetMemoryStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/memories/{name}/status. */
export interface OrlojSetMemoryStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/memories/{name}/status gives. */
export type OrlojSetMemoryStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/model-endpoints. */
export interface OrlojListModelEndpointVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/model-endpoints gives. */
export type OrlojListModelEndpointAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/model-endpoints. */
export interface OrlojCreateModelEndpointVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/model-endpoints gives. */
export type OrlojCreateModelEndpointAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of DELETE /v1/model-endpoints/{name}. */
export interface OrlojDeleteModelEndpointVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/model-endpoints/{name} gives. */
export type OrlojDeleteModelEndpointAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/model-endpoints/{name}. */
export interface OrlojGetModelEndpointVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/model-endpoints/{name} gives. */
export type OrlojGetModelEndpointAnswer = unknown;

/** The variables of PUT /v1/model-endpoints/{name}. */
export interface OrlojReplaceModelEndpointVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/model-endpoints/{name} gives. */
export type OrlojReplaceModelEndpointAnswer = unknown;

/** The variables of GET /v1/model-endpoints/{name}/status. */
export interface OrlojGetModelEndpointStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/model-endpoints/{name}/status gives. */
export type OrlojGetModelEndpointStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/model-endpoints/{name}/status. */
export interface OrlojSetModelEndpointStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/model-endpoints/{name}/status gives. */
export type OrlojSetModelEndpointStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/namespaces. */
export interface OrlojListNamespacesVariables {}

/** What GET /v1/namespaces gives. */
export type OrlojListNamespacesAnswer = {
  namespaces: Array<string>;
};

/** The variables of GET /v1/sealed-secrets. */
export interface OrlojListSealedSecretVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/sealed-secrets gives. */
export type OrlojListSealedSecretAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/sealed-secrets. */
export interface OrlojCreateSealedSecretVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/sealed-secrets gives. */
export type OrlojCreateSealedSecretAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of DELETE /v1/sealed-secrets/{name}. */
export interface OrlojDeleteSealedSecretVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/sealed-secrets/{name} gives. */
export type OrlojDeleteSealedSecretAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/sealed-secrets/{name}. */
export interface OrlojGetSealedSecretVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/sealed-secrets/{name} gives. */
export type OrlojGetSealedSecretAnswer = unknown;

/** The variables of PUT /v1/sealed-secrets/{name}. */
export interface OrlojReplaceSealedSecretVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/sealed-secrets/{name} gives. */
export type OrlojReplaceSealedSecretAnswer = unknown;

/** The variables of GET /v1/sealed-secrets/{name}/status. */
export interface OrlojGetSealedSecretStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/sealed-secrets/{name}/status gives. */
export type OrlojGetSealedSecretStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/sealed-secrets/{name}/status. */
export interface OrlojSetSealedSecretStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/sealed-secrets/{name}/status gives. */
export type OrlojSetSealedSecretStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/sealing-key/public. */
export interface OrlojGetSealingKeyVariables {}

/** What GET /v1/sealing-key/public gives. */
export type OrlojGetSealingKeyAnswer = {
  keyId?: string;
  algorithm?: string;
  publicKeyPEM?: string;
};

/** The variables of GET /v1/secrets. */
export interface OrlojListSecretVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/secrets gives. */
export type OrlojListSecretAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/secrets. */
export interface OrlojCreateSecretVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/secrets gives. */
export type OrlojCreateSecretAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of DELETE /v1/secrets/{name}. */
export interface OrlojDeleteSecretVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/secrets/{name} gives. */
export type OrlojDeleteSecretAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/secrets/{name}. */
export interface OrlojGetSecretVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/secrets/{name} gives. */
export type OrlojGetSecretAnswer = unknown;

/** The variables of PUT /v1/secrets/{name}. */
export interface OrlojReplaceSecretVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/secrets/{name} gives. */
export type OrlojReplaceSecretAnswer = unknown;

/** The variables of GET /v1/secrets/{name}/status. */
export interface OrlojGetSecretStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/secrets/{name}/status gives. */
export type OrlojGetSecretStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/secrets/{name}/status. */
export interface OrlojSetSecretStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/secrets/{name}/status gives. */
export type OrlojSetSecretStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/task-approvals. */
export interface OrlojListTaskApprovalsVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/task-approvals gives. */
export type OrlojListTaskApprovalsAnswer = {
  continue?: string;
  items: Array<{
    apiVersion: "orloj.dev/v1";
    kind: "TaskApproval";
    metadata?: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      resourceVersion?: string;
      generation?: number;
      createdAt?: string;
    };
    spec?: {
      task_ref: string;
      checkpoint_id: string | null;
      checkpoint_type?: "agent_output" | "task_output";
      supersedes?: string;
      allow_request_changes: boolean | null;
      max_review_cycles?: number;
      review_cycle?: number;
      output?: unknown;
      output_format?: "text" | "json";
      resume_context?: unknown;
      agent?: string;
      reason?: string;
      ttl?: string;
    };
    status?: {
      phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
      decision?: "" | "approved" | "denied" | "request_changes";
      decided_by?: string;
      decided_at?: string;
      comment?: string;
      expires_at?: string;
    };
  }>;
};

/** The variables of POST /v1/task-approvals. */
export interface OrlojCreateTaskApprovalVariables {
  namespace?: string | null;
  name: string;
  kind?: "CUSTOM" | "OVERRIDE" | "PROMOTION" | "REVIEW" | "TOOL_CALL";
  documentNamespace?: string | null;
  documentVersion?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }>;
  annotations?: Array<{
    key: string;
    value: string;
  }>;
  taskRef: string;
  checkpoint: string;
  reviewed?: "AGENT_OUTPUT" | "TASK_OUTPUT";
  agent?: string | null;
  supersedes?: string | null;
  allowsChanges?: boolean;
  maxCycles?: number;
  cycle?: number;
  output?: unknown | null;
  format?: "JSON" | "TEXT" | null;
  resumeContext?: unknown | null;
  reason?: string | null;
  ttl?: string;
}

/** What POST /v1/task-approvals gives. */
export type OrlojCreateTaskApprovalAnswer = {
  apiVersion: "orloj.dev/v1";
  kind: "TaskApproval";
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  spec?: {
    task_ref: string;
    checkpoint_id: string | null;
    checkpoint_type?: "agent_output" | "task_output";
    supersedes?: string;
    allow_request_changes: boolean | null;
    max_review_cycles?: number;
    review_cycle?: number;
    output?: unknown;
    output_format?: "text" | "json";
    resume_context?: unknown;
    agent?: string;
    reason?: string;
    ttl?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of DELETE /v1/task-approvals/{name}. */
export interface OrlojDeleteTaskApprovalVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/task-approvals/{name} gives. */
export type OrlojDeleteTaskApprovalAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/task-approvals/{name}. */
export interface OrlojGetTaskApprovalVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/task-approvals/{name} gives. */
export type OrlojGetTaskApprovalAnswer = {
  apiVersion: "orloj.dev/v1";
  kind: "TaskApproval";
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  spec?: {
    task_ref: string;
    checkpoint_id: string | null;
    checkpoint_type?: "agent_output" | "task_output";
    supersedes?: string;
    allow_request_changes: boolean | null;
    max_review_cycles?: number;
    review_cycle?: number;
    output?: unknown;
    output_format?: "text" | "json";
    resume_context?: unknown;
    agent?: string;
    reason?: string;
    ttl?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of PUT /v1/task-approvals/{name}. */
export interface OrlojReplaceTaskApprovalVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  newName?: string | null;
  kind?: "CUSTOM" | "OVERRIDE" | "PROMOTION" | "REVIEW" | "TOOL_CALL";
  documentNamespace?: string | null;
  documentVersion?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }>;
  annotations?: Array<{
    key: string;
    value: string;
  }>;
  taskRef: string;
  checkpoint: string;
  reviewed?: "AGENT_OUTPUT" | "TASK_OUTPUT";
  agent?: string | null;
  supersedes?: string | null;
  allowsChanges?: boolean;
  maxCycles?: number;
  cycle?: number;
  output?: unknown | null;
  format?: "JSON" | "TEXT" | null;
  resumeContext?: unknown | null;
  reason?: string | null;
  ttl?: string;
}

/** What PUT /v1/task-approvals/{name} gives. */
export type OrlojReplaceTaskApprovalAnswer = {
  apiVersion: "orloj.dev/v1";
  kind: "TaskApproval";
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  spec?: {
    task_ref: string;
    checkpoint_id: string | null;
    checkpoint_type?: "agent_output" | "task_output";
    supersedes?: string;
    allow_request_changes: boolean | null;
    max_review_cycles?: number;
    review_cycle?: number;
    output?: unknown;
    output_format?: "text" | "json";
    resume_context?: unknown;
    agent?: string;
    reason?: string;
    ttl?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of POST /v1/task-approvals/{name}/approve. */
export interface OrlojApproveTaskApprovalVariables {
  name: string;
  namespace?: string;
  decidedBy?: string | null;
  comment?: string | null;
}

/** What POST /v1/task-approvals/{name}/approve gives. */
export type OrlojApproveTaskApprovalAnswer = {
  apiVersion: "orloj.dev/v1";
  kind: "TaskApproval";
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  spec?: {
    task_ref: string;
    checkpoint_id: string | null;
    checkpoint_type?: "agent_output" | "task_output";
    supersedes?: string;
    allow_request_changes: boolean | null;
    max_review_cycles?: number;
    review_cycle?: number;
    output?: unknown;
    output_format?: "text" | "json";
    resume_context?: unknown;
    agent?: string;
    reason?: string;
    ttl?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of POST /v1/task-approvals/{name}/deny. */
export interface OrlojDenyTaskApprovalVariables {
  name: string;
  namespace?: string;
  decidedBy?: string | null;
  comment?: string | null;
}

/** What POST /v1/task-approvals/{name}/deny gives. */
export type OrlojDenyTaskApprovalAnswer = {
  apiVersion: "orloj.dev/v1";
  kind: "TaskApproval";
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  spec?: {
    task_ref: string;
    checkpoint_id: string | null;
    checkpoint_type?: "agent_output" | "task_output";
    supersedes?: string;
    allow_request_changes: boolean | null;
    max_review_cycles?: number;
    review_cycle?: number;
    output?: unknown;
    output_format?: "text" | "json";
    resume_context?: unknown;
    agent?: string;
    reason?: string;
    ttl?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of POST /v1/task-approvals/{name}/request-changes. */
export interface OrlojRequestTaskApprovalChangesVariables {
  name: string;
  namespace?: string;
  decidedBy?: string | null;
  comment?: string | null;
}

/** What POST /v1/task-approvals/{name}/request-changes gives. */
export type OrlojRequestTaskApprovalChangesAnswer = {
  apiVersion: "orloj.dev/v1";
  kind: "TaskApproval";
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  spec?: {
    task_ref: string;
    checkpoint_id: string | null;
    checkpoint_type?: "agent_output" | "task_output";
    supersedes?: string;
    allow_request_changes: boolean | null;
    max_review_cycles?: number;
    review_cycle?: number;
    output?: unknown;
    output_format?: "text" | "json";
    resume_context?: unknown;
    agent?: string;
    reason?: string;
    ttl?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of GET /v1/task-approvals/{name}/status. */
export interface OrlojGetTaskApprovalStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/task-approvals/{name}/status gives. */
export type OrlojGetTaskApprovalStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of PUT /v1/task-approvals/{name}/status. */
export interface OrlojSetTaskApprovalStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  phase: "APPROVE" | "DENY" | "EDIT" | "REQUEST_CHANGES";
  decidedBy?: string | null;
  comment?: string | null;
}

/** What PUT /v1/task-approvals/{name}/status gives. */
export type OrlojSetTaskApprovalStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of GET /v1/task-schedules. */
export interface OrlojListTaskScheduleVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/task-schedules gives. */
export type OrlojListTaskScheduleAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/task-schedules. */
export interface OrlojCreateTaskScheduleVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/task-schedules gives. */
export type OrlojCreateTaskScheduleAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of GET /v1/task-schedules/watch. */
export interface OrlojWatchTaskScheduleVariables {
  namespace?: string | null;
  name?: string | null;
  resourceVersion?: number | null;
}

/** What GET /v1/task-schedules/watch gives. */
export type OrlojWatchTaskScheduleAnswer = {
  type?: "added" | "updated";
  action?: "created" | "updated";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: unknown;
} | {
  type: "deleted";
  action: "deleted";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: {
    metadata?: {
      name?: string;
      namespace?: string;
    };
  };
} | {
  type: "added";
  action: "created";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: unknown;
} | {
  type: "updated";
  action: "updated";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: unknown;
};

/** The variables of DELETE /v1/task-schedules/{name}. */
export interface OrlojDeleteTaskScheduleVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/task-schedules/{name} gives. */
export type OrlojDeleteTaskScheduleAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/task-schedules/{name}. */
export interface OrlojGetTaskScheduleVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/task-schedules/{name} gives. */
export type OrlojGetTaskScheduleAnswer = unknown;

/** The variables of PUT /v1/task-schedules/{name}. */
export interface OrlojReplaceTaskScheduleVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/task-schedules/{name} gives. */
export type OrlojReplaceTaskScheduleAnswer = unknown;

/** The variables of GET /v1/task-schedules/{name}/status. */
export interface OrlojGetTaskScheduleStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/task-schedules/{name}/status gives. */
export type OrlojGetTaskScheduleStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/task-schedules/{name}/status. */
export interface OrlojSetTaskScheduleStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/task-schedules/{name}/status gives. */
export type OrlojSetTaskScheduleStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/task-webhooks. */
export interface OrlojListTaskWebhookVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/task-webhooks gives. */
export type OrlojListTaskWebhookAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/task-webhooks. */
export interface OrlojCreateTaskWebhookVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/task-webhooks gives. */
export type OrlojCreateTaskWebhookAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of GET /v1/task-webhooks/watch. */
export interface OrlojWatchTaskWebhookVariables {
  namespace?: string | null;
  name?: string | null;
  resourceVersion?: number | null;
}

/** What GET /v1/task-webhooks/watch gives. */
export type OrlojWatchTaskWebhookAnswer = {
  type?: "added" | "updated";
  action?: "created" | "updated";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: unknown;
} | {
  type: "deleted";
  action: "deleted";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: {
    metadata?: {
      name?: string;
      namespace?: string;
    };
  };
} | {
  type: "added";
  action: "created";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: unknown;
} | {
  type: "updated";
  action: "updated";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: unknown;
};

/** The variables of DELETE /v1/task-webhooks/{name}. */
export interface OrlojDeleteTaskWebhookVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/task-webhooks/{name} gives. */
export type OrlojDeleteTaskWebhookAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/task-webhooks/{name}. */
export interface OrlojGetTaskWebhookVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/task-webhooks/{name} gives. */
export type OrlojGetTaskWebhookAnswer = unknown;

/** The variables of PUT /v1/task-webhooks/{name}. */
export interface OrlojReplaceTaskWebhookVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/task-webhooks/{name} gives. */
export type OrlojReplaceTaskWebhookAnswer = unknown;

/** The variables of GET /v1/task-webhooks/{name}/status. */
export interface OrlojGetTaskWebhookStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/task-webhooks/{name}/status gives. */
export type OrlojGetTaskWebhookStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/task-webhooks/{name}/status. */
export interface OrlojSetTaskWebhookStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/task-webhooks/{name}/status gives. */
export type OrlojSetTaskWebhookStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/tasks. */
export interface OrlojListTaskVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/tasks gives. */
export type OrlojListTaskAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/tasks. */
export interface OrlojCreateTaskVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/tasks gives. */
export type OrlojCreateTaskAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of GET /v1/tasks/watch. */
export interface OrlojWatchTaskVariables {
  namespace?: string | null;
  name?: string | null;
  resourceVersion?: number | null;
}

/** What GET /v1/tasks/watch gives. */
export type OrlojWatchTaskAnswer = {
  type?: "added" | "updated";
  action?: "created" | "updated";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: unknown;
} | {
  type: "deleted";
  action: "deleted";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: {
    metadata?: {
      name?: string;
      namespace?: string;
    };
  };
} | {
  type: "added";
  action: "created";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: unknown;
} | {
  type: "updated";
  action: "updated";
  kind?: "Agent" | "AgentRole" | "AgentSystem" | "AgBom" | "Artifact" | "Budget" | "Conversation" | "Deployment" | "Environment" | "Eval" | "FrameworkAdapter" | "Handoff" | "KnowledgeSource" | "McpServer" | "Memory" | "ModelEndpoint" | "ModelRoute" | "AgentPolicy" | "Rag" | "TaskSchedule" | "SealedSecret" | "Secret" | "StateCheckpoint" | "Task" | "TaskWebhook" | "Team" | "Tool" | "ToolPermission" | "Trace" | "Worker" | "Workflow";
  name?: string;
  resource?: unknown;
};

/** The variables of DELETE /v1/tasks/{name}. */
export interface OrlojDeleteTaskVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/tasks/{name} gives. */
export type OrlojDeleteTaskAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/tasks/{name}. */
export interface OrlojGetTaskVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/tasks/{name} gives. */
export type OrlojGetTaskAnswer = unknown;

/** The variables of PUT /v1/tasks/{name}. */
export interface OrlojReplaceTaskVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/tasks/{name} gives. */
export type OrlojReplaceTaskAnswer = unknown;

/** The variables of GET /v1/tasks/{name}/logs. */
export interface OrlojGetTaskLogsVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/tasks/{name}/logs gives. */
export type OrlojGetTaskLogsAnswer = {
  name?: string;
  logs: Array<string>;
};

/** The variables of GET /v1/tasks/{name}/messages. */
export interface OrlojGetTaskMessagesVariables {
  name: string;
  namespace?: string;
  phases?: Array<"DEAD_LETTERED" | "QUEUED" | "RETRY_PENDING" | "RUNNING" | "SUCCEEDED" | "WAITING"> | null;
  from?: string | null;
  to?: string | null;
  branch?: string | null;
  trace?: string | null;
  limit?: number | null;
}

/** What GET /v1/tasks/{name}/messages gives. */
export type OrlojGetTaskMessagesAnswer = {
  name: string;
  namespace?: string;
  total: number;
  filtered_from: number;
  lifecycle_counts: {
    deadletter: number;
    queued: number;
    retrypending: number;
    running: number;
    succeeded: number;
  };
  messages: Array<{
    timestamp?: string;
    message_id?: string;
    idempotency_key?: string;
    task_id?: string;
    attempt?: number;
    from_agent?: string;
    to_agent?: string;
    branch_id?: string;
    parent_branch_id?: string;
    type?: "task_start" | "task_handoff" | "task_delegation" | "task_reply" | "review_request_changes";
    content?: string;
    trace_id?: string;
    phase?: "Queued" | "Running" | "RetryPending" | "WaitingApproval" | "Succeeded" | "DeadLetter";
    attempts?: number;
    max_attempts?: number;
    last_error?: string;
    processed_at?: string;
    next_attempt_at?: string;
    delegate_of?: string;
  }>;
};

/** The variables of GET /v1/tasks/{name}/metrics. */
export interface OrlojGetTaskMetricsVariables {
  name: string;
  namespace?: string;
  phases?: Array<"DEAD_LETTERED" | "QUEUED" | "RETRY_PENDING" | "RUNNING" | "SUCCEEDED" | "WAITING"> | null;
  from?: string | null;
  to?: string | null;
  branch?: string | null;
  trace?: string | null;
  limit?: number | null;
}

/** What GET /v1/tasks/{name}/metrics gives. */
export type OrlojGetTaskMetricsAnswer = {
  name: string;
  namespace?: string;
  generated_at?: string;
  totals: {
    messages: number;
    queued: number;
    running: number;
    retrypending: number;
    succeeded: number;
    deadletter: number;
    in_flight: number;
    retry_count: number;
    deadletters: number;
    latency_ms_avg: number;
    latency_ms_p95: number;
    latency_sample_size: number;
  };
  per_agent: Array<{
    agent: string;
    inbound: number;
    outbound: number;
    messages: number;
    queued: number;
    running: number;
    retrypending: number;
    succeeded: number;
    deadletter: number;
    in_flight: number;
    retry_count: number;
    deadletters: number;
    latency_ms_avg: number;
    latency_ms_p95: number;
    latency_sample_size: number;
  }>;
  per_edge: Array<{
    from_agent: string;
    to_agent: string;
    messages: number;
    queued: number;
    running: number;
    retrypending: number;
    succeeded: number;
    deadletter: number;
    in_flight: number;
    retry_count: number;
    deadletters: number;
    latency_ms_avg: number;
    latency_ms_p95: number;
    latency_sample_size: number;
  }>;
  filters?: {
    phase_filtered: boolean;
  };
};

/** The variables of GET /v1/tasks/{name}/status. */
export interface OrlojGetTaskStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/tasks/{name}/status gives. */
export type OrlojGetTaskStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/tasks/{name}/status. */
export interface OrlojSetTaskStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/tasks/{name}/status gives. */
export type OrlojSetTaskStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/tool-approvals. */
export interface OrlojListToolApprovalsVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/tool-approvals gives. */
export type OrlojListToolApprovalsAnswer = {
  continue?: string;
  items: Array<{
    apiVersion: "orloj.dev/v1";
    kind: "ToolApproval";
    metadata?: {
      name?: string;
      namespace?: string;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      resourceVersion?: string;
      generation?: number;
      createdAt?: string;
    };
    spec?: {
      task_ref: string;
      tool: string;
      operation_class?: string;
      agent?: string;
      input?: string;
      reason?: string;
      ttl?: string;
    };
    status?: {
      phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
      decision?: "" | "approved" | "denied" | "request_changes";
      decided_by?: string;
      decided_at?: string;
      comment?: string;
      expires_at?: string;
    };
  }>;
};

/** The variables of POST /v1/tool-approvals. */
export interface OrlojCreateToolApprovalVariables {
  namespace?: string | null;
  name: string;
  kind?: "CUSTOM" | "OVERRIDE" | "PROMOTION" | "REVIEW" | "TOOL_CALL";
  documentNamespace?: string | null;
  documentVersion?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }>;
  annotations?: Array<{
    key: string;
    value: string;
  }>;
  tool: string;
  taskRef: string;
  operationClass?: string | null;
  agent?: string | null;
  input?: unknown | null;
  reason?: string | null;
  ttl?: string;
}

/** What POST /v1/tool-approvals gives. */
export type OrlojCreateToolApprovalAnswer = {
  apiVersion: "orloj.dev/v1";
  kind: "ToolApproval";
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  spec?: {
    task_ref: string;
    tool: string;
    operation_class?: string;
    agent?: string;
    input?: string;
    reason?: string;
    ttl?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of DELETE /v1/tool-approvals/{name}. */
export interface OrlojDeleteToolApprovalVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/tool-approvals/{name} gives. */
export type OrlojDeleteToolApprovalAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/tool-approvals/{name}. */
export interface OrlojGetToolApprovalVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/tool-approvals/{name} gives. */
export type OrlojGetToolApprovalAnswer = {
  apiVersion: "orloj.dev/v1";
  kind: "ToolApproval";
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  spec?: {
    task_ref: string;
    tool: string;
    operation_class?: string;
    agent?: string;
    input?: string;
    reason?: string;
    ttl?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of PUT /v1/tool-approvals/{name}. */
export interface OrlojReplaceToolApprovalVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  newName?: string | null;
  kind?: "CUSTOM" | "OVERRIDE" | "PROMOTION" | "REVIEW" | "TOOL_CALL";
  documentNamespace?: string | null;
  documentVersion?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }>;
  annotations?: Array<{
    key: string;
    value: string;
  }>;
  tool: string;
  taskRef: string;
  operationClass?: string | null;
  agent?: string | null;
  input?: unknown | null;
  reason?: string | null;
  ttl?: string;
}

/** What PUT /v1/tool-approvals/{name} gives. */
export type OrlojReplaceToolApprovalAnswer = {
  apiVersion: "orloj.dev/v1";
  kind: "ToolApproval";
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  spec?: {
    task_ref: string;
    tool: string;
    operation_class?: string;
    agent?: string;
    input?: string;
    reason?: string;
    ttl?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of POST /v1/tool-approvals/{name}/approve. */
export interface OrlojApproveToolApprovalVariables {
  name: string;
  namespace?: string;
  decidedBy?: string | null;
  comment?: string | null;
}

/** What POST /v1/tool-approvals/{name}/approve gives. */
export type OrlojApproveToolApprovalAnswer = {
  apiVersion: "orloj.dev/v1";
  kind: "ToolApproval";
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  spec?: {
    task_ref: string;
    tool: string;
    operation_class?: string;
    agent?: string;
    input?: string;
    reason?: string;
    ttl?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of POST /v1/tool-approvals/{name}/deny. */
export interface OrlojDenyToolApprovalVariables {
  name: string;
  namespace?: string;
  decidedBy?: string | null;
  comment?: string | null;
}

/** What POST /v1/tool-approvals/{name}/deny gives. */
export type OrlojDenyToolApprovalAnswer = {
  apiVersion: "orloj.dev/v1";
  kind: "ToolApproval";
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  spec?: {
    task_ref: string;
    tool: string;
    operation_class?: string;
    agent?: string;
    input?: string;
    reason?: string;
    ttl?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of GET /v1/tool-approvals/{name}/status. */
export interface OrlojGetToolApprovalStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/tool-approvals/{name}/status gives. */
export type OrlojGetToolApprovalStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of PUT /v1/tool-approvals/{name}/status. */
export interface OrlojSetToolApprovalStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  phase: "APPROVE" | "DENY" | "EDIT" | "REQUEST_CHANGES";
  decidedBy?: string | null;
  comment?: string | null;
}

/** What PUT /v1/tool-approvals/{name}/status gives. */
export type OrlojSetToolApprovalStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status?: {
    phase?: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of GET /v1/tool-permissions. */
export interface OrlojListToolPermissionVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/tool-permissions gives. */
export type OrlojListToolPermissionAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/tool-permissions. */
export interface OrlojCreateToolPermissionVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/tool-permissions gives. */
export type OrlojCreateToolPermissionAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of DELETE /v1/tool-permissions/{name}. */
export interface OrlojDeleteToolPermissionVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/tool-permissions/{name} gives. */
export type OrlojDeleteToolPermissionAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/tool-permissions/{name}. */
export interface OrlojGetToolPermissionVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/tool-permissions/{name} gives. */
export type OrlojGetToolPermissionAnswer = unknown;

/** The variables of PUT /v1/tool-permissions/{name}. */
export interface OrlojReplaceToolPermissionVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/tool-permissions/{name} gives. */
export type OrlojReplaceToolPermissionAnswer = unknown;

/** The variables of GET /v1/tool-permissions/{name}/status. */
export interface OrlojGetToolPermissionStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/tool-permissions/{name}/status gives. */
export type OrlojGetToolPermissionStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/tool-permissions/{name}/status. */
export interface OrlojSetToolPermissionStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/tool-permissions/{name}/status gives. */
export type OrlojSetToolPermissionStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/tools. */
export interface OrlojListToolVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/tools gives. */
export type OrlojListToolAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/tools. */
export interface OrlojCreateToolVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/tools gives. */
export type OrlojCreateToolAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of DELETE /v1/tools/{name}. */
export interface OrlojDeleteToolVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/tools/{name} gives. */
export type OrlojDeleteToolAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/tools/{name}. */
export interface OrlojGetToolVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/tools/{name} gives. */
export type OrlojGetToolAnswer = unknown;

/** The variables of PUT /v1/tools/{name}. */
export interface OrlojReplaceToolVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/tools/{name} gives. */
export type OrlojReplaceToolAnswer = unknown;

/** The variables of GET /v1/tools/{name}/status. */
export interface OrlojGetToolStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/tools/{name}/status gives. */
export type OrlojGetToolStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/tools/{name}/status. */
export interface OrlojSetToolStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/tools/{name}/status gives. */
export type OrlojSetToolStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of GET /v1/workers. */
export interface OrlojListWorkerVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/workers gives. */
export type OrlojListWorkerAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/workers. */
export interface OrlojCreateWorkerVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/workers gives. */
export type OrlojCreateWorkerAnswer = Record<string, unknown> | Array<unknown> | string | number | boolean | null;

/** The variables of DELETE /v1/workers/{name}. */
export interface OrlojDeleteWorkerVariables {
  name: string;
  namespace?: string;
  version?: string | null;
}

/** What DELETE /v1/workers/{name} gives. */
export type OrlojDeleteWorkerAnswer = {
  deleted?: string;
};

/** The variables of GET /v1/workers/{name}. */
export interface OrlojGetWorkerVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/workers/{name} gives. */
export type OrlojGetWorkerAnswer = unknown;

/** The variables of PUT /v1/workers/{name}. */
export interface OrlojReplaceWorkerVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  manifest: string;
}

/** What PUT /v1/workers/{name} gives. */
export type OrlojReplaceWorkerAnswer = unknown;

/** The variables of GET /v1/workers/{name}/status. */
export interface OrlojGetWorkerStatusVariables {
  name: string;
  namespace?: string;
}

/** What GET /v1/workers/{name}/status gives. */
export type OrlojGetWorkerStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of PUT /v1/workers/{name}/status. */
export interface OrlojSetWorkerStatusVariables {
  name: string;
  namespace?: string;
  version?: string | null;
  documentVersion?: string | null;
  status: unknown;
}

/** What PUT /v1/workers/{name}/status gives. */
export type OrlojSetWorkerStatusAnswer = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    resourceVersion?: string;
    generation?: number;
    createdAt?: string;
  };
  status: unknown;
};

/** The variables of POST /api/agent/message. */
export interface RoboticusSendMessageVariables {
  content: string;
  session?: string | null;
}

/** What POST /api/agent/message gives. */
export type RoboticusSendMessageAnswer = {
  session_id: string;
  turn_id: string;
  nickname: null;
  authority: "admin" | "controller" | "operator" | "viewer";
  selected_model: string | null;
  threat_score: number | null;
  reduced_authority: boolean | null;
  content: string;
  model: string | null;
  model_shift_from: string | null;
  cached: false;
  tokens_saved: 0;
  tokens_in: number;
  tokens_out: number;
  cost: number;
  react_turns: number;
  status: "cancelled" | "dead_lettered" | "failed" | "paused" | "pending" | "queued" | "running" | "succeeded" | "timed_out" | "waiting";
  pending_approvals: Array<string>;
  error: string | null;
};

/** The variables of POST /api/agent/message/stream. */
export interface RoboticusStreamMessageVariables {
  content: string;
  session?: string | null;
}

/** What POST /api/agent/message/stream gives. */
export type RoboticusStreamMessageAnswer = {
  type: "chunk";
  delta: string;
  model: null;
  finish_reason: null;
  restarts: boolean;
} | {
  type: "stream_end";
  session_id: string;
  turn_id: string;
  model: string | null;
  tokens_in: number;
  tokens_out: number;
  status: "cancelled" | "dead_lettered" | "failed" | "paused" | "pending" | "queued" | "running" | "succeeded" | "timed_out" | "waiting";
  content: string;
  content_length: number;
  content_blocked: false;
  error: string | null;
} | {
  type: "error";
  error: string;
} | {
  type: "stream_start";
  session_id: string;
  turn_id: string;
  model: string | null;
} | {
  type: "pending_approval";
  session_id: string;
  turn_id: string;
  approvals: Array<{
    request_id: string;
    tool: string | null;
  }>;
};

/** The variables of GET /api/agent/status. */
export interface RoboticusGetAgentStatusVariables {}

/** What GET /api/agent/status gives. */
export type RoboticusGetAgentStatusAnswer = {
  state: "running";
  name: string | null;
  agent_name: string | null;
  agent_id: string | null;
  primary_model: string | null;
  active_model: string | null;
  primary_provider: string | null;
  primary_provider_state: "closed" | "open" | "half_open" | null;
  cache_entries: 0;
  cache_hit_rate_pct: 0;
  diagnostics: {
    uptime_seconds: number;
    primary_model: string | null;
    active_model: string | null;
    primary_provider: string | null;
    primary_provider_state: "closed" | "open" | "half_open" | null;
    cache_entries: 0;
    cache_hit_rate_pct: 0;
    breaker_open_count: number;
    breaker_half_open_count: number;
    pending_approvals: number;
  };
  pending_approvals: number;
  providers: Array<{
    name: string;
    state: "closed" | "open" | "half_open";
    health: "degraded" | "healthy" | "unavailable";
    is_local: boolean;
  }>;
};

/** The variables of GET /api/approvals. */
export interface RoboticusListApprovalsVariables {
  limit?: number;
  offset?: number;
}

/** What GET /api/approvals gives. */
export type RoboticusListApprovalsAnswer = {
  pending: Array<{
    id: string;
    tool_name: string | null;
    tool_input: string;
    run_id: string | null;
    session_id: string | null;
    requested_authority: "critical" | "high" | "low" | "medium";
    status: "Pending" | "Approved" | "Denied" | "TimedOut";
    decided_by: string | null;
    decided_at: string | null;
    timeout_at: string;
    created_at: string;
  }>;
  total: number;
};

/** The variables of POST /api/approvals/{id}/approve. */
export interface RoboticusApproveVariables {
  id: string;
  decidedBy?: string | null;
}

/** What POST /api/approvals/{id}/approve gives. */
export type RoboticusApproveAnswer = {
  approval: {
    id: string;
    tool_name: string | null;
    tool_input: string;
    run_id: string | null;
    session_id: string | null;
    requested_authority: "critical" | "high" | "low" | "medium";
    status: "Pending" | "Approved" | "Denied" | "TimedOut";
    decided_by: string | null;
    decided_at: string | null;
    timeout_at: string;
    created_at: string;
  };
  replay_queued: true;
};

/** The variables of POST /api/approvals/{id}/deny. */
export interface RoboticusDenyVariables {
  id: string;
  decidedBy?: string | null;
}

/** What POST /api/approvals/{id}/deny gives. */
export type RoboticusDenyAnswer = {
  id: string;
  tool_name: string | null;
  tool_input: string;
  run_id: string | null;
  session_id: string | null;
  requested_authority: "critical" | "high" | "low" | "medium";
  status: "Pending" | "Approved" | "Denied" | "TimedOut";
  decided_by: string | null;
  decided_at: string | null;
  timeout_at: string;
  created_at: string;
};

/** The variables of GET /api/cron/jobs. */
export interface RoboticusListCronJobsVariables {}

/** What GET /api/cron/jobs gives. */
export type RoboticusListCronJobsAnswer = {
  jobs: Array<{
    id: string;
    name: string;
    description: string | null;
    enabled: boolean;
    schedule_kind: "cron" | "every" | "at";
    schedule_expr: string;
    agent_id: string;
    payload_json: string;
    last_run_at: string | null;
    last_status: "running" | "success" | "error" | "skipped" | "missed" | null;
    consecutive_errors: number;
    next_run_at: string | null;
  }>;
};

/** The variables of POST /api/cron/jobs. */
export interface RoboticusCreateCronJobVariables {
  name: string;
  form: "AT" | "CRON" | "EVERY";
  expression: string;
  timeZone?: string | null;
  description?: string | null;
  agent?: string | null;
  payload?: unknown | null;
  enabled?: boolean | null;
}

/** What POST /api/cron/jobs gives. */
export type RoboticusCreateCronJobAnswer = {
  job_id: string;
};

/** The variables of DELETE /api/cron/jobs/{id}. */
export interface RoboticusDeleteCronJobVariables {
  id: string;
}

/** What DELETE /api/cron/jobs/{id} gives. */
export type RoboticusDeleteCronJobAnswer = {
  deleted: true;
  id: string;
};

/** The variables of GET /api/cron/jobs/{id}. */
export interface RoboticusGetCronJobVariables {
  id: string;
}

/** What GET /api/cron/jobs/{id} gives. */
export type RoboticusGetCronJobAnswer = {
  id: string;
  name: string;
  description: string | null;
  enabled: boolean;
  schedule_kind: "cron" | "every" | "at";
  schedule_expr: string;
  agent_id: string;
  payload_json: string;
  last_run_at: string | null;
  last_status: "running" | "success" | "error" | "skipped" | "missed" | null;
  consecutive_errors: number;
  next_run_at: string | null;
  schedule_every_ms: number | null;
  schedule_tz: string;
  session_target: "main";
  delivery_mode: "none";
  delivery_channel: null;
  last_duration_ms: number | null;
  last_error: string | null;
};

/** The variables of PUT /api/cron/jobs/{id}. */
export interface RoboticusUpdateCronJobVariables {
  id: string;
  name?: string | null;
  form?: "AT" | "CRON" | "EVERY" | null;
  expression?: string | null;
  timeZone?: string | null;
  description?: string | null;
  agent?: string | null;
  payload?: unknown | null;
  enabled?: boolean | null;
}

/** What PUT /api/cron/jobs/{id} gives. */
export type RoboticusUpdateCronJobAnswer = {
  updated: true;
  id: string;
};

/** The variables of POST /api/cron/jobs/{id}/run. */
export interface RoboticusRunCronJobVariables {
  id: string;
}

/** What POST /api/cron/jobs/{id}/run gives. */
export type RoboticusRunCronJobAnswer = {
  job_id: string;
  status: "running" | "success" | "error" | "skipped" | "missed";
  error: string | null;
  output_text: string | null;
};

/** The variables of GET /api/cron/runs. */
export interface RoboticusListCronRunsVariables {
  from?: string | null;
  to?: string | null;
  job?: string | null;
  limit?: number;
}

/** What GET /api/cron/runs gives. */
export type RoboticusListCronRunsAnswer = {
  runs: Array<{
    id: string;
    job_id: string;
    job_name: string;
    status: "running" | "success" | "error" | "skipped" | "missed";
    duration_ms: number | null;
    error: string | null;
    output_text: string | null;
    created_at: string;
    day: string;
  }>;
};

/** The variables of GET /api/health. */
export interface RoboticusGetHealthVariables {}

/** What GET /api/health gives. */
export type RoboticusGetHealthAnswer = {
  status: "ok";
  version: string;
  agent: string;
  uptime_seconds: number;
  models: {
    primary: string;
    current: string;
    fallbacks: Array<string>;
  };
};

/** The variables of POST /api/ws-ticket. */
export interface RoboticusCreateWsTicketVariables {}

/** What POST /api/ws-ticket gives. */
export type RoboticusCreateWsTicketAnswer = {
  ticket: string;
  expires_in: number;
};

/** The variables of GET /ws. */
export interface RoboticusSocketEventsVariables {
  after?: string | null;
}

/** What GET /ws gives. */
export type RoboticusSocketEventsAnswer = {
  type: "pending_approval" | "approval_replay_started" | "approval_denied" | "approval_timed_out";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  tool: string | null;
  request_id: string;
} | {
  type: "approval_deleted";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  request_id: string;
} | {
  type: "pending_approval";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  tool: string | null;
  request_id: string;
  question: string;
} | {
  type: "approval_updated";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  request_id: string;
} | {
  type: "agent_started";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
} | {
  type: "agent_error" | "agent.reply";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  phase: "CANCELLED" | "DEAD_LETTERED" | "FAILED" | "PAUSED" | "PENDING" | "QUEUED" | "RUNNING" | "SUCCEEDED" | "TIMED_OUT" | "WAITING";
  content: string | null;
  model: string | null;
  tokens_in: number | null;
  tokens_out: number | null;
} | {
  type: "agent_idle";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
} | {
  type: "agent_working";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  turn: number;
} | {
  type: "agent_waiting";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  activity: string;
} | {
  type: "memory_deleted";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  name: string;
  key: string;
  reason: "deleted" | "expired" | "superseded";
} | {
  type: "memory_written";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  name: string;
  key: string;
  created: boolean;
} | {
  type: "stream_end";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  model: string;
  tokens_in: number;
  tokens_out: number;
  call: string;
} | {
  type: "agent_error";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  call: string;
  error: string;
} | {
  type: "model_selection";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  selected_model: string;
  call: string;
} | {
  type: "policy_decision";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  tool: string | null;
  decision: {
    effect: "allow" | "deny" | "modify" | "require_approval";
    rule: string | null;
    reason: string;
  };
} | {
  type: "resource_applied";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  kind: string;
  name: string;
} | {
  type: "resource_deleted";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  kind: string;
  name: string;
} | {
  type: "resource_status";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  kind: string;
  name: string;
  ready: boolean;
} | {
  type: "tool_result";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  tool: string;
  is_error: boolean;
  duration_ms: number;
  call: string;
} | {
  type: "tool_error";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  tool: string;
  error: string;
  call: string;
} | {
  type: "tool_requested";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  tool: string;
  call: string;
} | {
  type: "skill_activated";
  timestamp: string;
  agent_id: string | null;
  session_id: string | null;
  turn_id: string | null;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  tool_name: string;
  call: string;
};

/** The variables of GET /api/v1/agents. */
export interface SwarmListAgentsVariables {
  limit?: number;
  offset?: number;
  namespace?: string | null;
}

/** What GET /api/v1/agents gives. */
export type SwarmListAgentsAnswer = Array<{
  name: string;
  namespace: string;
  description: string | null;
  team: string | null;
  role: string | null;
  tools: Array<string>;
  rules_path: string | null;
  model_tier: string;
  model: string | null;
  source: "built-in";
  ready: boolean;
  created_at: string;
  updated_at: string;
}>;

/** The variables of GET /api/v1/agents/tools. */
export interface SwarmListAgentToolsVariables {
  limit?: number;
  offset?: number;
  namespace?: string | null;
}

/** What GET /api/v1/agents/tools gives. */
export type SwarmListAgentToolsAnswer = Array<{
  name: string;
  description: string | null;
  category: string | null;
  side_effect: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
  input_schema: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  requires_approval: boolean;
}>;

/** The variables of GET /api/v1/agents/{name}. */
export interface SwarmGetAgentVariables {
  name: string;
  namespace?: string;
}

/** What GET /api/v1/agents/{name} gives. */
export type SwarmGetAgentAnswer = {
  name: string;
  namespace: string;
  description: string | null;
  team: string | null;
  role: string | null;
  tools: Array<string>;
  rules_path: string | null;
  model_tier: string;
  model: string | null;
  source: "built-in";
  ready: boolean;
  created_at: string;
  updated_at: string;
  prompt: string;
};

/** The variables of POST /api/v1/agents/{name}/invoke. */
export interface SwarmInvokeAgentVariables {
  name: string;
  namespace?: string;
  input: unknown;
  run?: string | null;
  idempotencyKey?: string | null;
}

/** What POST /api/v1/agents/{name}/invoke gives. */
export type SwarmInvokeAgentAnswer = {
  agent: string | null;
  run_id: string;
  name: string;
  state: "pending" | "running" | "awaiting_approval" | "paused" | "completed" | "failed" | "cancelled";
  reason: string | null;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  cost_usd: number;
  llm_calls: number;
  tool_calls: number;
  gates: Array<string>;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
};

/** The variables of GET /api/v1/approvals. */
export interface SwarmListApprovalsVariables {
  state?: Array<"APPROVED" | "CANCELLED" | "CHANGES_REQUESTED" | "DENIED" | "EXPIRED" | "OVERRIDDEN" | "PENDING"> | null;
  run?: string | null;
  limit?: number;
  offset?: number;
}

/** What GET /api/v1/approvals gives. */
export type SwarmListApprovalsAnswer = Array<{
  gate_id: string;
  name: string;
  gate_type: string;
  state: "pending" | "approved" | "rejected" | "expired" | "cancelled";
  run_id: string | null;
  run: {
    id: string;
    name: string;
    state: "pending" | "running" | "awaiting_approval" | "paused" | "completed" | "failed" | "cancelled";
    output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  } | null;
  agent: string | null;
  tool: string | null;
  arguments: unknown;
  summary: string;
  risk: "low" | "medium" | "high" | "critical";
  reason: string | null;
  approvers: Array<string>;
  requested_at: string;
  expires_at: string;
  approver: string | null;
  decided_at: string | null;
  comment: string | null;
}>;

/** The variables of POST /api/v1/approvals/{gate_id}/approve. */
export interface SwarmApproveGateVariables {
  gate_id: string;
  comment?: string | null;
}

/** What POST /api/v1/approvals/{gate_id}/approve gives. */
export type SwarmApproveGateAnswer = {
  gate_id: string;
  name: string;
  gate_type: string;
  state: "pending" | "approved" | "rejected" | "expired" | "cancelled";
  run_id: string | null;
  run: {
    id: string;
    name: string;
    state: "pending" | "running" | "awaiting_approval" | "paused" | "completed" | "failed" | "cancelled";
    output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  } | null;
  agent: string | null;
  tool: string | null;
  arguments: unknown;
  summary: string;
  risk: "low" | "medium" | "high" | "critical";
  reason: string | null;
  approvers: Array<string>;
  requested_at: string;
  expires_at: string;
  approver: string | null;
  decided_at: string | null;
  comment: string | null;
};

/** The variables of POST /api/v1/approvals/{gate_id}/reject. */
export interface SwarmRejectGateVariables {
  gate_id: string;
  reason: string;
}

/** What POST /api/v1/approvals/{gate_id}/reject gives. */
export type SwarmRejectGateAnswer = {
  gate_id: string;
  name: string;
  gate_type: string;
  state: "pending" | "approved" | "rejected" | "expired" | "cancelled";
  run_id: string | null;
  run: {
    id: string;
    name: string;
    state: "pending" | "running" | "awaiting_approval" | "paused" | "completed" | "failed" | "cancelled";
    output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  } | null;
  agent: string | null;
  tool: string | null;
  arguments: unknown;
  summary: string;
  risk: "low" | "medium" | "high" | "critical";
  reason: string | null;
  approvers: Array<string>;
  requested_at: string;
  expires_at: string;
  approver: string | null;
  decided_at: string | null;
  comment: string | null;
};

/** The variables of GET /api/v1/cron/jobs. */
export interface SwarmListCronJobsVariables {
  namespace?: string | null;
  limit?: number;
  offset?: number;
}

/** What GET /api/v1/cron/jobs gives. */
export type SwarmListCronJobsAnswer = Array<{
  id: string;
  name: string;
  namespace: string;
  description: string | null;
  schedule: string;
  schedule_kind: "cron" | "every" | "at";
  time_zone: string;
  task: string;
  config: unknown;
  enabled: boolean;
  status: "running" | "completed" | "failed" | "cancelled" | "skipped" | "missed" | null;
  last_run: string | null;
  last_error: string | null;
  next_run: string | null;
  created_at: string;
  updated_at: string;
}>;

/** The variables of POST /api/v1/cron/jobs. */
export interface SwarmCreateCronJobVariables {
  namespace?: string;
  name: string;
  description?: string | null;
  schedule: string;
  time_zone?: string | null;
  task: string;
  config?: unknown | null;
  enabled?: boolean;
}

/** What POST /api/v1/cron/jobs gives. */
export type SwarmCreateCronJobAnswer = {
  id: string;
  name: string;
  namespace: string;
  description: string | null;
  schedule: string;
  schedule_kind: "cron" | "every" | "at";
  time_zone: string;
  task: string;
  config: unknown;
  enabled: boolean;
  status: "running" | "completed" | "failed" | "cancelled" | "skipped" | "missed" | null;
  last_run: string | null;
  last_error: string | null;
  next_run: string | null;
  created_at: string;
  updated_at: string;
};

/** The variables of DELETE /api/v1/cron/jobs/{id}. */
export interface SwarmDeleteCronJobVariables {
  id: string;
}

/** What DELETE /api/v1/cron/jobs/{id} gives. */
export type SwarmDeleteCronJobAnswer = {
  id: string;
  deleted: true;
};

/** The variables of GET /api/v1/cron/jobs/{id}. */
export interface SwarmGetCronJobVariables {
  id: string;
}

/** What GET /api/v1/cron/jobs/{id} gives. */
export type SwarmGetCronJobAnswer = {
  id: string;
  name: string;
  namespace: string;
  description: string | null;
  schedule: string;
  schedule_kind: "cron" | "every" | "at";
  time_zone: string;
  task: string;
  config: unknown;
  enabled: boolean;
  status: "running" | "completed" | "failed" | "cancelled" | "skipped" | "missed" | null;
  last_run: string | null;
  last_error: string | null;
  next_run: string | null;
  created_at: string;
  updated_at: string;
};

/** The variables of PUT /api/v1/cron/jobs/{id}. */
export interface SwarmUpdateCronJobVariables {
  id: string;
  name?: string | null;
  description?: string | null;
  schedule?: string | null;
  time_zone?: string | null;
  task?: string | null;
  config?: unknown | null;
  enabled?: boolean | null;
}

/** What PUT /api/v1/cron/jobs/{id} gives. */
export type SwarmUpdateCronJobAnswer = {
  id: string;
  name: string;
  namespace: string;
  description: string | null;
  schedule: string;
  schedule_kind: "cron" | "every" | "at";
  time_zone: string;
  task: string;
  config: unknown;
  enabled: boolean;
  status: "running" | "completed" | "failed" | "cancelled" | "skipped" | "missed" | null;
  last_run: string | null;
  last_error: string | null;
  next_run: string | null;
  created_at: string;
  updated_at: string;
};

/** The variables of POST /api/v1/cron/jobs/{id}/run. */
export interface SwarmRunCronJobVariables {
  id: string;
  idempotencyKey?: string | null;
}

/** What POST /api/v1/cron/jobs/{id}/run gives. */
export type SwarmRunCronJobAnswer = {
  run_id: string;
  job_id: string;
  trigger: "schedule" | "manual";
  status: "running" | "completed" | "failed" | "cancelled" | "skipped" | "missed";
  scheduled_at: string | null;
  started_at: string;
  finished_at: string | null;
  duration_ms: number | null;
  output: string | null;
  error: string | null;
  task: string | null;
  run: {
    id: string;
    name: string;
    state: "pending" | "running" | "awaiting_approval" | "paused" | "completed" | "failed" | "cancelled";
  } | null;
};

/** The variables of GET /api/v1/cron/jobs/{id}/runs. */
export interface SwarmListCronRunsVariables {
  id: string;
  status?: Array<"FAILED" | "MISSED_DEADLINE" | "REPLACED" | "RUNNING" | "SKIPPED_FORBID" | "SUCCEEDED"> | null;
  limit?: number;
  offset?: number;
}

/** What GET /api/v1/cron/jobs/{id}/runs gives. */
export type SwarmListCronRunsAnswer = Array<{
  run_id: string;
  job_id: string;
  trigger: "schedule" | "manual";
  status: "running" | "completed" | "failed" | "cancelled" | "skipped" | "missed";
  scheduled_at: string | null;
  started_at: string;
  finished_at: string | null;
  duration_ms: number | null;
  output: string | null;
  error: string | null;
  task: string | null;
  run: {
    id: string;
    name: string;
    state: "pending" | "running" | "awaiting_approval" | "paused" | "completed" | "failed" | "cancelled";
  } | null;
}>;

/** The variables of GET /api/v1/permissions/denials. */
export interface SwarmListDenialsVariables {
  agent?: string | null;
  tool?: string | null;
  source?: "ALLOW_LIST" | "GATE" | "PERMISSION" | "POLICY" | null;
  since?: string | null;
  limit?: number;
  offset?: number;
}

/** What GET /api/v1/permissions/denials gives. */
export type SwarmListDenialsAnswer = Array<{
  id: string;
  agent: string | null;
  tool: string;
  source: "yaml_rules" | "rbac" | "agent_allow_list" | "gates" | null;
  rule: string | null;
  reason: string;
  policy: string | null;
  policy_version: string | null;
  fix: string | null;
  run_id: string | null;
  ts: string;
}>;

/** The variables of GET /api/v1/permissions/rules. */
export interface SwarmListRulesVariables {
  source?: "ALLOW_LIST" | "GATE" | "PERMISSION" | "POLICY" | null;
  limit?: number;
  offset?: number;
}

/** What GET /api/v1/permissions/rules gives. */
export type SwarmListRulesAnswer = Array<{
  id: string;
  source: "yaml_rules" | "rbac" | "agent_allow_list" | "gates";
  name: string;
  description: string;
  when: unknown;
  expression: string | null;
  tool: string | null;
  agents: Array<string>;
  behaviour: "allow" | "deny" | "ask";
  reason: string | null;
  priority: number;
}>;

/** The variables of GET /api/v1/pipelines. */
export interface SwarmListPipelinesVariables {
  namespace?: string | null;
  state?: Array<"CANCELLED" | "DEAD_LETTERED" | "FAILED" | "PAUSED" | "PENDING" | "QUEUED" | "RUNNING" | "SUCCEEDED" | "TIMED_OUT" | "WAITING"> | null;
  template?: string | null;
  compliance?: string | null;
  limit?: number;
  offset?: number;
}

/** What GET /api/v1/pipelines gives. */
export type SwarmListPipelinesAnswer = Array<{
  run_id: string;
  name: string;
  state: "pending" | "running" | "awaiting_approval" | "paused" | "completed" | "failed" | "cancelled";
  reason: string | null;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  cost_usd: number;
  llm_calls: number;
  tool_calls: number;
  gates: Array<string>;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  template: string | null;
  compliance_profile: string;
  input: unknown;
}>;

/** The variables of POST /api/v1/pipelines. */
export interface SwarmStartPipelineVariables {
  namespace?: string;
  problem_statement: string;
  dataset_path?: string | null;
  template?: string;
  compliance_profile?: string;
  name?: string | null;
  idempotencyKey?: string | null;
}

/** What POST /api/v1/pipelines gives. */
export type SwarmStartPipelineAnswer = {
  run_id: string;
  name: string;
  state: "pending" | "running" | "awaiting_approval" | "paused" | "completed" | "failed" | "cancelled";
  reason: string | null;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  cost_usd: number;
  llm_calls: number;
  tool_calls: number;
  gates: Array<string>;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  template: string | null;
  compliance_profile: string;
  input: unknown;
};

/** The variables of GET /api/v1/pipelines/{run_id}. */
export interface SwarmGetPipelineVariables {
  run_id: string;
}

/** What GET /api/v1/pipelines/{run_id} gives. */
export type SwarmGetPipelineAnswer = {
  run_id: string;
  name: string;
  state: "pending" | "running" | "awaiting_approval" | "paused" | "completed" | "failed" | "cancelled";
  reason: string | null;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  cost_usd: number;
  llm_calls: number;
  tool_calls: number;
  gates: Array<string>;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  template: string | null;
  compliance_profile: string;
  input: unknown;
  phase: string | null;
  phases: Array<{
    name: string;
    state: "pending" | "running" | "completed" | "failed";
    agents: Array<string>;
    started_at: string | null;
    finished_at: string | null;
  }>;
  active_agent: string | null;
  active_agents: Array<string>;
  progress: {
    percent: number | null;
    eta: string | null;
  };
};

/** The variables of GET /api/v1/pipelines/{run_id}/artifacts. */
export interface SwarmListPipelineArtifactsVariables {
  run_id: string;
}

/** What GET /api/v1/pipelines/{run_id}/artifacts gives. */
export type SwarmListPipelineArtifactsAnswer = Array<{
  name: string;
  agent: string;
  media_type: string;
  sha256: string;
  size_bytes: number;
  content: string;
  created_at: string;
}>;

/** The variables of POST /api/v1/pipelines/{run_id}/cancel. */
export interface SwarmCancelPipelineVariables {
  run_id: string;
  reason?: string | null;
}

/** What POST /api/v1/pipelines/{run_id}/cancel gives. */
export type SwarmCancelPipelineAnswer = {
  run_id: string;
  name: string;
  state: "pending" | "running" | "awaiting_approval" | "paused" | "completed" | "failed" | "cancelled";
  reason: string | null;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  cost_usd: number;
  llm_calls: number;
  tool_calls: number;
  gates: Array<string>;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
};

/** The variables of GET /api/v1/pipelines/{run_id}/events. */
export interface SwarmListPipelineEventsVariables {
  run_id: string;
  after?: string | null;
  limit?: number;
}

/** What GET /api/v1/pipelines/{run_id}/events gives. */
export type SwarmListPipelineEventsAnswer = Array<{
  seq: string;
  ts: string;
  run_id: string | null;
  agent: string | null;
  kind: "approval_decided" | "approval_deleted" | "approval_requested" | "approval_updated" | "execution_created" | "execution_finished" | "execution_paused" | "execution_queued" | "execution_resumed" | "execution_started" | "execution_waiting" | "memory_deleted" | "memory_written" | "model_call_completed" | "model_call_failed" | "model_call_started" | "node_completed" | "node_failed" | "node_skipped" | "node_started" | "policy_decided" | "resource_applied" | "resource_deleted" | "resource_status_changed" | "schedule_missed" | "schedule_pruned" | "schedule_skipped" | "schedule_triggered" | "tool_call_cancelled" | "tool_call_completed" | "tool_call_failed" | "tool_call_requested" | "tool_call_started";
  payload: {
    subject: string | null;
    subject_id: string;
    summary: string;
  };
}>;

/** The variables of POST /api/v1/pipelines/{run_id}/resume. */
export interface SwarmResumePipelineVariables {
  run_id: string;
  reason?: string | null;
}

/** What POST /api/v1/pipelines/{run_id}/resume gives. */
export type SwarmResumePipelineAnswer = {
  run_id: string;
  name: string;
  state: "pending" | "running" | "awaiting_approval" | "paused" | "completed" | "failed" | "cancelled";
  reason: string | null;
  output: Record<string, unknown> | Array<unknown> | string | number | boolean | null;
  error: {
    code: string;
    message: string;
  } | null;
  cost_usd: number;
  llm_calls: number;
  tool_calls: number;
  gates: Array<string>;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
};

/** The variables of GET /api/v1/pipelines/{run_id}/stream. */
export interface SwarmStreamPipelineVariables {
  run_id: string;
  after?: string | null;
}

/** What GET /api/v1/pipelines/{run_id}/stream gives. */
export type SwarmStreamPipelineAnswer = {
  seq: string;
  ts: string;
  run_id: string | null;
  agent: string | null;
  kind: "approval_decided" | "approval_deleted" | "approval_requested" | "approval_updated" | "execution_created" | "execution_finished" | "execution_paused" | "execution_queued" | "execution_resumed" | "execution_started" | "execution_waiting" | "memory_deleted" | "memory_written" | "model_call_completed" | "model_call_failed" | "model_call_started" | "node_completed" | "node_failed" | "node_skipped" | "node_started" | "policy_decided" | "resource_applied" | "resource_deleted" | "resource_status_changed" | "schedule_missed" | "schedule_pruned" | "schedule_skipped" | "schedule_triggered" | "tool_call_cancelled" | "tool_call_completed" | "tool_call_failed" | "tool_call_requested" | "tool_call_started";
  payload: {
    subject: string | null;
    subject_id: string;
    summary: string;
  };
};
