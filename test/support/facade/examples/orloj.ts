import { reach, start } from '../../runs.ts';
import type { Example, Examples, MakeExample, World } from '../example.ts';
import { type OrlojKind, orlojKind, orlojKinds } from '../orloj-kinds.ts';
import { orlojApprovalExamples } from './orloj-approvals.ts';

/** Applies a resource of a kind, and gives its name. */
async function made({ h, fresh }: World, { kind, name: prefix, spec }: OrlojKind): Promise<string> {
  const name = fresh(prefix);
  await h.apply(JSON.stringify({ apiVersion: 'orloj.dev/v1', kind, metadata: { name }, spec }));
  return name;
}

/** A request about a resource that is made for it. */
function about(kind: OrlojKind, request: (name: string) => Omit<Example, 'path'>): MakeExample {
  return async (world) => {
    const name = await made(world, kind);
    return { path: { name }, ...request(name) };
  };
}

function examplesOf(kind: OrlojKind): Examples {
  const { kind: word, name: prefix, spec } = kind;
  const body = (name: string, resourceVersion: string) => ({ metadata: { name, resourceVersion }, spec });
  const status = (resourceVersion: string) => ({ metadata: { resourceVersion }, status: { phase: 'Ready' } });
  return {
    [`OrlojList${word}`]: { success: async () => ({ status: 200 }) },
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

/** What a task did. */
const ofTask: MakeExample = async ({ fresh, finishedTask }) => {
  const name = fresh('weekly-report');
  await finishedTask(name);
  return { status: 200, path: { name } };
};

/** Examples of Orloj's routes. */
export const orlojExamples: Examples = {
  ...Object.assign({}, ...orlojKinds.map(examplesOf)),
  ...orlojApprovalExamples,
  OrlojGetSealingKey: { success: async () => ({ status: 200 }) },
  OrlojGetAgentLogs: {
    success: async (world) => {
      const name = await made(world, orlojKind('Agent'));
      await reach(world.h, await start(world.h, name), 'SUCCEEDED');
      return { status: 200, path: { name } };
    },
  },
  OrlojGetTaskLogs: { success: ofTask },
  OrlojGetTaskMessages: { success: ofTask },
  OrlojGetTaskMetrics: { success: ofTask },
  OrlojWatchAgent: { success: async () => ({ status: 200 }) },
  OrlojWatchTask: { success: async () => ({ status: 200 }) },
  OrlojWatchTaskSchedule: { success: async () => ({ status: 200 }) },
  OrlojWatchTaskWebhook: { success: async () => ({ status: 200 }) },
  OrlojListMemoryEntries: {
    success: async (world) => {
      const name = await made(world, orlojKind('Memory'));
      const input = { memory: name, key: 'greeting', value: 'Say hello.' };
      await world.h.graphql(
        'mutation ($input: WriteMemoryItemInput!) { writeMemoryItem(input: $input) { __typename } }',
        { input },
      );
      return { status: 200, path: { name }, query: 'q=hello' };
    },
  },
  OrlojWatchEvents: { success: async () => ({ status: 200 }) },
  OrlojListCapabilities: { success: async () => ({ status: 200 }) },
  OrlojListNamespaces: { success: async () => ({ status: 200 }) },
};
