-- What an unfinished execution keeps free of budgets; it counts as long as the execution has not ended, whoever ends it.
-- AlterTable
ALTER TABLE "execution" ADD COLUMN "reserved_usd" DECIMAL(20,10),
ADD COLUMN "reserved_tokens" BIGINT,
ADD COLUMN "cost_limit_usd" DECIMAL(20,10);

-- CreateIndex
CREATE INDEX "execution_organization_id_idx" ON "execution"("organization_id") WHERE "finished_at" IS NULL AND "reserved_usd" IS NOT NULL;
