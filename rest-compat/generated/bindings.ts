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
  category?: "CUSTOM" | "OVERRIDE" | "PROMOTION" | "TOOL_CALL";
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
    uid: string;
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
      type: "tool_call" | "promotion" | "override" | "custom";
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
    decision?: "approve" | "reject" | "edit";
    decidedBy?: string;
    decidedAt?: string;
    rationale?: string;
    editedRequest?: unknown;
  };
};

/** The variables of POST /v1/approvals/{id}/decide. */
export interface JochDecideApprovalVariables {
  id: string;
  decision: "APPROVE" | "DENY" | "EDIT";
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
    uid: string;
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
      type: "tool_call" | "promotion" | "override" | "custom";
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
    decision?: "approve" | "reject" | "edit";
    decidedBy?: string;
    decidedAt?: string;
    rationale?: string;
    editedRequest?: unknown;
  };
};

/** The variables of POST /v1/approvals/{id}/override. */
export interface JochOverrideApprovalVariables {
  id: string;
  decision: "APPROVE" | "DENY" | "EDIT";
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
    uid: string;
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
      type: "tool_call" | "promotion" | "override" | "custom";
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
    decision?: "approve" | "reject" | "edit";
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
      uid: string;
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
        type: "tool_call" | "promotion" | "override" | "custom";
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
      decision?: "approve" | "reject" | "edit";
      decidedBy?: string;
      decidedAt?: string;
      rationale?: string;
      editedRequest?: unknown;
    };
  }>;
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
    uid: string;
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
      type: "tool_call" | "promotion" | "override" | "custom";
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
    decision?: "approve" | "reject" | "edit";
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
      labels: Record<string, string>;
      uid: string;
      resourceVersion: string;
      creationTimestamp: string;
    };
    spec: {
      trigger: {
        type: "manual" | "replay" | "fork";
      };
      input: unknown;
      agentRef?: {
        name: string;
      };
    } | {
      trigger: {
        type: "manual" | "replay" | "fork";
      };
      input: unknown;
      toolRef?: {
        name: string;
      };
    };
    status: {
      phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
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
      output?: unknown;
      failure?: {
        code: string;
        message: string;
      };
    };
  }>;
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
    resourceVersion: string;
    creationTimestamp: string;
  };
  spec: {
    agentRef?: {
      name: string;
    };
    trigger: {
      type: "manual" | "replay" | "fork";
    };
    input: unknown;
  };
  status: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
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
    resourceVersion: string;
    creationTimestamp: string;
  };
  spec: {
    trigger: {
      type: "manual" | "replay" | "fork";
    };
    input: unknown;
    agentRef?: {
      name: string;
    };
  } | {
    trigger: {
      type: "manual" | "replay" | "fork";
    };
    input: unknown;
    toolRef?: {
      name: string;
    };
  };
  status: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
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
    resourceVersion: string;
    creationTimestamp: string;
  };
  spec: {
    trigger: {
      type: "manual" | "replay" | "fork";
    };
    input: unknown;
    agentRef?: {
      name: string;
    };
  } | {
    trigger: {
      type: "manual" | "replay" | "fork";
    };
    input: unknown;
    toolRef?: {
      name: string;
    };
  };
  status: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
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
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  payload: {
    approvalId: string;
    phase: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
    rationale?: string;
  };
} | {
  type: "ApprovalRequested";
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  payload: {
    approvalId: string;
    summary: string;
  };
} | {
  type: "ExecutionCreated";
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  payload: {
    name: string;
  };
} | {
  type: "ExecutionFailed" | "ExecutionSucceeded" | "ExecutionCancelled";
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  payload: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
    reason?: string;
  };
} | {
  type: "ExecutionPaused";
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  payload: {
    reason?: string;
  };
} | {
  type: "ExecutionScheduled";
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  payload: {
    turn: number;
  };
} | {
  type: "ExecutionStarted";
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  payload: {
    turn: number;
  };
} | {
  type: "ExecutionWaiting";
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  payload: {
    reason: string;
    approvals: Array<string>;
  };
} | {
  type: "ModelCallCompleted";
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
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
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
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
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  stepId: string;
  payload: {
    key: string;
    provider: string;
    model: string;
    attempt: number;
  };
} | {
  type: "HookDecision";
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
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
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
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
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
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
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
  stepId: string;
  payload: {
    key: string;
    tool: string;
    sideEffect: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
  };
} | {
  type: "ToolCallStarted";
  timestamp: string;
  executionId?: string;
  execution?: string;
  namespace: string;
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
    resourceVersion: string;
    creationTimestamp: string;
  };
  spec: {
    trigger: {
      type: "manual" | "replay" | "fork";
    };
    input: unknown;
    agentRef?: {
      name: string;
    };
  } | {
    trigger: {
      type: "manual" | "replay" | "fork";
    };
    input: unknown;
    toolRef?: {
      name: string;
    };
  };
  status: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled";
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
  limit?: number;
  continue?: string | null;
}

/** What GET /v1/namespaces/{ns}/toolcalls gives. */
export type JochListToolCallsAnswer = {
  apiVersion: "runtime.joch.dev/v1alpha1";
  kind: "ToolCallList";
  metadata: {
    continue?: string | null;
  };
  items: Array<{
    apiVersion: "runtime.joch.dev/v1alpha1";
    kind: "ToolCall";
    id: string;
    metadata: {
      name: string;
      uid: string;
      creationTimestamp: string;
    };
    spec: {
      toolRef?: {
        name: string;
      };
      toolName: string;
      input: unknown;
      sideEffects: {
        level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
        idempotencyKey: string;
      };
      approval?: {
        id: string;
        status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
        approvedBy?: string;
        approvedAt?: string;
      };
    };
    status: {
      phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
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
      decision?: {
        decision: "allow" | "deny" | "modify" | "require_approval";
        policyId?: string;
        policyVersion?: string;
        rule?: string;
        reason: string;
      };
    };
  }>;
};

/** The variables of GET /v1/namespaces/{ns}/{kind}. */
export interface JochListResourcesVariables {
  ns: string;
  kind: "AGENT" | "MCP_SERVER" | "MODEL_ENDPOINT" | "POLICY" | "SECRET" | "TOOL";
  limit?: number;
  continue?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
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
  kind: "AGENT" | "MCP_SERVER" | "MODEL_ENDPOINT" | "POLICY" | "SECRET" | "TOOL";
  name: string;
  version?: string | null;
  dryRun?: boolean;
}

/** What DELETE /v1/namespaces/{ns}/{kind}/{name} gives. */
export type JochDeleteResourceAnswer = unknown;

/** The variables of GET /v1/namespaces/{ns}/{kind}/{name}. */
export interface JochGetResourceVariables {
  ns: string;
  kind: "AGENT" | "MCP_SERVER" | "MODEL_ENDPOINT" | "POLICY" | "SECRET" | "TOOL";
  name: string;
}

/** What GET /v1/namespaces/{ns}/{kind}/{name} gives. */
export type JochGetResourceAnswer = unknown;

/** The variables of PATCH /v1/namespaces/{ns}/{kind}/{name}. */
export interface JochPatchResourceVariables {
  ns: string;
  kind: "AGENT" | "MCP_SERVER" | "MODEL_ENDPOINT" | "POLICY" | "SECRET" | "TOOL";
  name: string;
  patch: unknown;
  version?: string | null;
  dryRun?: boolean;
}

/** What PATCH /v1/namespaces/{ns}/{kind}/{name} gives. */
export type JochPatchResourceAnswer = unknown;

/** The variables of GET /v1/resources. */
export interface JochListAllResourcesVariables {
  namespace?: string | null;
  kind?: "AGENT" | "MCP_SERVER" | "MODEL_ENDPOINT" | "POLICY" | "SECRET" | "TOOL" | null;
  limit?: number;
  continue?: string | null;
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
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
export interface JochWatchResourcesVariables {
  labels?: Array<{
    key: string;
    value: string;
  }> | null;
  namespace?: string | null;
  kind?: "AGENT" | "MCP_SERVER" | "MODEL_ENDPOINT" | "POLICY" | "SECRET" | "TOOL" | null;
  after?: string | null;
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
    kind: "Agent" | "Model" | "Tool" | "MCPServer" | "Secret" | "Policy";
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
    kind: "Agent" | "Model" | "Tool" | "MCPServer" | "Secret" | "Policy";
    namespace: string;
    name: string;
    diff: Array<{
      op: "add" | "change" | "remove";
      path: string;
      before?: unknown;
      after?: unknown;
    }>;
    affected: Array<{
      kind: "Agent" | "Model" | "Tool" | "MCPServer" | "Secret" | "Policy";
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
  agent?: {
    name: string;
    namespace?: string;
  } | null;
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
    uid: string;
    creationTimestamp: string;
  };
  spec: {
    toolRef?: {
      name: string;
    };
    toolName: string;
    input: unknown;
    sideEffects: {
      level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
      idempotencyKey: string;
    };
    approval?: {
      id: string;
      status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      approvedBy?: string;
      approvedAt?: string;
    };
  };
  status: {
    phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
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
    decision?: {
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    };
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
    uid: string;
    creationTimestamp: string;
  };
  spec: {
    toolRef?: {
      name: string;
    };
    toolName: string;
    input: unknown;
    sideEffects: {
      level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
      idempotencyKey: string;
    };
    approval?: {
      id: string;
      status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      approvedBy?: string;
      approvedAt?: string;
    };
  };
  status: {
    phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
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
    decision?: {
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    };
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
    uid: string;
    creationTimestamp: string;
  };
  spec?: {
    toolRef?: {
      name: string;
    };
    toolName: string;
    input: unknown;
    sideEffects: {
      level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
      idempotencyKey: string;
    };
    approval?: {
      id: string;
      status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      approvedBy?: string;
      approvedAt?: string;
    };
  };
  status?: {
    phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
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
    decision?: {
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    };
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
    uid: string;
    creationTimestamp: string;
  };
  spec: {
    toolRef?: {
      name: string;
    };
    toolName: string;
    input: unknown;
    sideEffects: {
      level: "read_only" | "local_write" | "external_write" | "financial" | "communication" | "code_execution" | "privileged";
      idempotencyKey: string;
    };
    approval?: {
      id: string;
      status: "Pending" | "Approved" | "Denied" | "ChangesRequested" | "Expired" | "Overridden" | "Cancelled";
      approvedBy?: string;
      approvedAt?: string;
    };
  };
  status: {
    phase: "Pending" | "Running" | "AwaitingApproval" | "Succeeded" | "Failed" | "Denied" | "Cancelled";
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
    decision?: {
      decision: "allow" | "deny" | "modify" | "require_approval";
      policyId?: string;
      policyVersion?: string;
      rule?: string;
      reason: string;
    };
  };
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
  input_schema: unknown;
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
  output: unknown;
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
    output: unknown;
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
    output: unknown;
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
    output: unknown;
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
