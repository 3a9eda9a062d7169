-- Lists are sorted by names byte by byte, in whatever locale the database has, and each goes through an index in its own
-- order: a page costs what it shows, however many resources there are.
-- DropIndex
DROP INDEX "resource_organization_id_kind_name_id_idx";

-- CreateIndex
CREATE INDEX "resource_organization_id_kind_name_id_idx" ON "resource"("organization_id", "kind", "name" COLLATE "C", "id");

-- CreateIndex
CREATE INDEX "resource_namespace_id_kind_name_id_idx" ON "resource"("namespace_id", "kind", "name" COLLATE "C", "id");

-- Of labels an index finds all that have one, but in no order. Beside what lists are sorted by, it finds a page of them.
-- A label may be longer than an entry of an index can be, so that its digest stands for it.
-- CreateTable
CREATE TABLE "resource_label" (
    "resource_id" TEXT NOT NULL,
    "label" BYTEA NOT NULL,
    "organization_id" TEXT NOT NULL,
    "namespace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "resource_label_pkey" PRIMARY KEY ("resource_id","label")
);

INSERT INTO "resource_label" ("resource_id", "label", "organization_id", "namespace_id", "kind", "name")
SELECT r."id", sha256(convert_to(jsonb_build_array(l."key", l."value")::text, 'UTF8')), r."organization_id", r."namespace_id", r."kind", r."name"
FROM "resource" r, jsonb_each_text(r."labels") l;

-- CreateIndex
CREATE INDEX "resource_label_organization_id_label_kind_name_resource_id_idx" ON "resource_label"("organization_id", "label", "kind", "name" COLLATE "C", "resource_id");

-- CreateIndex
CREATE INDEX "resource_label_namespace_id_label_kind_name_resource_id_idx" ON "resource_label"("namespace_id", "label", "kind", "name" COLLATE "C", "resource_id");

-- CreateIndex
CREATE INDEX "resource_label_namespace_id_label_name_kind_idx" ON "resource_label"("namespace_id", "label", "name" COLLATE "C", "kind" COLLATE "C");

-- AddForeignKey
ALTER TABLE "resource_label" ADD CONSTRAINT "resource_label_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- DropIndex
DROP INDEX "resource_labels_idx";
