import { reach, start } from '../../runs.ts';
import type { Example, Examples, MakeExample, World } from '../example.ts';
import { orlojApprovalExamples } from './orloj-approvals.ts';

interface Kind {
  /** As in the names of operations: OrlojGetAgent, OrlojListAgents. */
  word: string;
  /** What resources are called. */
  name: string;
  spec: object;
}

const agentKind: Kind = {
  word: 'Agent',
  name: 'writer',
  spec: { model_ref: 'short-model', prompt: 'Write.', tools: ['sum'] },
};

const kinds: Kind[] = [
  agentKind,
  { word: 'Tool', name: 'search', spec: { type: 'http', endpoint: 'https://search.test/v1' } },
  { word: 'Secret', name: 'search-key', spec: { stringData: { value: 'a-secret' } } },
  { word: 'ModelEndpoint', name: 'fast', spec: { provider: 'openai', default_model: 'gpt-4o-mini' } },
  { word: 'McpServer', name: 'files', spec: { transport: 'http', endpoint: 'https://files.test/mcp' } },
];

/** Applies a resource of a kind, and gives its name. */
async function made({ h, fresh }: World, { word: kind, name: prefix, spec }: Kind): Promise<string> {
  const name = fresh(prefix);
  await h.apply(JSON.stringify({ apiVersion: 'orloj.dev/v1', kind, metadata: { name }, spec }));
  return name;
}

/** A request about a resource that is made for it. */
function about(kind: Kind, request: (name: string) => Omit<Example, 'path'>): MakeExample {
  return async (world) => {
    const name = await made(world, kind);
    return { path: { name }, ...request(name) };
  };
}

function examplesOf(kind: Kind): Examples {
  const { word, name: prefix, spec } = kind;
  const body = (name: string, resourceVersion: string) => ({ metadata: { name, resourceVersion }, spec });
  const status = (resourceVersion: string) => ({ metadata: { resourceVersion }, status: { phase: 'Ready' } });
  return {
    [`OrlojList${word}s`]: { success: async () => ({ status: 200 }) },
    [`OrlojCreate${word}`]: {
      success: async ({ fresh }) => ({ status: 201, body: body(fresh(prefix), '0') }),
      conflict: async ({ fresh }) => ({ status: 409, body: body(fresh(prefix), '9') }),
    },
    [`OrlojGet${word}`]: { success: about(kind, () => ({ status: 200 })) },
    [`OrlojReplace${word}`]: {
      success: about(kind, (name) => ({ status: 200, body: body(name, '1') })),
      conflict: about(kind, (name) => ({ status: 409, body: body(name, '9') })),
    },
    [`OrlojDelete${word}`]: {
      success: about(kind, () => ({ status: 200 })),
      conflict: about(kind, () => ({ status: 409, headers: { 'if-match': '"9"' } })),
    },
    [`OrlojGet${word}Status`]: { success: about(kind, () => ({ status: 200 })) },
    [`OrlojSet${word}Status`]: {
      success: about(kind, () => ({ status: 200, body: status('1') })),
      conflict: about(kind, () => ({ status: 409, body: status('9') })),
    },
  };
}

/** Examples of Orloj's routes. */
export const orlojExamples: Examples = {
  ...Object.assign({}, ...kinds.map(examplesOf)),
  ...orlojApprovalExamples,
  OrlojGetSealingKey: { success: async () => ({ status: 200 }) },
  OrlojGetAgentLogs: {
    success: async (world) => {
      const name = await made(world, agentKind);
      await reach(world.h, await start(world.h, name), 'SUCCEEDED');
      return { status: 200, path: { name } };
    },
  },
  OrlojWatchAgents: { success: async () => ({ status: 200 }) },
  OrlojWatchEvents: { success: async () => ({ status: 200 }) },
  OrlojListCapabilities: { success: async () => ({ status: 200 }) },
  OrlojListNamespaces: { success: async () => ({ status: 200 }) },
};
