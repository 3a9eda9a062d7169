-- A Task tells how far its run has come. Whatever changes the run, in whatever statement, makes the Task due in the same
-- transaction: no writer has to remember it, and a crash loses neither without the other.
create function "task_is_due"(run text) returns void language sql as $$
  insert into "resource_reconcile" as q ("resource_id", "kind", "due_at")
  select r."id", r."kind", now() from "execution" e join "resource" r on r."id" = e."definition_id"
  where e."id" = run and e."definition_kind" = 'Task'
  on conflict ("resource_id") do update set "due_at" = least(q."due_at", excluded."due_at"), "attempts" = 0
$$;

create function "task_run_changed"() returns trigger language plpgsql as $$
begin
  perform "task_is_due"(new."id");
  return null;
end
$$;

create trigger "task_run_changed" after insert or update of "phase" on "execution"
  for each row when (new."definition_kind" = 'Task') execute function "task_run_changed"();

create function "task_step_changed"() returns trigger language plpgsql as $$
begin
  perform "task_is_due"(new."execution_id");
  return null;
end
$$;

create trigger "task_step_changed" after insert or update on "step"
  for each row when (new."kind" in ('NODE', 'GATE')) execute function "task_step_changed"();

-- Who keeps house looks for unfinished runs whose task was deleted, every second.
create index "execution_unfinished_task" on "execution" ("definition_id")
  where "definition_kind" = 'Task' and "phase" in ('PENDING', 'QUEUED', 'RUNNING', 'WAITING', 'PAUSED');
