// Made by `npm run generate` from the operations of rest-compat. Never edited.

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

/** The variables of GET /v1/agents. */
export interface OrlojListAgentsVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/agents gives. */
export type OrlojListAgentsAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/agents. */
export interface OrlojCreateAgentVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/agents gives. */
export type OrlojCreateAgentAnswer = unknown;

/** The variables of GET /v1/agents/watch. */
export interface OrlojWatchAgentsVariables {
  namespace?: string | null;
  name?: string | null;
  resourceVersion?: number | null;
}

/** What GET /v1/agents/watch gives. */
export type OrlojWatchAgentsAnswer = {
  type?: "added" | "updated";
  action?: "created" | "updated";
  kind?: string;
  name?: string;
  resource?: unknown;
} | {
  type: "deleted";
  action: "deleted";
  kind?: string;
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
  kind?: string;
  name?: string;
  resource?: unknown;
} | {
  type: "updated";
  action: "updated";
  kind?: string;
  name?: string;
  resource?: unknown;
};

/** The variables of DELETE /v1/agents/{name}. */
export interface OrlojDeleteAgentVariables {
  name: string;
  namespace?: string;
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
  kind: "ToolApproval";
  name?: string;
  action?: "updated" | "approved" | "denied" | "request_changes" | "status";
  data?: {
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
      phase?: "Pending" | "Approved" | "Denied" | "Expired";
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
  kind: "ToolApproval";
  name?: string;
  action: "deleted";
  namespace?: string;
  message?: string;
} | {
  id?: string;
  timestamp?: string;
  source: "apiserver";
  type: "resource.created";
  kind: "ToolApproval";
  name?: string;
  action: "created";
  data?: {
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
      phase?: "Pending" | "Approved" | "Denied" | "Expired";
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
  kind: "ToolApproval";
  name?: string;
  action: "updated";
  data?: {
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
      phase?: "Pending" | "Approved" | "Denied" | "Expired";
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
  kind?: string;
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
  kind?: string;
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
  kind?: string;
  name?: string;
  action: "status";
  data?: unknown;
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
export interface OrlojListMcpServersVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/mcp-servers gives. */
export type OrlojListMcpServersAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/mcp-servers. */
export interface OrlojCreateMcpServerVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/mcp-servers gives. */
export type OrlojCreateMcpServerAnswer = unknown;

/** The variables of DELETE /v1/mcp-servers/{name}. */
export interface OrlojDeleteMcpServerVariables {
  name: string;
  namespace?: string;
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

/** The variables of GET /v1/model-endpoints. */
export interface OrlojListModelEndpointsVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/model-endpoints gives. */
export type OrlojListModelEndpointsAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/model-endpoints. */
export interface OrlojCreateModelEndpointVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/model-endpoints gives. */
export type OrlojCreateModelEndpointAnswer = unknown;

/** The variables of DELETE /v1/model-endpoints/{name}. */
export interface OrlojDeleteModelEndpointVariables {
  name: string;
  namespace?: string;
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

/** The variables of GET /v1/secrets. */
export interface OrlojListSecretsVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/secrets gives. */
export type OrlojListSecretsAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/secrets. */
export interface OrlojCreateSecretVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/secrets gives. */
export type OrlojCreateSecretAnswer = unknown;

/** The variables of DELETE /v1/secrets/{name}. */
export interface OrlojDeleteSecretVariables {
  name: string;
  namespace?: string;
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
      phase?: "Pending" | "Approved" | "Denied" | "Expired";
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
  kind?: "CUSTOM" | "OVERRIDE" | "PROMOTION" | "TOOL_CALL";
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
    phase?: "Pending" | "Approved" | "Denied" | "Expired";
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
    phase?: "Pending" | "Approved" | "Denied" | "Expired";
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
  kind?: "CUSTOM" | "OVERRIDE" | "PROMOTION" | "TOOL_CALL";
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
    phase?: "Pending" | "Approved" | "Denied" | "Expired";
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
    phase?: "Pending" | "Approved" | "Denied" | "Expired";
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
    phase?: "Pending" | "Approved" | "Denied" | "Expired";
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
    phase?: "Pending" | "Approved" | "Denied" | "Expired";
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
  phase: "APPROVE" | "DENY";
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
    phase?: "Pending" | "Approved" | "Denied" | "Expired";
    decision?: "" | "approved" | "denied" | "request_changes";
    decided_by?: string;
    decided_at?: string;
    comment?: string;
    expires_at?: string;
  };
};

/** The variables of GET /v1/tools. */
export interface OrlojListToolsVariables {
  namespace?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  limit?: number;
  after?: string | null;
}

/** What GET /v1/tools gives. */
export type OrlojListToolsAnswer = {
  continue?: string;
  items: Array<unknown>;
};

/** The variables of POST /v1/tools. */
export interface OrlojCreateToolVariables {
  namespace?: string | null;
  manifest: string;
}

/** What POST /v1/tools gives. */
export type OrlojCreateToolAnswer = unknown;

/** The variables of DELETE /v1/tools/{name}. */
export interface OrlojDeleteToolVariables {
  name: string;
  namespace?: string;
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
