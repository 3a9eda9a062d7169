import type { Harness } from './harness.ts';

export type Result = { __typename: string; [field: string]: unknown };

export const approvalFields = `id name phase version category tool arguments agent operationClass reason gate risk summary approvers
  timeout onExpiry labels { key value } annotations { key value } execution { id } subject { ... on ToolCall { key } }
  continuedBy { id } decision { comment onBehalfOf editedArguments }`;

/** Calls a mutation on approvals and gives its result; a top-level error becomes `{ __typename: 'Refused', code, message }`. */
export async function onApproval(h: Harness, field: string, input: object, token?: string): Promise<Result> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const success =
    field === 'deleteApproval'
      ? '... on ApprovalDeletion { approval { id name phase } dryRun }'
      : `... on Approval { ${approvalFields} }`;
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { __typename ${success} ... on Failure { code message fix facts } } }`;
  const { data, errors } = await h.graphql<Record<string, Result> | null>(
    query,
    { input },
    token === undefined ? {} : { token },
  );
  const result = data?.[field];
  if (result) return result;
  const [error] = errors ?? [];
  return { __typename: 'Refused', code: error?.extensions?.['code'], message: error?.message };
}

/** Asks for an approval that no run waits for. */
export function request(h: Harness, input: object = {}, token?: string): Promise<Result> {
  return onApproval(h, 'requestApproval', { category: 'CUSTOM', summary: 'May we?', ...input }, token);
}

/** The approval as it is now; null when there is none. */
export async function read(h: Harness, id: unknown): Promise<Result | null> {
  const query = `query ($id: ID!) { approval(id: $id) { __typename ${approvalFields} } }`;
  return (await h.graphql<{ approval: Result | null }>(query, { id })).data.approval;
}

/** Types of the journal's events about `subject`, in their order. */
export async function eventsOf(h: Harness, subject: unknown): Promise<string[]> {
  const query =
    'query ($id: ID!) { events(filter: { subject: $id }) { edges { node { ... on JournalEvent { type } } } } }';
  const { data } = await h.graphql<{ events: { edges: { node: { type: string } }[] } }>(query, { id: subject });
  return data.events.edges.map(({ node }) => node.type);
}

/** The audit trail of `subject`, oldest first. */
export async function auditOf(h: Harness, subject: unknown): Promise<{ action: string; details: object }[]> {
  const query = 'query ($id: ID!) { auditEntries(subject: $id, first: 50) { edges { node { action details } } } }';
  const { data } = await h.graphql<{ auditEntries: { edges: { node: { action: string; details: object } }[] } }>(
    query,
    {
      id: subject,
    },
  );
  return data.auditEntries.edges.map(({ node }) => node).reverse();
}
