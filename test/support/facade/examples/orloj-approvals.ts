import type { Example, Examples, MakeExample, World } from '../example.ts';

/** What an example needs to know of a kind of approval. */
interface Kind {
  /** In the names of its routes. */
  one: string;
  /** What is asked, as Orloj declares it. */
  spec: object;
  /** The same as the graph is asked for it, besides the name. */
  input: object;
}

const toolApproval: Kind = {
  one: 'ToolApproval',
  spec: { task_ref: 'nightly', tool: 'pay' },
  input: { category: 'TOOL_CALL', tool: 'pay' },
};

const taskApproval: Kind = {
  one: 'TaskApproval',
  spec: { task_ref: 'nightly', checkpoint_id: 'draft', agent: 'writer', output: 'Dear Ada' },
  input: { category: 'REVIEW', executionRef: 'nightly', review: { checkpoint: 'draft', output: 'Dear Ada' } },
};

/** Asks for an approval that no run waits for, and gives its name. */
async function asked({ input }: Kind, { h, fresh }: World): Promise<string> {
  const name = fresh('nightly-pay');
  await h.graphql('mutation ($input: RequestApprovalInput!) { requestApproval(input: $input) { __typename } }', {
    input: { ...input, name },
  });
  return name;
}

function status(resourceVersion: string) {
  return { metadata: { resourceVersion }, status: { phase: 'Approved' } };
}

function examplesOf(kind: Kind): Examples {
  /** A request about an approval that is asked for it. */
  const about =
    (request: (name: string) => Omit<Example, 'path'>): MakeExample =>
    async (world) => {
      const name = await asked(kind, world);
      return { path: { name }, ...request(name) };
    };
  const body = (name: string, resourceVersion: string) => ({ metadata: { name, resourceVersion }, spec: kind.spec });
  return {
    [`OrlojList${kind.one}s`]: {
      success: async (world) => {
        await asked(kind, world);
        return { status: 200 };
      },
    },
    [`OrlojCreate${kind.one}`]: {
      success: async ({ fresh }) => ({ status: 201, body: body(fresh('nightly-pay'), '0') }),
      conflict: async ({ fresh }) => ({ status: 409, body: body(fresh('nightly-pay'), '9') }),
    },
    [`OrlojGet${kind.one}`]: { success: about(() => ({ status: 200 })) },
    [`OrlojReplace${kind.one}`]: {
      success: about((name) => ({ status: 200, body: body(name, '1') })),
      conflict: about((name) => ({ status: 409, body: body(name, '9') })),
    },
    [`OrlojDelete${kind.one}`]: {
      success: about(() => ({ status: 200 })),
      conflict: about(() => ({ status: 409, headers: { 'if-match': '"9"' } })),
    },
    [`OrlojGet${kind.one}Status`]: { success: about(() => ({ status: 200 })) },
    [`OrlojSet${kind.one}Status`]: {
      success: about(() => ({ status: 200, body: status('1') })),
      conflict: about(() => ({ status: 409, body: status('9') })),
    },
    [`OrlojApprove${kind.one}`]: decision(kind, 'The rent is due.'),
    [`OrlojDeny${kind.one}`]: decision(kind, 'Too dear.'),
  };
}

/** A decision of an approval, and one of an approval that somebody has decided before. */
function decision(kind: Kind, comment: string): Examples[string] {
  const body = { comment };
  return {
    success: async (world) => ({ status: 200, path: { name: await asked(kind, world) }, body }),
    conflict: async (world) => {
      const name = await asked(kind, world);
      await world.h.graphql(
        'mutation ($name: String!) { decideApproval(input: { name: $name, decision: DENY }) { __typename } }',
        { name },
      );
      return { status: 409, path: { name }, body };
    },
  };
}

/** Examples of the routes of Orloj's approvals. */
export const orlojApprovalExamples: Examples = {
  ...examplesOf(toolApproval),
  ...examplesOf(taskApproval),
  OrlojRequestTaskApprovalChanges: decision(taskApproval, 'Shorter, please.'),
};
