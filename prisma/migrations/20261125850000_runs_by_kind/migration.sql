-- Pipelines, batches, jobs and runs of tasks are listed by themselves, and are few among the runs of agents.
create index "execution_by_kind" on "execution" ("organization_id", "kind", "id") where "kind" <> 'AGENT_RUN';
