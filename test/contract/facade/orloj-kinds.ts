/** The fewest words that declare something of each kind. */
export const orlojKinds = [
  { path: 'agents', kind: 'Agent', noun: 'agent', spec: { model_ref: 'fast' }, other: { model_ref: 'slow' } },
  {
    path: 'tools',
    kind: 'Tool',
    noun: 'tool',
    spec: { endpoint: 'https://a.test' },
    other: { endpoint: 'https://b.test' },
  },
  {
    path: 'secrets',
    kind: 'Secret',
    noun: 'secret',
    spec: { stringData: { value: 'a' } },
    other: { stringData: { value: 'b' } },
  },
  {
    path: 'model-endpoints',
    kind: 'ModelEndpoint',
    noun: 'modelendpoint',
    spec: { default_model: 'a' },
    other: { default_model: 'b' },
  },
  {
    path: 'mcp-servers',
    kind: 'McpServer',
    noun: 'mcp-server',
    spec: { transport: 'http', endpoint: 'https://a.test' },
    other: { transport: 'http', endpoint: 'https://b.test' },
  },
];
