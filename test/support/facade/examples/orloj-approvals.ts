import type { Example, Examples, MakeExample, World } from '../example.ts';

const spec = { task_ref: 'nightly', tool: 'pay' };

/** Asks for an approval that no run waits for, and gives its name. */
async function asked({ h, fresh }: World): Promise<string> {
  const name = fresh('nightly-pay');
  await h.graphql(
    'mutation ($name: String!) { requestApproval(input: { category: TOOL_CALL, name: $name, tool: "pay" }) { __typename } }',
    { name },
  );
  return name;
}

/** A request about an approval that is asked for it. */
function about(request: (name: string) => Omit<Example, 'path'>): MakeExample {
  return async (world) => {
    const name = await asked(world);
    return { path: { name }, ...request(name) };
  };
}

/** A request about an approval that somebody has decided. */
const decided: MakeExample = async (world) => {
  const name = await asked(world);
  await world.h.graphql(
    'mutation ($name: String!) { decideApproval(input: { name: $name, decision: DENY }) { __typename } }',
    { name },
  );
  return { status: 409, path: { name } };
};

function body(name: string, resourceVersion: string) {
  return { metadata: { name, resourceVersion }, spec };
}

function status(resourceVersion: string) {
  return { metadata: { resourceVersion }, status: { phase: 'Approved' } };
}

/** Examples of the routes of Orloj's tool approvals. */
export const orlojApprovalExamples: Examples = {
  OrlojListToolApprovals: {
    success: async (world) => {
      await asked(world);
      return { status: 200 };
    },
  },
  OrlojCreateToolApproval: {
    success: async ({ fresh }) => ({ status: 201, body: body(fresh('nightly-pay'), '0') }),
    conflict: async ({ fresh }) => ({ status: 409, body: body(fresh('nightly-pay'), '9') }),
  },
  OrlojGetToolApproval: { success: about(() => ({ status: 200 })) },
  OrlojReplaceToolApproval: {
    success: about((name) => ({ status: 200, body: body(name, '1') })),
    conflict: about((name) => ({ status: 409, body: body(name, '9') })),
  },
  OrlojDeleteToolApproval: {
    success: about(() => ({ status: 200 })),
    conflict: about(() => ({ status: 409, headers: { 'if-match': '"9"' } })),
  },
  OrlojGetToolApprovalStatus: { success: about(() => ({ status: 200 })) },
  OrlojSetToolApprovalStatus: {
    success: about(() => ({ status: 200, body: status('1') })),
    conflict: about(() => ({ status: 409, body: status('9') })),
  },
  OrlojApproveToolApproval: {
    success: about(() => ({ status: 200, body: { comment: 'The rent is due.' } })),
    conflict: decided,
  },
  OrlojDenyToolApproval: {
    success: about(() => ({ status: 200, body: { comment: 'Too dear.' } })),
    conflict: decided,
  },
};
