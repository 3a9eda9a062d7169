/** A kind of Orloj, and the fewest words that declare something of it. */
export interface OrlojKind {
  path: string;
  kind: string;
  /** How its absence is told. */
  noun: string;
  /** What an example of it is called in the documentation. */
  name: string;
  spec: object;
  /** Another spec, which makes it another generation. */
  other: object;
}

/** Every kind that has the routes of resources. */
export const orlojKinds: OrlojKind[] = [
  {
    path: 'agents',
    kind: 'Agent',
    noun: 'agent',
    name: 'writer',
    spec: { model_ref: 'short-model', prompt: 'Write.', tools: ['sum'] },
    other: { model_ref: 'slow' },
  },
  {
    path: 'agent-systems',
    kind: 'AgentSystem',
    noun: 'agentsystem',
    name: 'newsroom',
    spec: { agents: ['writer', 'editor'], graph: { writer: { edges: [{ to: 'editor' }] } } },
    other: { agents: ['writer'] },
  },
  {
    path: 'agent-policies',
    kind: 'AgentPolicy',
    noun: 'agentpolicy',
    name: 'thrifty',
    spec: { max_tokens_per_run: 50_000, blocked_tools: ['shell'], apply_mode: 'scoped', target_systems: ['newsroom'] },
    other: { max_tokens_per_run: 60_000, apply_mode: 'global' },
  },
  {
    path: 'agent-roles',
    kind: 'AgentRole',
    noun: 'agentrole',
    name: 'researcher',
    spec: { description: 'Looks things up.', permissions: ['web.read'] },
    other: { permissions: ['web.read', 'web.write'] },
  },
  {
    path: 'tool-permissions',
    kind: 'ToolPermission',
    noun: 'toolpermission',
    name: 'web-search',
    spec: { tool_ref: 'search', match_mode: 'all', apply_mode: 'scoped', target_agents: ['writer'] },
    other: { tool_ref: 'search', match_mode: 'any' },
  },
  {
    path: 'tools',
    kind: 'Tool',
    noun: 'tool',
    name: 'search',
    spec: { type: 'http', endpoint: 'https://search.test/v1' },
    other: { type: 'http', endpoint: 'https://search.test/v2' },
  },
  {
    path: 'secrets',
    kind: 'Secret',
    noun: 'secret',
    name: 'search-key',
    spec: { stringData: { value: 'a-secret' } },
    other: { stringData: { value: 'another' } },
  },
  {
    path: 'sealed-secrets',
    kind: 'SealedSecret',
    noun: 'sealedsecret',
    name: 'sealed-key',
    spec: { encryptedData: { value: { keyId: 'aa', wrappedKey: 'AAAA', ciphertext: 'AAAA' } } },
    other: { encryptedData: { value: { keyId: 'bb', wrappedKey: 'AAAA', ciphertext: 'AAAA' } } },
  },
  {
    path: 'model-endpoints',
    kind: 'ModelEndpoint',
    noun: 'modelendpoint',
    name: 'fast',
    spec: { provider: 'openai', default_model: 'gpt-4o-mini' },
    other: { provider: 'openai', default_model: 'gpt-4o' },
  },
  {
    path: 'mcp-servers',
    kind: 'McpServer',
    noun: 'mcp-server',
    name: 'files',
    spec: { transport: 'http', endpoint: 'https://files.test/mcp' },
    other: { transport: 'http', endpoint: 'https://others.test/mcp' },
  },
  {
    path: 'memories',
    kind: 'Memory',
    noun: 'memory',
    name: 'notes',
    spec: { type: 'kv', provider: 'in-memory' },
    other: { type: 'vector', provider: 'in-memory' },
  },
  {
    path: 'tasks',
    kind: 'Task',
    noun: 'task',
    name: 'weekly-report',
    spec: { system: 'newsroom', mode: 'template', input: { topic: 'This week' } },
    other: { system: 'newsroom', mode: 'template', input: { topic: 'Last week' } },
  },
  {
    path: 'task-schedules',
    kind: 'TaskSchedule',
    noun: 'taskschedule',
    name: 'every-monday',
    spec: { task_ref: 'weekly-report', schedule: '0 9 * * 1', time_zone: 'Europe/Berlin' },
    other: { task_ref: 'weekly-report', schedule: '0 9 * * 2', time_zone: 'Europe/Berlin' },
  },
  {
    path: 'task-webhooks',
    kind: 'TaskWebhook',
    noun: 'taskwebhook',
    name: 'on-release',
    spec: { task_ref: 'weekly-report', auth: { profile: 'github', secret_ref: 'hook-key' } },
    other: { task_ref: 'weekly-report', auth: { profile: 'generic', secret_ref: 'hook-key' } },
  },
  {
    path: 'workers',
    kind: 'Worker',
    noun: 'worker',
    name: 'worker-1',
    spec: { region: 'eu', capabilities: { gpu: true }, max_concurrent_tasks: 2 },
    other: { region: 'us', max_concurrent_tasks: 1 },
  },
];

/** One of them by its kind. */
export function orlojKind(kind: string): OrlojKind {
  const found = orlojKinds.find((candidate) => candidate.kind === kind);
  if (!found) throw new Error(`There is no ${kind} among the kinds of Orloj.`);
  return found;
}
