-- A resource can be read as it was at a place of the journal: its states and its end say in which transaction they were
-- written, and its names since which version it had them.

-- AlterTable
ALTER TABLE "resource_state" ADD COLUMN "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;
ALTER TABLE "resource_tombstone" ADD COLUMN "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;

-- The newest version up to a place is found in the index alone, however many versions came after it.
ALTER TABLE "resource_state" DROP CONSTRAINT "resource_state_pkey";
ALTER TABLE "resource_state" ADD CONSTRAINT "resource_state_pkey" PRIMARY KEY ("resource_id", "resource_version", "xid");

-- CreateTable
CREATE TABLE "resource_name" (
    "resource_id" TEXT NOT NULL,
    "resource_version" INTEGER NOT NULL,
    "namespace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "resource_name_pkey" PRIMARY KEY ("resource_id","resource_version")
);

-- CreateIndex
CREATE INDEX "resource_name_namespace_id_kind_name_idx" ON "resource_name"("namespace_id", "kind", "name");

-- What was written before today is told by its events; what these tell no more lies before every cursor.
UPDATE "resource_state" s SET "xid" = coalesce((
  SELECT max(e."xid") FROM "event" e
  WHERE e."subject_id" = s."resource_id" AND e."type" IN ('resource.applied', 'resource.statusChanged')
    AND e."payload"->>'resourceVersion' = s."resource_version"::text), 0);
UPDATE "resource_tombstone" t SET "xid" = coalesce((
  SELECT max(e."xid") FROM "event" e WHERE e."subject_id" = t."resource_id" AND e."type" = 'resource.deleted'), 0);

INSERT INTO "resource_name" ("resource_id", "resource_version", "namespace_id", "kind", "name")
SELECT o."id", 1, o."namespace_id", o."kind", coalesce((
  SELECT e."payload"->>'renamedFrom' FROM "event" e
  WHERE e."subject_id" = o."id" AND e."type" = 'resource.applied' AND e."payload" ? 'renamedFrom'
  ORDER BY e."xid", e."seq" LIMIT 1), o."name")
FROM (SELECT "id", "namespace_id", "kind", "name" FROM "resource"
  UNION ALL SELECT "resource_id", "namespace_id", "kind", "name" FROM "resource_tombstone") o;
INSERT INTO "resource_name" ("resource_id", "resource_version", "namespace_id", "kind", "name")
SELECT e."subject_id", (e."payload"->>'resourceVersion')::int, e."namespace_id", e."payload"->>'kind', e."payload"->>'name'
FROM "event" e JOIN "resource_name" first ON first."resource_id" = e."subject_id" AND first."resource_version" = 1
WHERE e."type" = 'resource.applied' AND e."payload" ? 'renamedFrom'
ON CONFLICT DO NOTHING;
