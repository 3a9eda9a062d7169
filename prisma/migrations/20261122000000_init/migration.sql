-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "organization" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespace" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "namespace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "principal" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "principal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "principal_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resource" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "namespace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "api_version" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "resource_version" INTEGER NOT NULL DEFAULT 1,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "annotations" JSONB NOT NULL DEFAULT '{}',
    "spec" JSONB NOT NULL,
    "extras" JSONB NOT NULL DEFAULT '{}',
    "status" JSONB NOT NULL DEFAULT '{}',
    "conditions" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resource_revision" (
    "resource_id" TEXT NOT NULL,
    "resource_version" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL,
    "api_version" TEXT NOT NULL,
    "labels" JSONB NOT NULL,
    "annotations" JSONB NOT NULL,
    "spec" JSONB NOT NULL,
    "actor_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resource_revision_pkey" PRIMARY KEY ("resource_id","resource_version")
);

-- CreateTable
CREATE TABLE "resource_reference" (
    "resource_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_namespace" TEXT NOT NULL,
    "target_name" TEXT NOT NULL,

    CONSTRAINT "resource_reference_pkey" PRIMARY KEY ("resource_id","path")
);

-- CreateTable
CREATE TABLE "secret_value" (
    "resource_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "secret_value_pkey" PRIMARY KEY ("resource_id","key")
);

-- CreateTable
CREATE TABLE "execution" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "namespace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "reason" TEXT,
    "agent_id" TEXT,
    "graph" JSONB NOT NULL,
    "input" JSONB NOT NULL,
    "output" JSONB,
    "failure" JSONB,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "trigger" TEXT NOT NULL,
    "started_by" TEXT NOT NULL,
    "parent_id" TEXT,
    "forked_from_id" TEXT,
    "forked_from_step" TEXT,
    "replay_mode" TEXT,
    "idempotency_key" TEXT,
    "request_hash" TEXT,
    "turn" INTEGER NOT NULL DEFAULT 1,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "worker_id" TEXT,
    "max_steps" INTEGER NOT NULL,
    "timeout_ms" BIGINT,
    "time_left_ms" BIGINT,
    "deadline_at" TIMESTAMPTZ(3),
    "input_tokens" INTEGER NOT NULL DEFAULT 0,
    "output_tokens" INTEGER NOT NULL DEFAULT 0,
    "model_calls" INTEGER NOT NULL DEFAULT 0,
    "tool_calls" INTEGER NOT NULL DEFAULT 0,
    "cost" DECIMAL(20,10) NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "execution_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "step" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "node" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "resource_id" TEXT,
    "target" JSONB NOT NULL DEFAULT '{}',
    "arguments" JSONB,
    "result" JSONB,
    "is_error" BOOLEAN NOT NULL DEFAULT false,
    "error" JSONB,
    "decision" JSONB,
    "side_effect" TEXT,
    "idempotency_key" TEXT NOT NULL,
    "recorded_from" TEXT,
    "input_tokens" INTEGER NOT NULL DEFAULT 0,
    "output_tokens" INTEGER NOT NULL DEFAULT 0,
    "usage_source" TEXT,
    "cost" DECIMAL(20,10) NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "latency_ms" INTEGER,
    "ttft_ms" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "namespace_id" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,
    "step_id" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "tool" TEXT NOT NULL,
    "arguments" JSONB NOT NULL,
    "edited" JSONB,
    "decision" JSONB NOT NULL,
    "risk" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "approvers" JSONB NOT NULL DEFAULT '[]',
    "on_expiry" TEXT NOT NULL,
    "comment" TEXT,
    "decided_by" TEXT,
    "cycle" INTEGER NOT NULL DEFAULT 1,
    "max_cycles" INTEGER,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "seq" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "type" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "namespace_id" TEXT NOT NULL,
    "actor_id" TEXT,
    "subject_id" TEXT NOT NULL,
    "execution_id" TEXT,
    "payload" JSONB NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("xid","seq")
);

-- CreateTable
CREATE TABLE "journal_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "epoch" TEXT NOT NULL,
    "floor_xid" BIGINT NOT NULL DEFAULT 0,
    "floor_seq" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "journal_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "namespace_id" TEXT,
    "actor_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "request_id" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organization_name_key" ON "organization"("name");

-- CreateIndex
CREATE UNIQUE INDEX "namespace_organization_id_name_key" ON "namespace"("organization_id", "name");

-- CreateIndex
CREATE INDEX "principal_organization_id_id_idx" ON "principal"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "api_key_organization_id_id_idx" ON "api_key"("organization_id", "id");

-- CreateIndex
CREATE INDEX "api_key_principal_id_idx" ON "api_key"("principal_id");

-- CreateIndex
CREATE INDEX "resource_organization_id_kind_name_id_idx" ON "resource"("organization_id", "kind", "name", "id");

-- CreateIndex
CREATE INDEX "resource_organization_id_id_idx" ON "resource"("organization_id", "id");

-- CreateIndex
CREATE INDEX "resource_labels_idx" ON "resource" USING GIN ("labels" jsonb_path_ops);

-- CreateIndex
CREATE UNIQUE INDEX "resource_namespace_id_kind_name_key" ON "resource"("namespace_id", "kind", "name");

-- CreateIndex
CREATE INDEX "resource_reference_organization_id_target_kind_target_names_idx" ON "resource_reference"("organization_id", "target_kind", "target_namespace", "target_name", "resource_id");

-- CreateIndex
CREATE INDEX "execution_organization_id_id_idx" ON "execution"("organization_id", "id");

-- CreateIndex
CREATE INDEX "execution_organization_id_phase_id_idx" ON "execution"("organization_id", "phase", "id");

-- CreateIndex
CREATE INDEX "execution_agent_id_id_idx" ON "execution"("agent_id", "id");

-- CreateIndex
CREATE INDEX "execution_parent_id_idx" ON "execution"("parent_id");

-- CreateIndex
CREATE INDEX "execution_phase_deadline_at_idx" ON "execution"("phase", "deadline_at");

-- CreateIndex
CREATE UNIQUE INDEX "execution_namespace_id_name_key" ON "execution"("namespace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "execution_namespace_id_idempotency_key_key" ON "execution"("namespace_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "step_execution_id_ordinal_idx" ON "step"("execution_id", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "step_execution_id_key_key" ON "step"("execution_id", "key");

-- CreateIndex
CREATE INDEX "approval_organization_id_id_idx" ON "approval"("organization_id", "id");

-- CreateIndex
CREATE INDEX "approval_organization_id_phase_id_idx" ON "approval"("organization_id", "phase", "id");

-- CreateIndex
CREATE INDEX "approval_execution_id_idx" ON "approval"("execution_id");

-- CreateIndex
CREATE INDEX "approval_step_id_idx" ON "approval"("step_id");

-- CreateIndex
CREATE INDEX "approval_phase_expires_at_idx" ON "approval"("phase", "expires_at");

-- CreateIndex
CREATE INDEX "event_execution_id_xid_seq_idx" ON "event"("execution_id", "xid", "seq");

-- CreateIndex
CREATE INDEX "event_subject_id_xid_seq_idx" ON "event"("subject_id", "xid", "seq");

-- CreateIndex
CREATE INDEX "audit_entry_organization_id_id_idx" ON "audit_entry"("organization_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_subject_id_id_idx" ON "audit_entry"("subject_id", "id");

-- CreateIndex
CREATE INDEX "worker_heartbeat_at_idx" ON "worker"("heartbeat_at");

-- AddForeignKey
ALTER TABLE "namespace" ADD CONSTRAINT "namespace_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "principal" ADD CONSTRAINT "principal_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_namespace_id_fkey" FOREIGN KEY ("namespace_id") REFERENCES "namespace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_revision" ADD CONSTRAINT "resource_revision_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_reference" ADD CONSTRAINT "resource_reference_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret_value" ADD CONSTRAINT "secret_value_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution" ADD CONSTRAINT "execution_namespace_id_fkey" FOREIGN KEY ("namespace_id") REFERENCES "namespace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "step" ADD CONSTRAINT "step_execution_id_fkey" FOREIGN KEY ("execution_id") REFERENCES "execution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_namespace_id_fkey" FOREIGN KEY ("namespace_id") REFERENCES "namespace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_execution_id_fkey" FOREIGN KEY ("execution_id") REFERENCES "execution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_step_id_fkey" FOREIGN KEY ("step_id") REFERENCES "step"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- The journal's one row of state: its epoch changes only when the journal is started afresh.
INSERT INTO "journal_state" ("id", "epoch") VALUES (1, substr(md5(random()::text), 1, 8));
