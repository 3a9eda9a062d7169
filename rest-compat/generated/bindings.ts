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
  kind: "approval.decided";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    approval_id: string;
    phase: "pending" | "approved" | "denied" | "changes_requested" | "expired" | "overridden" | "cancelled";
    comment: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "approval.deleted";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    approval_id: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "approval.requested";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    approval_id: string;
    question: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "approval.updated";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    approval_id: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.run.created";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    name: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.run.failed" | "workflow.run.completed" | "workflow.run.cancelled";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    phase: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
    reason: string | null;
    output: unknown;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.run.paused";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    reason: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.run.queued";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    turn: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.run.started";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    turn: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.run.waiting";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    reason: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.node.completed";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "workflow.node.failed";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "workflow.node.started";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "policy.decided";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "resource.created" | "resource.updated";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "resource.deleted";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    resource: string;
    name: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "resource.status";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "workflow.node.completed";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "workflow.node.failed";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "workflow.node.ready";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    call: string;
    tool: string;
    side_effect: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.node.started";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "approval.decided";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    approval_id: string;
    phase: "pending" | "approved" | "denied" | "changes_requested" | "expired" | "overridden" | "cancelled";
    comment: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "approval.deleted";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    approval_id: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "approval.requested";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    approval_id: string;
    question: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "approval.updated";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    approval_id: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.run.created";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    name: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.run.failed" | "workflow.run.completed" | "workflow.run.cancelled";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    phase: "pending" | "running" | "waiting" | "paused" | "completed" | "failed" | "cancelled";
    reason: string | null;
    output: unknown;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.run.paused";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    reason: string | null;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.run.queued";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    turn: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.run.started";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    turn: number;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.run.waiting";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    reason: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.node.completed";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "workflow.node.failed";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "workflow.node.started";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "policy.decided";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "resource.created" | "resource.updated";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "resource.deleted";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    resource: string;
    name: string;
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "resource.status";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "workflow.node.completed";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "workflow.node.failed";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
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
  kind: "workflow.node.ready";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    call: string;
    tool: string;
    side_effect: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
  };
} | {
  id: string;
  timestamp: string;
  cursor: string;
  kind: "workflow.node.started";
  run_id: string | null;
  run_name: string | null;
  node_key: string | null;
  payload: {
    call: string;
    tool: string;
  };
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
  permissions: Array<"API_KEY_READ" | "API_KEY_WRITE" | "APPROVAL_DECIDE" | "APPROVAL_OVERRIDE" | "APPROVAL_READ" | "APPROVAL_REQUEST" | "AUDIT_READ" | "EVENT_READ" | "EXECUTION_CONTROL" | "EXECUTION_READ" | "EXECUTION_START" | "IDENTITY_READ" | "MODEL_CALL" | "RESOURCE_DELETE" | "RESOURCE_READ" | "RESOURCE_STATUS" | "RESOURCE_WRITE" | "TEAM_WRITE" | "USAGE_READ">;
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
  token: string | null;
  tool_call: unknown;
};

/** The variables of POST /v1/executions/{id}/cancel. */
export interface JochCancelExecutionVariables {
  id: string;
  reason?: string | null;
  dryRun?: boolean;
}

/** What POST /v1/executions/{id}/cancel gives. */
export type JochCancelExecutionAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "Execution";
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    labels: Record<string, string>;
    creationTimestamp: string;
  };
  spec: {
    input: unknown;
    agentRef?: {
      name: string;
    };
  };
  status: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
    startedAt?: string;
    completedAt?: string;
    reason?: string;
    output?: unknown;
    modelCalls: number;
    toolCalls: number;
    costUsd: number;
  };
};

/** The variables of GET /v1/namespaces/{ns}/executions. */
export interface JochListExecutionsVariables {
  ns: string;
  phase?: Array<"CANCELLED" | "DEAD_LETTERED" | "FAILED" | "PAUSED" | "PENDING" | "QUEUED" | "RUNNING" | "SUCCEEDED" | "TIMED_OUT" | "WAITING"> | null;
  since?: string | null;
  selector?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  continue?: string | null;
}

/** What GET /v1/namespaces/{ns}/executions gives. */
export type JochListExecutionsAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ExecutionList";
  metadata: {
    continue?: string | null;
  };
  items: Array<{
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "Execution";
    metadata: {
      name: string;
      namespace: string;
      uid: string;
      labels: Record<string, string>;
      creationTimestamp: string;
    };
    spec: {
      input: unknown;
      agentRef?: {
        name: string;
      };
    };
    status: {
      phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
      startedAt?: string;
      completedAt?: string;
      reason?: string;
      output?: unknown;
      modelCalls: number;
      toolCalls: number;
      costUsd: number;
    };
  }>;
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
    uid: string;
    labels: Record<string, string>;
    creationTimestamp: string;
  };
  spec: {
    input: unknown;
    agentRef?: {
      name: string;
    };
  };
  status: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
    startedAt?: string;
    completedAt?: string;
    reason?: string;
    output?: unknown;
    modelCalls: number;
    toolCalls: number;
    costUsd: number;
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
  requested_authority: "critical" | "high" | "low" | "medium";
  status: "Pending" | "Approved" | "Denied" | "TimedOut";
  decided_by: string | null;
  decided_at: string | null;
  timeout_at: string;
  created_at: string;
};

/** The variables of GET /api/health. */
export interface RoboticusGetHealthVariables {}

/** What GET /api/health gives. */
export type RoboticusGetHealthAnswer = {
  status: "ok";
  version: string;
  agent: string | null;
  uptime_seconds: number;
  models: {
    primary: string | null;
    current: string | null;
    fallbacks: Array<string>;
  } | null;
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
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  tool: string | null;
  request_id: string;
} | {
  type: "approval_deleted";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  request_id: string;
} | {
  type: "pending_approval";
  timestamp: string;
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
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  request_id: string;
} | {
  type: "agent_started";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
} | {
  type: "agent_error" | "agent.reply";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  phase: "CANCELLED" | "DEAD_LETTERED" | "FAILED" | "PAUSED" | "PENDING" | "QUEUED" | "RUNNING" | "SUCCEEDED" | "TIMED_OUT" | "WAITING";
  content: unknown;
} | {
  type: "agent_idle";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
} | {
  type: "agent_working";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  turn: number;
} | {
  type: "agent_waiting";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  activity: string;
} | {
  type: "stream_end";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  model: string;
  tokens_in: number;
  tokens_out: number;
  turn_id: string;
} | {
  type: "agent_error";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  turn_id: string;
  error: string;
} | {
  type: "model_selection";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  selected_model: string;
  turn_id: string;
} | {
  type: "policy_decision";
  timestamp: string;
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
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  kind: string;
  name: string;
} | {
  type: "resource_deleted";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  kind: string;
  name: string;
} | {
  type: "resource_status";
  timestamp: string;
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
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  tool: string;
  is_error: boolean;
  duration_ms: number;
  turn_id: string;
} | {
  type: "tool_error";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  tool: string;
  error: string;
  turn_id: string;
} | {
  type: "tool_requested";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  tool: string;
  turn_id: string;
} | {
  type: "skill_activated";
  timestamp: string;
  run_id: string | null;
  run: string | null;
  summary: string;
  cursor: string;
  tool_name: string;
  turn_id: string;
};
