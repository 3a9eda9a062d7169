/** What Orloj calls the resources of one kind. */
interface KindWords {
  /** In paths. */
  path: string;
  /** Where one is said to be missing: the kind in lower case. */
  noun: string;
  /** In the documentation. */
  one: string;
  many: string;
  /** Whether its changes can be watched on a path of their own. */
  isWatched?: true;
}

/**
 * The kinds of which Orloj has resources: a line here gives a kind all the routes of `operations/resources`. Approvals
 * are no resources, and have operations of their own.
 */
const kinds: Record<string, KindWords> = {
  AGENT: { path: 'agents', noun: 'agent', one: 'an agent', many: 'agents', isWatched: true },
  AGENT_ROLE: { path: 'agent-roles', noun: 'agentrole', one: 'an agent role', many: 'agent roles' },
  AGENT_SYSTEM: { path: 'agent-systems', noun: 'agentsystem', one: 'an agent system', many: 'agent systems' },
  MCP_SERVER: { path: 'mcp-servers', noun: 'mcp-server', one: 'an MCP server', many: 'MCP servers' },
  MEMORY: { path: 'memories', noun: 'memory', one: 'a memory', many: 'memories' },
  MODEL_ENDPOINT: { path: 'model-endpoints', noun: 'modelendpoint', one: 'a model endpoint', many: 'model endpoints' },
  POLICY: { path: 'agent-policies', noun: 'agentpolicy', one: 'an agent policy', many: 'agent policies' },
  SEALED_SECRET: {
    path: 'sealed-secrets',
    noun: 'sealedsecret',
    one: 'a sealed secret',
    many: 'sealed secrets',
  },
  SECRET: { path: 'secrets', noun: 'secret', one: 'a secret', many: 'secrets' },
  TASK: { path: 'tasks', noun: 'task', one: 'a task', many: 'tasks', isWatched: true },
  SCHEDULE: {
    path: 'task-schedules',
    noun: 'taskschedule',
    one: 'a task schedule',
    many: 'task schedules',
    isWatched: true,
  },
  TASK_WEBHOOK: {
    path: 'task-webhooks',
    noun: 'taskwebhook',
    one: 'a task webhook',
    many: 'task webhooks',
    isWatched: true,
  },
  TOOL: { path: 'tools', noun: 'tool', one: 'a tool', many: 'tools' },
  TOOL_PERMISSION: {
    path: 'tool-permissions',
    noun: 'toolpermission',
    one: 'a tool permission',
    many: 'tool permissions',
  },
  WORKER: { path: 'workers', noun: 'worker', one: 'a worker', many: 'workers' },
};

const values = Object.entries(kinds);
const watched = values.filter(([, { isWatched }]) => isWatched);

/** Records of words that `@each` and its texts name. */
export const kindWords = {
  Path: wordsOf(values, 'path'),
  WatchedPath: wordsOf(watched, 'path'),
  Noun: wordsOf(values, 'noun'),
  One: wordsOf(values, 'one'),
  Many: wordsOf(values, 'many'),
};

/** The paths under which the resources are. */
export const kindPrefixes = values.map(([, { path }]) => `/v1/${path}`);

const nouns = new Map(values.map(([value, { noun }]) => [value.replaceAll('_', '').toLowerCase(), noun]));

/** What a resource of a kind of the graph is called where it is missing: of `McpServer`, `mcp-server`. */
export function nounOf(kind: string): string {
  const word = kind.toLowerCase();
  return nouns.get(word) ?? word;
}

function wordsOf(
  of: readonly (readonly [string, KindWords])[],
  word: 'path' | 'noun' | 'one' | 'many',
): Record<string, string> {
  return Object.fromEntries(of.map(([value, words]) => [value, words[word]]));
}
