-- How often what is asked was changed, and what it is about in the words of who asked.
-- AlterTable
ALTER TABLE "approval" ADD COLUMN     "execution_ref" TEXT,
ADD COLUMN     "generation" INTEGER NOT NULL DEFAULT 1;

-- Each change before grew the version; so did one decision, where there is one.
UPDATE "approval" SET "generation" = greatest(1, "version" - CASE WHEN "decided_at" IS NULL THEN 0 ELSE 1 END);

-- Lists that are sorted by name go along this.
-- CreateIndex
CREATE INDEX "approval_organization_id_name_id_idx" ON "approval"("organization_id", "name", "id");
