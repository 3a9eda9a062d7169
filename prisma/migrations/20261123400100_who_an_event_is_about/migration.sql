-- An event says by itself what it is about and for which agent, so that nobody looks that up for each event that passes.
-- AlterTable
ALTER TABLE "event" ADD COLUMN "agent_id" TEXT,
ADD COLUMN "execution_name" TEXT,
ADD COLUMN "subject_kind" TEXT,
ADD COLUMN "subject_name" TEXT;

UPDATE "event" e SET "execution_name" = x."name", "agent_id" = x."agent_id" FROM "execution" x WHERE x."id" = e."execution_id";
UPDATE "event" SET
  "subject_kind" = CASE split_part("type", '.', 1) WHEN 'resource' THEN "payload"->>'kind' WHEN 'execution' THEN 'Execution'
    WHEN 'modelCall' THEN 'ModelCall' WHEN 'approval' THEN 'Approval' ELSE 'ToolCall' END,
  "subject_name" = CASE split_part("type", '.', 1) WHEN 'resource' THEN "payload"->>'name' WHEN 'execution' THEN "execution_name"
    ELSE coalesce("payload"->>'tool', "payload"->>'model') END,
  "agent_id" = CASE WHEN "payload"->>'kind' = 'Agent' THEN "subject_id" ELSE "agent_id" END;

-- CreateIndex
CREATE INDEX "event_agent_id_xid_seq_idx" ON "event"("agent_id", "xid", "seq");
