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
];

/** One of them by its kind. */
export function orlojKind(kind: string): OrlojKind {
  const found = orlojKinds.find((candidate) => candidate.kind === kind);
  if (!found) throw new Error(`There is no ${kind} among the kinds of Orloj.`);
  return found;
}
