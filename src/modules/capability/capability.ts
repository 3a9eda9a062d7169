/** Something that this deployment can do, or cannot. */
export interface Capability {
  id: string;
  enabled: boolean;
  /** What it means, in one sentence. */
  description: string;
  /** Who defined the id: `oss` for those that other platforms share, `orrery` for our own. */
  source: 'oss' | 'orrery';
}

/** What the answer depends on. */
export interface DeploymentFacts {
  /** No other process can share this deployment's database. */
  isAlone: boolean;
  /** Wake-ups travel over Redis. */
  hasRedis: boolean;
}

/** Every capability that has an id, with whether this deployment has it now. */
export function capabilitiesOf({ isAlone, hasRedis }: DeploymentFacts): Capability[] {
  return [
    oss('core.api.crud', true, 'Resources are made, read, changed and deleted through the API.'),
    oss('core.runtime.sequential', true, 'Executions run their graph node by node.'),
    oss('core.runtime.message_driven', false, 'Agents are driven by messages that they send each other.'),
    oss('core.governance.agent_roles', true, 'Roles of agents grant them tools.'),
    oss('core.ui.baseline', false, 'A user interface is served along with the API.'),
    oss('core.self_host', true, 'The platform runs on machines of its operator.'),
    own('orrery.graphql', true, 'Everything is one GraphQL graph, over HTTP, server-sent events and WebSocket.'),
    own('orrery.watch', true, 'Every change can be watched from any cursor that the journal still holds.'),
    own('orrery.replay', true, 'Executions are replayed from their record, and forked from any step.'),
    own('orrery.approvals', true, 'A tool call waits for a person when its tool or a policy asks for it.'),
    own('orrery.policies', true, 'Policies decide on model calls and tool calls.'),
    own('orrery.many_processes', !isAlone, 'Several processes share the work over one database.'),
    own('orrery.redis', hasRedis, 'Processes wake each other over Redis.'),
  ];
}

function oss(id: string, enabled: boolean, description: string): Capability {
  return { id, enabled, description, source: 'oss' };
}

function own(id: string, enabled: boolean, description: string): Capability {
  return { id, enabled, description, source: 'orrery' };
}
