-- What an execution is a run of, and when it goes on by itself.
alter table "execution" add column "definition_kind" text, add column "definition_id" text, add column "definition_name" text,
  add column "wake_at" timestamptz(3);

create index "execution_definition_id_id_idx" on "execution" ("definition_id", "id");
create index "execution_organization_id_kind_id_idx" on "execution" ("organization_id", "kind", "id");
create index "execution_wake_at_idx" on "execution" ("wake_at");
