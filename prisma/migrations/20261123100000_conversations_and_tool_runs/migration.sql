-- A run belongs to a conversation; one that began it gave the conversation its name.
-- AlterTable
ALTER TABLE "execution" ADD COLUMN "conversation" TEXT,
ADD COLUMN "repeat_key" TEXT,
ADD COLUMN "screening" JSONB;

UPDATE "execution" SET "conversation" = 'cnv_' || substr("id", 5) WHERE "kind" = 'AGENT_RUN';

-- CreateIndex
CREATE INDEX "execution_organization_id_conversation_id_idx" ON "execution"("organization_id", "conversation", "id");

-- CreateIndex
CREATE INDEX "execution_namespace_id_repeat_key_id_idx" ON "execution"("namespace_id", "repeat_key", "id");

-- Tool calls are listed by themselves, over all executions.
-- CreateIndex
CREATE INDEX "step_organization_id_kind_id_idx" ON "step"("organization_id", "kind", "id");

-- CreateIndex
CREATE INDEX "step_organization_id_name_id_idx" ON "step"("organization_id", "name", "id");
