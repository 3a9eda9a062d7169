-- An event is replayed as it was told: what a resource looked like then has to outlive the resource, as long as its events.
-- DropForeignKey
ALTER TABLE "resource_revision" DROP CONSTRAINT "resource_revision_resource_id_fkey";

-- AlterTable
ALTER TABLE "resource_revision" ADD COLUMN "extras" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "resource_state" (
    "resource_id" TEXT NOT NULL,
    "resource_version" INTEGER NOT NULL,
    "conditions" JSONB NOT NULL,
    "status" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resource_state_pkey" PRIMARY KEY ("resource_id","resource_version")
);

-- CreateTable
CREATE TABLE "resource_tombstone" (
    "resource_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "namespace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resource_tombstone_pkey" PRIMARY KEY ("resource_id")
);

-- CreateIndex
CREATE INDEX "resource_state_created_at_idx" ON "resource_state"("created_at");

-- CreateIndex
CREATE INDEX "resource_tombstone_deleted_at_idx" ON "resource_tombstone"("deleted_at");

-- Lists and watches go through a namespace by name, byte by byte, so that a program can tell what comes before what.
-- CreateIndex
CREATE INDEX "resource_namespace_id_name_kind_idx" ON "resource"("namespace_id", "name" COLLATE "C", "kind" COLLATE "C");

-- What is there now can be told from here on; older states were never kept.
UPDATE "resource_revision" v SET "extras" = r."extras" FROM "resource" r
WHERE r."id" = v."resource_id" AND r."generation" = v."generation";
INSERT INTO "resource_state" ("resource_id", "resource_version", "conditions", "status", "created_at")
SELECT "id", "resource_version", "conditions", "status", "updated_at" FROM "resource";

-- Events of resources say version and labels; those that were written before know no labels, and no version of the deleted.
UPDATE "event" SET "payload" = '{"labels":{},"resourceVersion":0}'::jsonb || "payload"
WHERE "type" IN ('resource.applied', 'resource.deleted', 'resource.statusChanged');
