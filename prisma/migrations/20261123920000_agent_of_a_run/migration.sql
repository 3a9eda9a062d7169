-- A run says which agent it was of, also when that agent is gone.
alter table execution add column agent_name text;
update execution set agent_name = resource.name from resource where resource.id = execution.agent_id;
