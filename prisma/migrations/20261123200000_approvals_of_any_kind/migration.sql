-- An approval need not belong to a step of a run any more: anything may be put to a person.
-- AlterTable
ALTER TABLE "approval" ADD COLUMN     "agent" TEXT,
ADD COLUMN     "annotations" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "category" TEXT NOT NULL DEFAULT 'TOOL_CALL',
ADD COLUMN     "continued_by" TEXT,
ADD COLUMN     "gate" TEXT,
ADD COLUMN     "labels" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "name" TEXT,
ADD COLUMN     "on_behalf_of" TEXT,
ADD COLUMN     "operation_class" TEXT,
ADD COLUMN     "reason" TEXT,
ALTER COLUMN "execution_id" DROP NOT NULL,
ALTER COLUMN "step_id" DROP NOT NULL,
ALTER COLUMN "tool" DROP NOT NULL,
ALTER COLUMN "decision" DROP NOT NULL;

-- Approvals from before had no name: their id, which is unique, gives them one.
UPDATE "approval" SET "name" = 'ta-' || substr("id", 5);

-- AlterTable
ALTER TABLE "approval" ALTER COLUMN "name" SET NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "approval_namespace_id_name_key" ON "approval"("namespace_id", "name");

-- A fork looks here for the one call that an override lets through in it.
-- CreateIndex
CREATE INDEX "approval_continued_by_idx" ON "approval"("continued_by");
