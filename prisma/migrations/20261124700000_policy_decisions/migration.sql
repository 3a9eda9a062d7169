-- CreateTable
CREATE TABLE "policy_decision" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "namespace_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "resource_id" TEXT,
    "execution_id" TEXT,
    "step_key" TEXT,
    "agent_id" TEXT,
    "agent_name" TEXT,
    "principal_id" TEXT NOT NULL,
    "request_id" TEXT,
    "effect" TEXT NOT NULL,
    "refused" BOOLEAN NOT NULL,
    "source" TEXT,
    "policy_id" TEXT,
    "policy_name" TEXT,
    "policy_version" TEXT,
    "rule" TEXT,
    "reason" TEXT NOT NULL,
    "fix" TEXT,
    "facts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "policy_decision_organization_id_id_idx" ON "policy_decision"("organization_id", "id");

-- CreateIndex
CREATE INDEX "policy_decision_organization_id_refused_id_idx" ON "policy_decision"("organization_id", "refused", "id");

-- CreateIndex
CREATE INDEX "policy_decision_execution_id_id_idx" ON "policy_decision"("execution_id", "id");

-- CreateIndex
CREATE INDEX "policy_decision_refused_created_at_idx" ON "policy_decision"("refused", "created_at");
