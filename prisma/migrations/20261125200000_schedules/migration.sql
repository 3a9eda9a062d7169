-- The kind TaskSchedule is Schedule from now on: it starts agents and actions as well as tasks, and says `cron` for `schedule`.
UPDATE "resource" SET "kind" = 'Schedule', "spec" = ("spec" - 'schedule') || jsonb_build_object('cron', "spec"->'schedule')
WHERE "kind" = 'TaskSchedule';

UPDATE "resource_revision" v SET "spec" = (v."spec" - 'schedule') || jsonb_build_object('cron', v."spec"->'schedule')
WHERE v."resource_id" IN (
  SELECT "id" FROM "resource" WHERE "kind" = 'Schedule'
  UNION SELECT "resource_id" FROM "resource_tombstone" WHERE "kind" = 'TaskSchedule');

UPDATE "resource_name" SET "kind" = 'Schedule' WHERE "kind" = 'TaskSchedule';
UPDATE "resource_tombstone" SET "kind" = 'Schedule' WHERE "kind" = 'TaskSchedule';
UPDATE "resource_label" SET "kind" = 'Schedule' WHERE "kind" = 'TaskSchedule';
UPDATE "resource_reference" SET "target_kind" = 'Schedule' WHERE "target_kind" = 'TaskSchedule';
UPDATE "resource_reconcile" SET "kind" = 'Schedule', "due_at" = now() WHERE "kind" = 'TaskSchedule';
UPDATE "event" SET "subject_kind" = 'Schedule' WHERE "subject_kind" = 'TaskSchedule';
UPDATE "event" SET "payload" = jsonb_set("payload", '{kind}', '"Schedule"') WHERE "payload"->>'kind' = 'TaskSchedule';

-- A firing is known by its schedule and its slot: whoever writes the row has fired it, and nobody fires it again.
-- CreateTable
CREATE TABLE "schedule_run" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "namespace_id" TEXT NOT NULL,
    "schedule_id" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "slot" TIMESTAMPTZ(3),
    "idempotency_key" TEXT,
    "outcome" TEXT NOT NULL,
    "execution_id" TEXT,
    "task_id" TEXT,
    "task" TEXT,
    "error" TEXT,
    "output" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "schedule_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "schedule_run_schedule_id_slot_key" ON "schedule_run"("schedule_id", "slot");

-- CreateIndex
CREATE UNIQUE INDEX "schedule_run_organization_id_idempotency_key_key" ON "schedule_run"("organization_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "schedule_run_execution_id_idx" ON "schedule_run"("execution_id");

-- CreateIndex
CREATE INDEX "schedule_run_task_id_idx" ON "schedule_run"("task_id");

-- CreateIndex
CREATE INDEX "schedule_run_schedule_id_id_idx" ON "schedule_run"("schedule_id", "id");

-- CreateIndex
CREATE INDEX "schedule_run_organization_id_id_idx" ON "schedule_run"("organization_id", "id");

-- AddForeignKey
ALTER TABLE "schedule_run" ADD CONSTRAINT "schedule_run_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A schedule tells what came of what it started. Whatever ends that, in whatever statement, makes the schedule due in the
-- same transaction.
create function "schedule_is_due"(changed_run text, changed_task text) returns void language sql as $$
  update "resource_reconcile" set "due_at" = least("due_at", now()), "attempts" = 0
  where "resource_id" in (
    select "schedule_id" from "schedule_run"
    where ("execution_id" = changed_run or "task_id" = changed_task) and "outcome" in ('RUNNING', 'REPLACED'))
$$;

create function "scheduled_run_ended"() returns trigger language plpgsql as $$
begin
  perform "schedule_is_due"(new."id", null);
  return null;
end
$$;

create trigger "scheduled_run_ended" after update of "phase" on "execution"
  for each row when (new."trigger" = 'SCHEDULE' and new."finished_at" is not null and old."finished_at" is null)
  execute function "scheduled_run_ended"();

create function "scheduled_task_changed"() returns trigger language plpgsql as $$
begin
  perform "schedule_is_due"(null, old."id");
  return null;
end
$$;

create trigger "scheduled_task_changed" after update of "status" on "resource"
  for each row when (new."kind" = 'Task' and new."status" is distinct from old."status")
  execute function "scheduled_task_changed"();

create trigger "scheduled_task_deleted" after delete on "resource"
  for each row when (old."kind" = 'Task') execute function "scheduled_task_changed"();
