// Made by `npm run generate` from the operations of rest-compat. Never edited.

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
    agentRef?: {
      name: string;
    };
    input: unknown;
  };
  status: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled" | "TimedOut" | "DeadLettered";
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
    continue: string;
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
      agentRef?: {
        name: string;
      };
      input: unknown;
    };
    status: {
      phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled" | "TimedOut" | "DeadLettered";
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
    agentRef?: {
      name: string;
    };
    input: unknown;
  };
  status: {
    phase: "Created" | "Scheduled" | "Running" | "WaitingApproval" | "Suspended" | "Succeeded" | "Failed" | "Cancelled" | "TimedOut" | "DeadLettered";
    startedAt?: string;
    completedAt?: string;
    reason?: string;
    output?: unknown;
    modelCalls: number;
    toolCalls: number;
    costUsd: number;
  };
};
